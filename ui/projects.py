"""Home's parts: making, renaming and deleting projects, and how far one has come."""

from datetime import datetime

import streamlit as st

from core.config import BASE_MODEL
from ui import components, menu, services, state, wording
from ui.services import Record

WHAT = (
    "Should a language model read your documents (RAG), be trained on them (fine-tuning), or both? "
    "Assay measures it on your own documents and questions, on this machine."
)
STEPS = (
    ("documents", "documents", "document", "Add documents"),
    ("questions", "questions", "question", "Add questions"),
    ("adapters", "finetune", "adapter", "Train an adapter"),
    ("evaluations", "evaluate", "evaluation", "Run an evaluation"),
)


def create_form(first: bool) -> None:
    """Ask for a name and make a project of it."""
    with st.form("home.new", border=first):
        name = st.text_input(
            "Name of the project",
            key="home.name",
            max_chars=80,
            placeholder="for example: Staff handbook",
        )
        base = st.text_input(
            "Base model",
            value=BASE_MODEL,
            key="home.base",
            help="The default comes with Assay. Or a folder on this machine with config.json and "
            "safetensors, or a Hugging Face id; those are served in full precision, slower.",
        )
        made = st.form_submit_button("Create project", key="home.create", type="primary")
    if made:
        with components.guarded():
            project = services.client().create_project(name=name, base=base.strip() or BASE_MODEL)
            state.to_url("project", project["id"])
            state.notify(f"{project['name']} is ready. Start with its documents.")
            st.rerun()


def steps(project: Record) -> None:
    """Show documents, questions, adapter, evaluation: what is there, and the way to each."""
    columns = st.columns(len(STEPS), gap="small")
    for number, (column, step) in enumerate(zip(columns, STEPS, strict=True), start=1):
        field, page, word, action = step
        count = project[field]
        with column.container(border=True, height="stretch", gap="small"):
            st.caption(f"Step {number}")
            if count:
                st.badge(wording.counted(count, word), icon=":material/check:", color="green")
            else:
                st.badge("to do", icon=":material/radio_button_unchecked:", color="gray")
            menu.link(page, menu.ENTRIES[page].title if count else action)


def attention(overview: Record) -> None:
    """Say what to do next, what was interrupted, what is stale and what failed."""
    with st.container(border=True, gap="small"):
        st.markdown("**Next**")
        st.text(overview["next"]["text"], wrap=True)
        menu.link(overview["next"]["page"])
    unreviewed = overview["unreviewed"]
    if unreviewed:
        text = f"{wording.counted(unreviewed, 'generated question')} not reviewed"
        with st.container(horizontal=True, vertical_alignment="center"):
            components.badges([(text, "rate_review", "orange")])
            menu.link("questions", "Review there")
    for job in overview["interrupted"]:
        text = f"{wording.job_title(job['kind'])} was interrupted; it can be resumed."
        page = {"train": "finetune", "evaluate": "evaluate"}.get(job["kind"], "documents")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(text, icon=":material/pause_circle:", color="orange")
            menu.link(page, "Resume there")
    notes = list(overview["stale"])
    if overview["failed_documents"]:
        failed = wording.counted(overview["failed_documents"], "document")
        notes.append(f"{failed} could not be read; the Documents page says why.")
    for note in notes:
        st.warning(components.plain(note), icon=":material/update:")


def table(rows: list[Record]) -> None:
    """Show every project with what it holds and the disk it takes."""
    columns = ("name", "documents", "passages", "questions", "adapters", "evaluations")
    st.dataframe(
        [
            {field.capitalize(): row[field] for field in columns}
            | {"Disk": row["bytes"], "Created": datetime.fromisoformat(row["created_at"])}
            for row in rows
        ],
        hide_index=True,
        column_config={
            "Disk": st.column_config.NumberColumn(format="bytes"),
            "Created": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
        },
    )


def manage(project: Record) -> None:
    """Rename the project, or delete it once its name has been typed."""
    left, right = st.columns(2, gap="large")
    with left, st.form(f"home.rename.{project['id']}", border=False):
        name = st.text_input("New name", value=project["name"], key="home.new_name", max_chars=80)
        renamed = st.form_submit_button("Rename", key="home.rename", icon=":material/edit:")
    with right, st.form(f"home.delete.{project['id']}", border=False):
        typed = st.text_input("To delete it, type its name", key="home.confirm")
        gone = st.form_submit_button("Delete for good", key="home.delete", icon=":material/delete:")
    with components.guarded():
        if renamed:
            services.client().rename_project(project=project["id"], name=name)
            state.notify(f"The project is now called {name.strip()}.")
            st.rerun()
        if gone and typed.strip() == project["name"]:
            services.client().delete_project(project=project["id"])
            state.to_url("project", None)
            state.notify(f"{project['name']} and all it held were deleted.")
            st.rerun()
    if gone:
        components.error(f"Nothing was deleted: type {project['name']} exactly to confirm.")
