"""A stored evaluation on the page: its charts, every question with every answer, its files."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st

from core import charts
from ui import charting, components, services, state, why, wording
from ui.services import Record

FORMULA = ("=", "+", "-", "@", "\t", "\r")
QUALITY = ("em", "f1", "containment", "refusal")
"""Measures that the accuracy chart shows; refusals in its panel of unanswerable questions."""
Time = Literal["first_token_ms", "latency_ms"]
Behind = tuple[str, str, str, str]
"""A count of a comparison: the better arm, the worse one, stratum and measure."""
ALL, DISAGREE = "All questions", "Where arms disagree"
STRATA = {"seen": "seen", "held_out": "held out"}


def chart_set(evaluation: Record, first: Sequence[str] = ()) -> None:
    """Show accuracy by stratum, what passages were good for, both latencies and cost.

    Args:
        first: Measures whose charts come first, in this order.
    """
    shown: dict[str, Callable[[Record], None]] = {
        "accuracy": _accuracy,
        "why": why.show,
        "first_token_ms": partial(_time, "first_token_ms", "Time to first token"),
        "latency_ms": partial(_time, "latency_ms", "Latency"),
        "cost": _cost,
    }
    wanted = ["accuracy" if key in QUALITY else key for key in first]
    for key in dict.fromkeys([*(key for key in wanted if key in shown), *shown]):
        shown[key](evaluation)


def _accuracy(evaluation: Record) -> None:
    summary = evaluation["summary"]
    charting.explained(
        "Accuracy",
        charts.accuracy(summary, charting.theme()),
        charts.accuracy_table(summary),
        charts.accuracy_sentence(summary),
        f"accuracy.{evaluation['id']}",
    )


def _time(which: Time, heading: str, evaluation: Record) -> None:
    summary = evaluation["summary"]
    charting.explained(
        heading,
        charts.latency(summary, which, charting.theme()),
        charts.latency_table(summary, which),
        charts.latency_sentence(summary, which),
        f"{which}.{evaluation['id']}",
    )


def _cost(evaluation: Record) -> None:
    summary = evaluation["summary"]
    if all(arm["cost"] is None for arm in summary["arms"].values()):
        text = "Set a price to see what an answer, and a correct answer, costs."
        components.empty(text, icon="payments")
        return
    charting.explained(
        "Cost",
        charts.cost(summary, charting.theme()),
        charts.cost_table(summary),
        charts.cost_sentence(summary),
        f"cost.{evaluation['id']}",
    )


def disagree(row: Record) -> bool:
    """Tell whether one arm's answer holds an expected answer and another's does not."""
    return len({bool(answer["containment"]) for answer in row["answers"].values()}) > 1


def better(row: Record, one: str, other: str, stratum: str, measure: str) -> bool:
    """Tell whether a question counts for `one` against `other` in a comparison."""
    if row["stratum"] != stratum or not {one, other} <= set(row["answers"]):
        return False
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


def delete(project: Record, evaluation: Record) -> None:
    """Delete a stored evaluation, after a second click."""
    with st.popover("Delete", icon=":material/delete:"):
        st.text("Its answers cannot be brought back.", wrap=True)
        if st.button("Delete it for good", key="evaluate.delete", type="primary"):
            services.client().delete_evaluation(project=project["id"], evaluation=evaluation["id"])
            state.to_url("evaluation", None)
            state.notify("The evaluation was deleted.")
            st.rerun()
