"""Every question with every answer: a table, narrowed to what is behind a figure, and files."""

import json
from collections.abc import Callable
from statistics import fmean

import pandas as pd
import streamlit as st

from core.arms import answers_of, arm_of
from core.records.evaluation import Evaluation
from core.records.freshness import Experiment
from core.records.scored import Measure, ScoredRow
from ui import choices, components, wording

FORMULA = ("=", "+", "-", "@", "\t", "\r")
Behind = tuple[str, str, str, Measure]
"""A count of a comparison: the better arm, the worse one, stratum and measure."""
ALL, DISAGREE = "all", "disagree"
SHOWN = {ALL: "All questions", DISAGREE: "Where arms disagree"}
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


def table(rows: list[ScoredRow], words: str) -> pd.DataFrame:
    """Return a line a question, with every arm's answer and whether it was correct.

    Args:
        words: Keep only questions where these occur in the question or an answer.
    """
    lines = [_line(row) for row in rows]
    wanted = words.strip().casefold()
    found = [line for line in lines if wanted in " ".join(map(str, line.values())).casefold()]
    return pd.DataFrame(found)


def _line(row: ScoredRow) -> dict[str, object]:
    line: dict[str, object] = {
        "Question": row["question"],
        "Expected": " | ".join(row["gold"]) or "(unanswerable)",
        "Stratum": STRATA.get(row["stratum"], row["stratum"]),
    }
    for arm in dict.fromkeys(map(arm_of, row["answers"])):
        label, given = wording.arm_label(arm), answers_of(row["answers"], arm)
        line[label] = given[0]["error"] or given[0]["text"]
        right = [bool(answer["containment"]) for answer in given]
        line[f"{label} correct"] = f"{sum(right)} of {len(right)}" if right[1:] else right[0]
    return line


def questions(evaluation: Evaluation, behind: dict[Behind, str]) -> None:
    """Show the questions, narrowed to those behind a figure and to words.

    Args:
        behind: Labels of what the table can be narrowed to.
    """
    rows = evaluation["rows"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search", key="evaluate.words", icon=":material/search:", type="search", width=320
        )
        sides = {".".join(side): side for side in behind}
        names = SHOWN | {key: behind[side] for key, side in sides.items()}
        chosen = choices.one("Show", names, "evaluate.behind")
    if chosen == DISAGREE:
        rows = [row for row in rows if disagree(row)]
    elif chosen in sides:
        rows = [row for row in rows if better(row, *sides[chosen])]
    frame = table(rows, words)
    count = wording.counted(len(evaluation["rows"]), "question")
    seeds = any(key != arm_of(key) for row in rows for key in row["answers"])
    note = ". Of several seeds the first one's answer is shown; the CSV file holds all."
    st.caption(f"{len(frame):,} of {count}{note if seeds else ''}")
    if frame.empty:
        components.empty("No question matches.", icon="search_off")
        return
    st.dataframe(
        frame,
        hide_index=True,
        key="evaluate.table",
        column_config={"Question": st.column_config.TextColumn(width="medium")},
    )


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
