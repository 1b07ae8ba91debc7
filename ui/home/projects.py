"""Home's parts: what needs attention; listing, renaming and deleting projects."""

from datetime import datetime

import streamlit as st

from core.records.job_kinds import page_of
from core.records.project import Overview, ProjectRow
from ui import components, menu, services, state, wording

WHAT = (
    "Should a language model read your documents (RAG), be trained on them (fine-tuning), or both? "
    "Assay measures it on your own documents and questions, on this machine."
)


def attention(overview: Overview) -> None:
    """Say what was interrupted, what nobody reviewed, what is stale and what failed.

    Nothing of a recorded result: nobody can mend it.
    """
    if overview["project"]["recorded"]:
        return
    unreviewed = overview["unreviewed"]
    if unreviewed:
        text = f"{wording.counted(unreviewed, 'generated question')} not reviewed"
        with st.container(horizontal=True, vertical_alignment="center"):
            components.badges([(text, "rate_review", "orange")])
            menu.link("questions", "Review there")
    for job in overview["interrupted"]:
        text = f"{wording.job_title(job['kind'])} was interrupted and can be resumed."
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(text, icon=":material/pause_circle:", color="orange")
            menu.link(page_of(job), "Resume there")
    notes = list(overview["stale"])
    if overview["failed_documents"]:
        failed = wording.counted(overview["failed_documents"], "document")
        notes.append(f"{failed} could not be read; the Documents page says why.")
    for note in notes:
        st.warning(components.plain(note), icon=":material/update:")


def set_aside() -> None:
    """Say which projects cannot be opened, and why."""
    for sentence in services.client().set_aside():
        st.warning(components.plain(sentence), icon=":material/lock:")


def table(rows: list[ProjectRow]) -> None:
    """Show every project with what it holds and the disk it takes."""
    st.dataframe(
        [
            {
                "Name": row["name"],
                "Documents": row["documents"],
                "Passages": row["passages"],
                "Questions": row["questions"],
                "Adapters": row["adapters"],
                "Evaluations": row["evaluations"],
                "Disk": row["bytes"],
                "Created": datetime.fromisoformat(row["created_at"]),
            }
            for row in rows
        ],
        hide_index=True,
        column_config={
            "Disk": st.column_config.NumberColumn(format="bytes"),
            "Created": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
        },
    )


def manage(project: ProjectRow) -> None:
    """Rename the project, or delete it once its name has been typed."""
    left, right = st.columns(2, gap="large")
    with left, st.form(f"home.rename.{project['id']}", border=False):
        fixed = bool(project["recorded"])
        name = st.text_input("New name", value=project["name"], key="home.new_name", disabled=fixed)
        renamed = st.form_submit_button(
            "Rename", key="home.rename", icon=":material/edit:", disabled=fixed
        )
    with right, st.form(f"home.delete.{project['id']}", border=False):
        typed = st.text_input("To delete it, type its name", key="home.confirm")
        gone = st.form_submit_button("Delete for good", key="home.delete", icon=":material/delete:")
    with components.guarded():
        if renamed:
            services.client().rename_project(project=project["id"], name=name)
            state.notify(f"The project is now called {name.strip()}.")
            st.rerun()
        if gone:
            _delete(project, typed)


def _delete(project: ProjectRow, typed: str) -> None:
    if typed.strip() != project["name"]:
        components.error(f"Nothing was deleted: type {project['name']} exactly to confirm.")
        return
    services.client().delete_project(project=project["id"])
    state.open_project(None)
    state.notify(f"{project['name']} and everything in it were deleted.")
    st.rerun()
