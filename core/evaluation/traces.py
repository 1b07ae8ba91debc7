"""From a number on a page to the stored answers it was computed from."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.evaluation.arm_figures import part_of

Row = Mapping[str, Any]
Trace = dict[str, Any]
"""What a mark of a chart carries (plotly's customdata): which answers it stands for."""


def trace(arm: str, field: str, **where: Any) -> Trace:
    """Return the trace of a number.

    Args:
        arm: Whose answers.
        field: Key of the stored answer that was averaged or counted, such as "f1".
        where: Fields of the row that choose the questions, such as part="seen", kind="label";
            `part` is the stratum, or "unanswerable".
    """
    return {"arm": arm, "field": field, "where": where}


def answers_behind(rows: Sequence[Row], mark: Trace) -> list[Row]:
    """Return the evaluation's rows that a number was computed from, in their order."""
    wanted = mark["where"].items()
    return [
        row
        for row in rows
        if mark["arm"] in row["answers"] and all(_field(row, key) == value for key, value in wanted)
    ]


def _field(row: Row, key: str) -> Any:
    return part_of(dict(row)) if key == "part" else row.get(key)
