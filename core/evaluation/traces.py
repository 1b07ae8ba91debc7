"""From a number on a page to the stored answers it was computed from."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Trace = dict[str, Any]
"""What a mark of a chart carries (plotly's customdata): which answers it stands for."""


def trace(arm: str, field: str, **where: Any) -> Trace:
    """Return the trace of a number.

    Args:
        arm: Whose answers.
        field: Key of the stored answer that was averaged or counted, such as "f1".
        where: Fields of the row that choose the questions, such as part="seen", kind="label";
            `part` is the stratum, or "unanswerable"; `question_words` and `gold_words` are
            lengths. A list stands for any of its values.
    """
    return {"arm": arm, "field": field, "where": where}


def answers_behind(rows: Sequence[Row], mark: Trace) -> list[Row]:
    """Return the evaluation's rows that a number was computed from, in their order."""
    return [row for row in rows if mark["arm"] in row["answers"] and _among(row, mark["where"])]


def _among(row: Row, where: Mapping[str, Any]) -> bool:
    return all(
        field(row, key) in (wanted if isinstance(wanted, list) else [wanted])
        for key, wanted in where.items()
    )


def field(row: Row, key: str) -> Any:
    """Return a field of a row, stored or derived; None where there is none."""
    return DERIVED[key](row) if key in DERIVED else row.get(key)


def _part(row: Row) -> str:
    # Late: pages make traces and look nothing up, and its intervals take a second to import.
    from core.evaluation.arm_figures import part_of

    return part_of(dict(row))


DERIVED: dict[str, Callable[[Row], Any]] = {
    "part": _part,
    "question_words": lambda row: len(str(row.get("question", "")).split()),
    "gold_words": lambda row: len(row["gold"][0].split()) if row.get("gold") else 0,
}
"""Fields that a row does not hold and that follow from it; lengths in words."""
