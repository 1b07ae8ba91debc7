"""The stored answers behind a number: a click on its mark opens them."""

from statistics import fmean

import numpy as np
import pandas as pd
import streamlit as st

from core.arms import answers_of, arm_of
from core.charts.why import retrieval as retrieval_charts
from core.charts.words import MEASURE_LABELS
from core.evaluation.scoring.traces import answers_behind, field_of
from core.records.project import ProjectRow
from core.records.scored import ScoredAnswer, ScoredRow
from core.records.trace import Trace
from ui import charting, components, services, wording

FIELDS = wording.Labels(
    MEASURE_LABELS
    | {
        "first_token_ms": "Time to first token, ms",
        "latency_ms": "Latency, ms",
        "cost": "Cost",
        "form.right": "Valid and right",
    }
    | {f"retrieval.{name}": label for name, label in retrieval_charts.MEASURES.items()}
)
PARTS = {
    "seen": "seen in training",
    "held_out": "held out from training",
    "unanswerable": "unanswerable",
}


def show(project: ProjectRow, evaluation: str) -> None:
    """Open what is behind the mark that was clicked, once."""
    mark = st.session_state.pop(charting.TRACE, None)
    if mark:
        whole = services.client().evaluation(project=project["id"], evaluation=evaluation)
        _opened(whole["rows"], mark)


@st.dialog("The answers behind this number", width="large", icon=":material/manage_search:")
def _opened(rows: list[ScoredRow], mark: Trace) -> None:
    found = answers_behind(rows, mark)
    st.markdown(f"**{components.plain(title(mark))}**: {components.plain(figure(found, mark))}")
    st.dataframe(table(found, mark), hide_index=True, key="traced.table", height=480)


def title(mark: Trace) -> str:
    """Return what the number is, in words."""
    arms = wording.arm_label(mark["arm"])
    if mark["against"]:
        arms += f" less {wording.arm_label(mark['against'])}"
    part = PARTS.get(str(mark["where"].get("part")), "")
    return ", ".join(filter(None, (arms, FIELDS(mark["field"]), part)))


def number(rows: list[ScoredRow], mark: Trace) -> float | None:
    """Return the number of a mark, computed anew from its answers; None if nothing was measured.

    A share or a score in [0, 1], milliseconds, an amount, or how many answers were counted.
    """
    if mark["having"]:
        return len(rows)
    known = _known(rows, mark["arm"], mark["field"])
    if mark["per"]:
        right = sum(_known(rows, mark["arm"], mark["per"]))
        return sum(known) / right if known and right else None
    if mark["against"]:
        return fmean(known) - fmean(_known(rows, mark["against"], mark["field"]))
    if mark["field"].endswith("_ms") and known:
        return float(np.percentile(known, mark["percentile"]))
    return fmean(known) if known else None


def figure(rows: list[ScoredRow], mark: Trace) -> str:
    """Return the number and what it is over, in words."""
    found, n = number(rows, mark), len(rows)
    if found is not None and not mark["having"]:
        n = len(_known(rows, mark["arm"], mark["field"]))
    count = wording.counted(n, "answer")
    if found is None:
        return f"{count}; nothing was measured."
    if mark["having"]:
        return f"{count}."
    if mark["field"].endswith("_ms"):
        which = "the median" if mark["percentile"] == 50 else f"p{mark['percentile']}"
        return f"{which} of {count} that did not fail is {found:,.0f} ms."
    if mark["per"]:
        return f"{found:.4g} for each correct one of {count}."
    if mark["against"]:
        asked = wording.counted(len(rows), "question")
        return f"the mean over {asked} is {100 * found:+.1f} points."
    return f"the mean of {count} is {found:.3g}."


def table(rows: list[ScoredRow], mark: Trace) -> pd.DataFrame:
    """Return a line a question; of a comparison both answers, the largest differences first.

    Of an arm that several seeds answer each seed has its columns.
    """
    arms = [mark["arm"], *([mark["against"]] if mark["against"] else [])]
    if mark["against"]:
        rows = sorted(rows, key=lambda row: -abs(number([row], mark) or 0))
    lines = []
    for row in rows:
        line: dict[str, object] = {"Question": row["question"], "Expected": " | ".join(row["gold"])}
        for key, answer in row["answers"].items():
            if arm_of(key) in arms:
                label = wording.arm_label(key)
                line[label] = answer["error"] or answer["text"]
                line[f"{label}: {FIELDS(mark['field'])}"] = _value(answer, mark["field"])
        lines.append(line)
    return pd.DataFrame(lines)


def _known(rows: list[ScoredRow], arm: str, field: str) -> list[float]:
    """Return what was measured of an arm's answers, those of all its seeds."""
    answers = (answer for row in rows for answer in answers_of(row["answers"], arm))
    values = (_value(answer, field) for answer in answers)
    return [value for value in values if value is not None]


def _value(answer: ScoredAnswer, field: str) -> float | None:
    """Return a field as a number, None where it was not measured; what failed is wrong."""
    found = field_of(answer, field)
    if answer["error"]:
        return None if field.endswith("_ms") or field == "cost" else 0.0
    return float(found) if isinstance(found, int | float) else None
