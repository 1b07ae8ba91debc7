"""A recommendation on screen: the outcome, what carried it, who is out, what would change it."""

import streamlit as st

from core.charts.catalogue import DECIDING
from core.charts.chart import offered
from core.charts.words import times
from core.records.project import ProjectRow
from core.records.recommendation import NextStep, OptionFigures, Recommendation
from ui import charting, components, menu, services, wording
from ui.decide import wishing

SHOWN_FLIPS = 5
ICONS = {
    "recommended": "thumb_up",
    "none within your limits": "block",
    "not enough evidence": "help",
}
PAGES = {"evaluate": ("evaluate", "Ask more questions"), "freshness": ("freshness", "Measure it")}
"""Where a next step is taken, by experiment."""


def last_of(project: ProjectRow) -> Recommendation | None:
    """Return the last recommendation; the first visit makes one by the usual wishes.

    None where nothing was evaluated, which is said.
    """
    if not project["complete"]:
        text = (
            "Nothing was measured yet. A recommendation takes one finished evaluation of your "
            "questions."
        )
        components.empty(text, "evaluate", "Run an evaluation", "thumb_up")
        return None
    client = services.client()
    last = client.recommendation(project=project["id"])
    if last is None:
        with st.spinner("Weighing what was measured..."):
            last = client.recommend(project=project["id"])
    return last


def show(project: ProjectRow, last: Recommendation) -> None:
    """Take wishes on the left, show what comes of them on the right."""
    wishing.hold(project, last)
    left, right = st.columns([2, 3], gap="large")
    with left:
        wishing.situation()
        wishing.presets()
        wishes = wishing.asked(project, last)
    with right, components.guarded():
        if wishes is not None:
            last = services.client().recommend(project=project["id"], wishes=wishes)
        outcome(last)
    for chart in offered(DECIDING, last):
        charting.show(chart, last, last["id"])


def outcome(found: Recommendation) -> None:
    """Show the outcome: its sentence, how often it wins, what carried it, what would change it."""
    icon = ICONS[found["outcome"]]
    st.subheader(f":material/{icon}: {components.plain(found['headline'])}", anchor=False)
    _facts(found)
    if found["because"]:
        _list("What carried it" if found["option"] else "What is missing", found["because"])
    if found.get("against"):
        _list("Against it", found["against"])
    if found["next_step"]:
        _step(found["next_step"])
    if found.get("questionnaire"):
        st.info(components.plain(found["questionnaire"]), icon=":material/checklist:")
    _out(found)
    _flips(found)
    if found.get("assumed"):
        _list("Examples, not yours", found["assumed"])


def _facts(found: Recommendation) -> None:
    facts = {"Runner-up": found["runner_up"] or ""}
    if found["wins"] is not None:
        facts["Wins"] = f"{times(found['wins'])} of 100 resamples"
    facts["Made"] = f"{wording.day(found['created_at'])}, from the evaluation {found['evaluation']}"
    components.facts(facts)


def _list(title: str, lines: list[str]) -> None:
    text = "\n".join(f"- {components.plain(line)}" for line in lines)
    st.markdown(f"**{title}**\n\n{text}")


def _step(step: NextStep) -> None:
    st.markdown(f"**Cheapest way to know:** {components.plain(step['says'])}")
    if step["experiment"] in PAGES:
        menu.link(*PAGES[step["experiment"]])


def _out(found: Recommendation) -> None:
    """Name what is out, what may fail, what is never better, what nobody measured."""
    lines = [f"{option['label']}: {why}" for option in found["options"] for why in _against(option)]
    lines += found.get("unmeasured", ())
    if lines:
        _list("Out, in doubt, or not measured", lines)


def _against(option: OptionFigures) -> list[str]:
    lines = [*option["struck"], *option["may_fail"]]
    if option["dominated_by"]:
        lines.append(f"{option['dominated_by']} is as good or better in everything that counts.")
    return lines


def _flips(found: Recommendation) -> None:
    if not found["flips"]:
        if found["option"]:
            st.markdown(
                "**What would change it**\n\nNo weight, limit, price or volume that was looked at "
                "makes another option best."
            )
        return
    said = [flip["says"] for flip in found["flips"]]
    _list("What would change it, nearest first", said[:SHOWN_FLIPS])
    if said[SHOWN_FLIPS:]:
        with st.expander(wording.counted(len(said) - SHOWN_FLIPS, "more change")):
            st.markdown("\n".join(f"- {components.plain(line)}" for line in said[SHOWN_FLIPS:]))
