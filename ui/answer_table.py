"""Every question with every answer: a table, narrowed to what is behind a figure, and files."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from ui import components, wording
from ui.services import Record

FORMULA = ("=", "+", "-", "@", "\t", "\r")
Behind = tuple[str, str, str, str]
"""A count of a comparison: the better arm, the worse one, stratum and measure."""
ALL, DISAGREE = "All questions", "Where arms disagree"
STRATA = {"seen": "seen", "held_out": "held out"}


def disagree(row: Record) -> bool:
    """Tell whether one arm's answer holds an expected answer and another's does not."""
    return len({bool(answer["containment"]) for answer in row["answers"].values()}) > 1


def better(row: Record, one: str, other: str, stratum: str, measure: str) -> bool:
    """Tell whether a question counts for `one` against `other` in a comparison."""
    if row["stratum"] != stratum or not {one, other} <= set(row["answers"]):
        return False
    if row.get("split", "test") != "test":
        return False  # Only test questions are compared.
    answers = (row["answers"][arm] for arm in (one, other))
    values = [0.0 if answer["error"] else answer[measure] for answer in answers]
    return bool(row["gold"]) and values[0] > values[1]


def table(rows: list[Record], words: str) -> pd.DataFrame:
    """Return a line a question, with every arm's answer and whether it was correct.

    Args:
        words: Keep only questions where these occur in the question or an answer.
    """
    lines = [_line(row) for row in rows]
    wanted = words.strip().casefold()
    found = [line for line in lines if wanted in " ".join(map(str, line.values())).casefold()]
    return pd.DataFrame(found)


def _line(row: Record) -> dict[str, Any]:
    line: dict[str, Any] = {
        "Question": row["question"],
        "Expected": " | ".join(row["gold"]) or "(unanswerable)",
        "Stratum": STRATA.get(row["stratum"], row["stratum"]),
    }
    for arm, answer in row["answers"].items():
        label = wording.arm_label(arm)
        line[label] = answer["error"] or answer["text"]
        line[f"{label} correct"] = bool(answer["containment"])
    return line


def questions(evaluation: Record, behind: dict[str, Behind]) -> None:
    """Show the questions, narrowed to those behind a figure and to words."""
    rows = evaluation["rows"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search", key="evaluate.words", icon=":material/search:", type="search", width=320
        )
        chosen = st.selectbox("Show", [ALL, DISAGREE, *behind], key="evaluate.behind")
    if chosen == DISAGREE:
        rows = [row for row in rows if disagree(row)]
    elif chosen in behind:
        rows = [row for row in rows if better(row, *behind[chosen])]
    frame = table(rows, words)
    count = wording.counted(len(evaluation["rows"]), "question")
    st.caption(f"{len(frame):,} of {count}")
    if frame.empty:
        components.empty("No question matches.", icon="search_off")
        return
    st.dataframe(
        frame,
        hide_index=True,
        key="evaluate.table",
        column_config={"Question": st.column_config.TextColumn(width="medium")},
    )


def as_csv(rows: list[Record]) -> str:
    """Return every answer as one CSV line; text cannot become a formula in a spreadsheet."""
    lines = []
    for row in rows:
        for arm, answer in row["answers"].items():
            head = {
                "question_id": row["question_id"],
                "question": row["question"],
                "expected": " | ".join(row["gold"]),
                "stratum": row["stratum"],
                "kind": row["kind"],
                "group": row["group"],
                "document": row["document"],
                "arm": arm,
            }
            numbers = {key: value for key, value in answer.items() if key != "passages"}
            lines.append(head | numbers)
    return str(pd.DataFrame(lines).map(guarded).to_csv(index=False))


def guarded(value: Any) -> Any:
    """Return a cell that a spreadsheet reads as text: a leading quote stops = + - and @."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def files(evaluation: Record) -> None:
    """Offer the answers as CSV and everything as JSON."""
    name = f"evaluation-{evaluation['id']}"
    with st.container(horizontal=True):
        st.download_button(
            "Answers as CSV",
            lambda: as_csv(evaluation["rows"]),
            f"{name}.csv",
            "text/csv",
            key="evaluate.csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Everything as JSON",
            lambda: json.dumps(evaluation, indent=1, ensure_ascii=False),
            f"{name}.json",
            "application/json",
            key="evaluate.json",
            icon=":material/download:",
            on_click="ignore",
        )
