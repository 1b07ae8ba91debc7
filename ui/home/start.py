"""First contact: try the demo, compare on my documents, open a project."""

import streamlit as st

from core.config import BASE_MODEL
from core.records.project import AboutRecording, NewProject, ProjectRow
from core.uses import USES
from ui import components, menu, services, state, wording
from ui.home import serving, uses

LISTED = 6
"""Projects that the door to them names; all stand in the table on Home."""


def doors(rows: list[ProjectRow]) -> None:
    """Show the three ways in, side by side or below each other."""
    columns = st.columns(3, gap="small")
    for column, door in zip(columns, (_demo, _documents, _projects), strict=True):
        with column.container(border=True, height="stretch"), components.guarded():
            door(rows)


def _heading(icon: str, title: str, text: str) -> None:
    with st.container(gap=None):
        st.markdown(f"### :material/{icon}:", anchors=False)
        st.subheader(title, anchor=False)
    st.markdown(text)


def _demo(rows: list[ProjectRow]) -> None:
    _heading(
        "play_circle",
        "Try the demo",
        "Questions about an invented company, answered four ways: by the model as it comes, with "
        "RAG, after fine-tuning, and with both.",
    )
    about = services.client().recorded()
    if about:
        if st.button(
            "Open the recorded result", key="home.recorded", type="primary", width="stretch"
        ):
            opened = services.client().open_recorded()
            state.open_project(opened["id"])
            st.switch_page(menu.page("verdict"))
        when = components.plain(wording.recorded(about))
        st.caption(f"Every chart and every answer, right away. Recorded on {when}.")
    run_here(about, "home")
    st.caption("Creates the documents here; each step then says what comes next.")


def run_here(about: AboutRecording | None, where: str) -> None:
    """Offer to run the demo on this machine, with the minutes that the recording took."""
    minutes = f" (about {wording.duration(about['minutes'] * 60)})" if about else ""
    clicked = st.button(
        f"Run it here{minutes}",
        key=f"demo.run.{where}",
        icon=":material/play_arrow:",
        width="stretch" if where == "home" else "content",
    )
    if clicked:
        with components.guarded():
            made = services.client().create_demo()
            project = made["project"]
            state.open_project(project["id"])
            state.watch("documents", made["job"])
            state.notify(f"{project['name']} was created. Its documents are being indexed.")
            st.switch_page(menu.page("documents"))


def _documents(rows: list[ProjectRow]) -> None:
    _heading(
        "upload_file",
        "Compare on my documents",
        "Add files, have questions written from them or bring your own, and measure.",
    )
    with st.form("home.new", border=False):
        name = st.text_input(
            "Name of the project",
            key="home.name",
            placeholder="for example: Staff handbook",
        )
        use = st.selectbox(
            "What it is for",
            [None, *USES],
            format_func=uses.label,
            key="home.use",
            help="Decides which kinds of questions are written and which charts come first.",
        )
        model = _model()
        made = st.form_submit_button(
            "Create project", key="home.create", type="primary", width="stretch"
        )
    if made:
        _open(services.client().create_project(name=name, use=use, **model))


def _model() -> serving.BaseModel:
    """Return the base model that was typed, or the one at a server, as the engine takes it."""
    with st.expander("Base model", type="compact"):
        base = st.text_input(
            "Base model",
            value=BASE_MODEL,
            key="home.base",
            label_visibility="collapsed",
            help="The default comes with Assay. Others: the path of a GGUF file on this machine "
            "(Llama, SmolLM, Qwen2 or Qwen3), prepared once; or a folder with config.json and "
            "safetensors, or a Hugging Face id, which run in full precision and slower.",
        )
    with st.expander("Or a model on a server", type="compact"):
        served = serving.fields()
    return served or {"base": base.strip() or BASE_MODEL}


def _open(project: NewProject) -> None:
    """Lead from a new project to its documents."""
    state.open_project(project["id"])
    text = f"{project['name']} is ready. Start with its documents."
    if project["job"]:
        state.watch("documents", project["job"])
        text = (
            f"{project['name']} was created. Its base model is being prepared; whatever you add "
            "waits for that."
        )
    state.notify(text)
    st.switch_page(menu.page("documents"))


def _projects(rows: list[ProjectRow]) -> None:
    but = ", except what is sent to a model's server" * any(row["server"] for row in rows)
    _heading("folder_open", "Open a project", f"Everything stays on this machine{but}.")
    if not rows:
        st.caption("No projects yet. Try the demo or create one.")
    for row in reversed(rows[-LISTED:]):
        clicked = st.button(
            components.plain(row["name"]),
            key=f"home.open.{row['id']}",
            icon=":material/history:" if row["recorded"] else ":material/folder:",
            help=_holds(row),
            width="stretch",
        )
        if clicked:
            state.open_project(row["id"])
            st.switch_page(menu.page(_opens(row)))
    if len(rows) > LISTED:
        st.caption(f"{len(rows) - LISTED} more are in the list at the top of the menu.")


def _opens(row: ProjectRow) -> str:
    """Return the page that a project opens at: the furthest it has come to."""
    if row["complete"]:
        return "verdict"
    return "evaluate" if row["evaluations"] else "home"


def _holds(row: ProjectRow) -> str:
    counts = (
        (row["documents"], "document"),
        (row["questions"], "question"),
        (row["evaluations"], "evaluation"),
    )
    return ", ".join(wording.counted(number, word) for number, word in counts)
