"""The prompt's versions, its editor with a live preview, and saving."""

import pandas as pd
import streamlit as st

from core.records.asked import PromptInUse, PromptPreview, PromptVersion
from core.records.project import ProjectRow
from ui import choices, components, services, state, wording

PARTS = wording.Labels(
    {
        "instruction": "Instruction",
        "examples": "Worked examples",
        "passages": "Passages",
        "question": "Question",
        "layout": "Chat marks",
    }
)
READERS = wording.Labels({"reads": "RAG and Hybrid", "closed": "Base and Fine-tuned"})
NO_QUESTION = "(the question)"
OFFERED = 200
"""Questions to choose from for the preview."""
PREVIEW_PX = 460


def versions(project: ProjectRow, held: PromptInUse) -> None:
    """List the versions with what was trained with each; offer to use another."""
    for row in held["versions"]:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                st.text(row["name"], wrap=True)
                st.caption(components.plain(_about(row)))
            if row["in_use"]:
                st.badge("in use", icon=":material/check_circle:", color="green")
            elif not project["recorded"] and st.button(
                "Use it", key=f"prompt.use.{row['key']}", icon=":material/check:"
            ):
                services.client().choose_prompt(project=project["id"], version=row["key"])
                state.notify(f"The arms now ask with {row['name']}.")
                st.rerun()


def _about(row: PromptVersion) -> str:
    examples = wording.counted(len(row["examples"]), "worked example")
    made = wording.moment(row["created_at"]) if row["created_at"] else "came with Assay"
    adapters = ", ".join(row["adapters"]) or "no adapter"
    return f"{made} · {examples} · trained with it: {adapters}"


def read(held: PromptInUse) -> None:
    """Show the wording in use of a recorded result, where nothing can be changed."""
    st.text(held["instruction"], wrap=True)
    if held["examples"]:
        st.dataframe(
            pd.DataFrame(held["examples"], columns=["Question", "Answer"]),
            hide_index=True,
            key="prompt.read",
        )


def editor(project: ProjectRow, held: PromptInUse) -> tuple[str, list[list[str]]]:
    """Show the wording to change and return it as it stands: instruction and worked examples."""
    key = f"{project['id']}.{held['key']}.{state.round_of('prompt')}"
    instruction = st.text_area(
        "Instruction",
        held["instruction"],
        key=f"prompt.instruction.{key}",
        height=140,
        persist_state="session",
        help="Every arm reads it before each question, also in training.",
    )
    st.markdown("Worked examples")
    rows = pd.DataFrame(held["examples"], columns=["Question", "Answer"], dtype=str)
    table = st.data_editor(
        rows,
        key=f"prompt.examples.{key}",
        num_rows="dynamic",
        hide_index=True,
        column_config={
            "Question": st.column_config.TextColumn(width="medium"),
            "Answer": st.column_config.TextColumn(width="small"),
        },
    )
    st.caption(
        "Up to five questions with answers, shown to the model as earlier turns. Test questions "
        "are not allowed: they would give their answers away."
    )
    pairs = [[_cell(row.Question), _cell(row.Answer)] for row in table.itertuples()]
    return instruction, [pair for pair in pairs if any(pair)]


def _cell(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def preview(project: ProjectRow, instruction: str, examples: list[list[str]]) -> PromptPreview:
    """Show the prompt as the model reads it, with its tokens; return what the engine said."""
    client = services.client()
    rows = client.questions(project=project["id"])[:OFFERED]
    texts = {row["id"]: row["text"] for row in rows} or {NO_QUESTION: NO_QUESTION}
    question = texts[choices.one("Question in the preview", texts, "prompt.question")]
    who = st.segmented_control(
        "As read by",
        list(READERS),
        default="reads",
        format_func=READERS,
        key="prompt.readers",
        required=True,
    )
    found = client.preview_prompt(
        project=project["id"],
        instruction=instruction,
        examples=examples,
        question=None if question == NO_QUESTION else question,
        retrieves=who == "reads",
    )
    _tokens(found)
    if who == "reads" and not found["searched"]:
        st.caption(
            ":material/description: No passages: nothing is indexed, or there is no question."
        )
    st.code(found["text"], language=None, wrap_lines=True, height=PREVIEW_PX)
    return found


def _tokens(found: PromptPreview) -> None:
    """Show the tokens of each part, and of all against the model's window."""
    taken = found["total"] + found["answer_tokens"]
    if found["window"]:
        st.progress(
            min(1.0, taken / found["window"]),
            f"{found['total']:,} tokens and {found['answer_tokens']} for the answer, of "
            f"{found['window']:,} that the model can read",
        )
    else:
        st.caption(f"{found['total']:,} tokens; the model does not state how many it can read.")
    parts = [f"**{PARTS(part)}** {count:,}" for part, count in found["tokens"].items()]
    st.caption(" · ".join(parts))


def save(
    project: ProjectRow,
    held: PromptInUse,
    instruction: str,
    examples: list[list[str]],
    found: PromptPreview,
) -> None:
    """Say what stands against the wording, and save it as a new version."""
    for warning in found["warnings"]:
        st.warning(components.plain(warning), icon=":material/warning:")
    if found["fault"]:
        components.error(found["fault"])
    changed = (instruction.strip(), examples) != (held["instruction"], held["examples"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Name of the new version",
            key=f"prompt.name.{state.round_of('prompt')}",
            placeholder="Short and polite",
            width=320,
        )
        clicked = st.button(
            "Save and use it",
            key="prompt.save",
            type="primary",
            icon=":material/save:",
            disabled=not changed or bool(found["fault"]),
        )
        if changed and st.button("Undo changes", key="prompt.undo", icon=":material/undo:"):
            state.renew("prompt")
            st.rerun()
    if not changed:
        st.caption("Change the wording to save a new version; earlier versions are kept.")
    if clicked:
        services.client().save_prompt(
            project=project["id"], name=name, instruction=instruction, examples=examples
        )
        state.renew("prompt")
        mind = ["Adapters trained with another version show as stale until they are trained again."]
        state.notify(f"The arms now ask with {name.strip()}.", *(mind if _trained(held) else []))
        st.rerun()


def _trained(held: PromptInUse) -> bool:
    return any(row["adapters"] for row in held["versions"])
