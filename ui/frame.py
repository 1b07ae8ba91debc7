"""What stands around every page: the project switcher, what runs now, the title."""

import streamlit as st

from core.records.project import ProjectRow
from ui import choices, components, menu, progress, services, state, wording
from ui.home import recorded

APP, SLOGAN = "Assay", "RAG, fine-tuning, or both? Measured on your own documents."
POLL = "2s"


def sidebar() -> None:
    """Show the project switcher and what runs now."""
    # First of all: it says whether anything has changed since the last page was shown.
    running = services.client().status()["running"]
    rows = services.client().projects()
    st.logo(menu.ROOT / "ui" / "logo.svg", size="large")
    with st.sidebar:
        if rows:
            _switcher(rows)
        if running:
            st.fragment(_running, run_every=POLL)()


def _switcher(rows: list[ProjectRow]) -> None:
    current = state.project(rows)
    assert current is not None
    st.session_state["frame.project"] = current["id"]
    choices.one(
        "Project",
        {row["id"]: row["name"] for row in rows},
        "frame.project",
        on_change=lambda: state.open_project(st.session_state["frame.project"]),
    )


def _running() -> None:
    with components.guarded():
        running = services.client().status()["running"]
        if not running:
            st.rerun()  # a full run: it stops the polling and shows what the job made
        for job in running[:1]:
            share = f" · {job['done'] / job['total']:.0%}" if job["total"] else ""
            left = job["seconds_left"]
            time_left = f" · {wording.duration(left)} left" if left is not None else ""
            title = wording.job_title(job["kind"])
            st.caption(f":material/progress_activity: {title}{share}{time_left}")


def begin(key: str) -> ProjectRow:
    """Show title and progress and return the current project; without one, say where to make it."""
    project = open_page(key)
    if project is None:
        components.empty("No projects yet.", "home", "Create a project", "folder_open")
        st.stop()
    recorded.banner(project)
    progress.line(services.client().overview(project=project["id"]), key)
    return project


def open_page(key: str) -> ProjectRow | None:
    """Show the title, its phrase and what the last action left; return the project, if any."""
    rows = services.client().projects()
    project = state.project(rows)
    entry = menu.ENTRIES[key]
    heading, phrase = entry.title, entry.phrase
    if key == "home":
        heading, phrase = (project["name"], phrase) if project else (APP, SLOGAN)
    st.title(components.plain(heading), anchor=False)
    st.caption(phrase)
    missing = state.unknown_project(rows)
    if missing:
        text = f"There is no project {missing} here; it may have been deleted."
        st.warning(components.plain(text), icon=":material/link_off:")
    for number, sentence in enumerate(state.notice()):
        say, icon = (st.warning, "info") if number else (st.success, "check_circle")
        say(components.plain(sentence), icon=f":material/{icon}:")
    state.to_url("project", project["id"] if project else None)
    return project
