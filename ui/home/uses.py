"""What a project is for: chosen on Home, and what it makes Evaluate show first."""

import streamlit as st

from core.records.project import ProjectRow
from core.uses import USES, Measure
from ui import components, menu, services, state


def label(key: str | None) -> str:
    """Return a use with its phrase, as a list shows it."""
    return f"{USES[key].label}: {USES[key].phrase}" if key in USES else "Nothing in particular"


def choose(project: ProjectRow) -> None:
    """Let the project's use be changed; a recorded one's is as it is."""
    if project["recorded"]:
        return
    key = "home.project_use"
    st.session_state[key] = project["use"]
    st.selectbox(
        "What it is for",
        [None, *USES],
        format_func=label,
        key=key,
        on_change=_changed,
        args=(project["id"], key),
        width=480,
        help="Decides which kinds of questions are written and which charts come first.",
    )
    if project["use"] in USES:
        st.caption(components.plain(USES[project["use"]].advice))


def _changed(project: str, key: str) -> None:
    services.client().set_use(project=project, use=st.session_state[key])
    state.notify("The project's use is saved.")


def measures(project: ProjectRow) -> tuple[Measure, ...]:
    """Return the measures that matter in the project's use, first first; none without a use."""
    return USES[project["use"]].measures if project["use"] in USES else ()


def advice(project: ProjectRow) -> None:
    """Say on top of the charts what to look at first and why."""
    use, found = USES.get(project["use"] or ""), measures(project)
    if not use or not found:
        return
    with st.container(border=True, gap="xsmall", key="uses.advice"):
        said = components.plain(use.advice)
        st.markdown(f":material/center_focus_strong: {said}")
        for measure in found[2:]:
            name = measure.label[:1].upper() + measure.label[1:]
            st.caption(components.plain(f"{name} too, because {measure.why}."))
        if any(measure.key == "freshness" for measure in found):
            menu.link("freshness", "Measure freshness")
