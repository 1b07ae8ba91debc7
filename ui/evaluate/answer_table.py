"""The questions behind a figure, and every answer as a file."""

import json
from collections.abc import Callable
from statistics import fmean

import pandas as pd
import streamlit as st

from core.arms import answers_of, arm_of
from core.records.evaluation import Evaluation
from core.records.freshness import Experiment
from core.records.scored import Measure, ScoredRow

FORMULA = ("=", "+", "-", "@", "\t", "\r")
Behind = tuple[str, str, str, Measure]
"""A count of a comparison: the better arm, the worse one, stratum and measure."""
STRATA = {"seen": "seen", "held_out": "held out"}


def disagree(row: ScoredRow) -> bool:
    """Tell whether one arm's answer holds an expected answer and another's does not.

    Of several seeds the first one's counts, which is the one that is shown.
    """
    shown = (answer for key, answer in row["answers"].items() if key == arm_of(key))
    return len({bool(answer["containment"]) for answer in shown}) > 1


def better(row: ScoredRow, one: str, other: str, stratum: str, measure: Measure) -> bool:
    """Tell whether a question counts for `one` against `other` in a comparison."""
    if row["stratum"] != stratum or not {one, other} <= set(row["answers"]):
        return False
    if row.get("split", "test") != "test":
        return False  # Only test questions are compared.
    given = row["answers"]
    values = [
        fmean(0.0 if answer["error"] else answer[measure] for answer in answers_of(given, arm))
        for arm in (one, other)
    ]
    return bool(row["gold"]) and values[0] > values[1]


def as_csv(rows: list[ScoredRow]) -> str:
    """Return every answer as one CSV line; text cannot become a formula in a spreadsheet.

    Answers of several seeds are lines of one arm, told apart by `seed` and `adapter`.
    """
    lines = []
    for row in rows:
        for key, answer in row["answers"].items():
            head: dict[str, object] = {
                "question_id": row["question_id"],
                "question": row["question"],
                "expected": " | ".join(row["gold"]),
                "stratum": row["stratum"],
                "kind": row["kind"],
                "group": row["group"],
                "document": row["document"],
                "arm": arm_of(key),
            }
            numbers = {key: value for key, value in answer.items() if key != "passages"}
            lines.append(head | numbers)
    frame = pd.DataFrame(lines)
    if "seed" in frame:
        frame["seed"] = frame["seed"].astype("Int64")  # Arms without one would make it 0.0.
    return str(frame.map(guarded).to_csv(index=False))


def guarded(value: object) -> object:
    """Return a cell that a spreadsheet reads as text: a leading quote stops = + - and @."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def files(evaluation: Evaluation) -> None:
    """Offer the answers as CSV and everything as JSON."""
    name = f"evaluation-{evaluation['id']}"
    downloads("evaluate", name, lambda: as_csv(evaluation["rows"]), evaluation)


def downloads(
    page: str, name: str, csv: Callable[[], str], everything: Evaluation | Experiment
) -> None:
    """Offer a CSV file and everything as JSON, both made when they are clicked."""
    with st.container(horizontal=True):
        st.download_button(
            "Answers as CSV",
            csv,
            f"{name}.csv",
            "text/csv",
            key=f"{page}.csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Everything as JSON",
            lambda: json.dumps(everything, indent=1, ensure_ascii=False),
            f"{name}.json",
            "application/json",
            key=f"{page}.json",
            icon=":material/download:",
            on_click="ignore",
        )
