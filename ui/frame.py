"""What stands around every page: the project switcher, what runs now, the title."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core.records.job import Job
from core.records.project import ProjectRow
from ui import charting, choices, components, menu, progress, services, state, wording
from ui.home import recorded

APP, SLOGAN = "Assay", "RAG, fine-tuning, or both? Measured on your own documents."
POLL = "2s"


def around(page: StreamlitPage) -> None:
    """Show the project switcher and what runs now, but on a page that fills the screen."""
    # First of all: it says whether anything has changed since the last page was shown.
    running = services.client().status()["running"]
    if not menu.full_screen(page):
        _sidebar(running)


def _sidebar(running: list[Job]) -> None:
    rows = services.client().projects()
    st.logo(menu.ROOT / "ui" / "logo.svg", size="large")
    with st.sidebar:
        if rows:
            _switcher(rows)
        if running:
            st.fragment(_running, run_every=POLL)()


def _switcher(rows: list[ProjectRow]) -> None:
    current = state.project(rows)
    # None where the address names a project that is not here: another would be taken for it.
    st.session_state["frame.project"] = current["id"] if current else None
    choices.one_or_none(
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


def begin(key: str, brief: bool = False) -> ProjectRow:
    """Show title and progress and return the current project; without one, say where to make it.

    Args:
        brief: Show the title alone, on a page whose first screen must hold all that matters.
    """
    project = _required(open_page(key, phrase=not brief))
    recorded.banner(project)
    if not brief:
        progress.line(services.client().overview(project=project["id"]), key)
    return project


def alone(key: str) -> ProjectRow:
    """Return the current project for a page that fills the screen; as `begin` without results."""
    project = state.project(services.client().projects())
    if project is None or not project["complete"]:
        return begin(key)
    charting.source("")
    state.to_url("project", project["id"])
    return project


def _required(project: ProjectRow | None) -> ProjectRow:
    if project is None:
        if state.unknown_project(services.client().projects()):
            menu.link("home", "All projects")
        else:
            components.empty("No projects yet.", "home", "Create a project", "folder_open")
        st.stop()
    return project


def open_page(key: str, phrase: bool = True) -> ProjectRow | None:
    """Show the title, its phrase and what the last action left; return the project, if any."""
    charting.source("")  # The page's own charts say what they hold for.
    rows = services.client().projects()
    project = state.project(rows)
    entry = menu.ENTRIES[key]
    heading, under = entry.title, entry.phrase
    if key == "home":
        heading, under = (project["name"], under) if project else (APP, SLOGAN)
    st.title(components.plain(heading), anchor=False)
    if phrase:
        st.caption(under)
    for number, sentence in enumerate(state.notice()):
        say, icon = (st.warning, "info") if number else (st.success, "check_circle")
        say(components.plain(sentence), icon=f":material/{icon}:")
    return _current(rows)


def _current(rows: list[ProjectRow]) -> ProjectRow | None:
    """Return the project, which the address then names; say so where it names one not here."""
    missing = state.unknown_project(rows)
    if missing:
        text = f"There is no project {missing} here; it may have been deleted. Choose another one."
        st.warning(components.plain(text), icon=":material/link_off:")
        return None
    project = state.project(rows)
    state.to_url("project", project["id"] if project else None)
    return project
