"""The Questions page's parts: importing, counting, editing."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from core.questions.read import TEMPLATE_CSV
from core.records.asked import Import, QuestionReport
from core.records.project import ProjectRow
from core.records.question import QuestionRow
from ui import choices, services, state, wording

TYPES = ["csv", "jsonl", "tsv"]
TABLE, REVIEW, CHECK = "table", "review", "check"
VIEWS = wording.Labels({REVIEW: "Review", CHECK: "Check before training", TABLE: "Table"})
SPLITS = ("train", "dev", "test")
ANSWERABLE, UNANSWERABLE = "answerable", "unanswerable"
SEPARATOR = " | "
COLUMNS = ("id", "Question", "Answers", "Split", "Kind", "Document", "Group")


def importer(project: ProjectRow) -> None:
    """Take a question file; offer the template of one."""
    upload = st.file_uploader(
        "Question file (CSV or JSONL)",
        type=TYPES,
        key=f"questions.upload.{state.round_of('questions.upload')}",
        help="Columns: question, answers (several separated by |), and if known split, kind, "
        "document, group. A question that is already here is replaced.",
    )
    with st.container(horizontal=True):
        clicked = st.button(
            "Import", key="questions.import", type="primary", disabled=upload is None
        )
        st.download_button(
            "CSV template",
            TEMPLATE_CSV,
            "questions.csv",
            "text/csv",
            key="questions.template",
            icon=":material/download:",
            on_click="ignore",
        )
    if clicked and upload is not None:
        with services.spooled(upload) as file:
            report = services.client().import_questions(
                project=project["id"], path=file["path"], name=file["name"]
            )
        state.renew("questions.upload")
        state.renew("questions.table")
        state.notify(*sentences(report))
        st.rerun()


def sentences(report: Import) -> list[str]:
    """Return what an import or an edit did, then what to mind."""
    done = [
        f"{wording.counted(number, 'question')} {word}"
        for number, word in (
            (report["added"], "added"),
            (report["replaced"], "replaced"),
            (report["unchanged"], "unchanged"),
        )
        if number
    ]
    found = [", ".join(done) + "." if done else "No question was added."]
    dropped = report["dropped_duplicates"]
    if dropped:
        found.append(
            f"{wording.counted(dropped, 'training question')} dropped: a test question has the "
            "same words, and training on it would leak the answer."
        )
    return found + list(report["warnings"])


def show(view: str) -> None:
    """Choose what the page shows; call it before the choice itself is shown."""
    st.session_state["questions.view"] = view


def choose_view(rows: Sequence[QuestionRow], recorded: bool) -> str:
    """Return what to show of the questions: by default the review, if any is left to review."""
    generated = [row for row in rows if "generated" in row["extra"] and not recorded]
    views = [view for view in VIEWS if generated or view != REVIEW]
    unreviewed = any("review" not in row["extra"] for row in generated)
    if st.session_state.get("questions.view") not in views:
        show(REVIEW if unreviewed else TABLE)
    chosen = st.segmented_control(
        "Show",
        [view for view in VIEWS if view in views],
        format_func=VIEWS,
        key="questions.view",
        required=True,
        label_visibility="collapsed",
    )
    return str(chosen)


def table(project: ProjectRow, rows: Sequence[QuestionRow]) -> None:
    """Show how the questions are split, and all of them to edit."""
    if rows:
        st.subheader("How they are split", anchor=False)
        counts(services.client().question_report(project=project["id"]))
    st.subheader("Table", anchor=False)
    if project["recorded"]:
        st.dataframe(frame_of(rows).drop(columns="id"), hide_index=True, height=420)
        return
    st.caption("Edit a cell, add a row at the end, or select rows to delete them; then save.")
    editor(project, rows)


def counts(report: QuestionReport) -> None:
    """Show the questions by split, and the test questions by stratum."""
    strata = report["strata"]
    with st.container(horizontal=True):
        for split, words in (("train", "Training"), ("dev", "Development"), ("test", "Test")):
            st.metric(words, f"{report['splits'].get(split, 0):,}")
        seen = "Test questions about passages that the training questions cover too."
        st.metric("Test, seen", f"{strata.get('seen', 0):,}", help=seen)
        held = "Test questions about passages kept out of training; they are in the index."
        st.metric("Test, held out", f"{strata.get('held_out', 0):,}", help=held)


def frame_of(rows: Sequence[QuestionRow]) -> pd.DataFrame:
    """Return the questions as the editor shows them; their ids stay hidden."""
    values = [
        (
            row["id"],
            row["text"],
            SEPARATOR.join(row["answers"]),
            row["split"],
            row["kind"],
            row["document"] or "",
            row["group"],
        )
        for row in rows
    ]
    return pd.DataFrame(values, columns=list(COLUMNS), dtype="str")


def rows_of(edited: pd.DataFrame, rows: Sequence[QuestionRow]) -> list[Mapping[str, object]]:
    """Return the edited table as questions; rows that the editor added have no id yet."""
    known = {row["id"]: row for row in rows}
    found: list[Mapping[str, object]] = []
    for values in edited.itertuples(index=False):
        key, text, answers, split, kind, document, group = (_text(value) for value in values)
        known_row = known.get(key)
        found.append(
            {
                "id": known_row["id"] if known_row else None,
                "text": text,
                "answers": [part.strip() for part in answers.split("|") if part.strip()],
                "kind": kind or ANSWERABLE,
                "split": split or "train",
                "group": group or None,
                "document": document or None,
                "extra": known_row["extra"] if known_row else {},
            }
        )
    return found


def _text(value: object) -> str:
    """Return a cell as text; the editor gives None or NaN for an empty one."""
    return "" if value is None or value != value else str(value).strip()


def editor(project: ProjectRow, rows: Sequence[QuestionRow]) -> None:
    """Show the questions as a table to edit, and save it as a whole."""
    before = frame_of(rows)
    kinds = sorted({row["kind"] for row in rows} | {ANSWERABLE, UNANSWERABLE})
    after = st.data_editor(
        before,
        key=choices.rows_key(
            f"questions.table.{state.round_of('questions.table')}", [row["id"] for row in rows]
        ),
        num_rows="dynamic",
        hide_index=True,
        height=420,
        column_config={
            "id": None,
            "Question": st.column_config.TextColumn(width=360, required=True),
            "Answers": st.column_config.TextColumn(
                width="medium", help="Any of these counts as correct; separate them with |"
            ),
            "Split": st.column_config.SelectboxColumn(options=SPLITS, default="train"),
            "Kind": st.column_config.SelectboxColumn(options=kinds, default=ANSWERABLE),
            "Group": st.column_config.TextColumn(
                help="Questions about the same thing share a group; a group is never split up."
            ),
        },
    )
    changed = not after.equals(before)
    if st.button("Save changes", key="questions.save", type="primary", disabled=not changed):
        report = services.client().save_questions(
            project=project["id"], questions=rows_of(after, rows)
        )
        state.renew("questions.table")
        state.notify("Table saved.", *sentences(report)[1:])
        st.rerun()
