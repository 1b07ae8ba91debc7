"""From a number on a page to the stored answers it was computed from."""

from collections.abc import Callable, Mapping, Sequence

from core.records.question import UNANSWERABLE
from core.records.scored import ScoredRow
from core.records.trace import Trace


def trace(
    arm: str,
    field: str,
    *,
    against: str | None = None,
    per: str | None = None,
    percentile: int = 50,
    having: Mapping[str, object] | None = None,
    **where: object,
) -> Trace:
    """Return the trace of a number.

    Args:
        arm: Whose answers.
        field: What was averaged or counted: a key of the stored answer, "form.valid" for one
            within another.
        against: The arm it was compared with, question by question.
        per: Key whose sum the sum of `field` was divided by, in place of the number of answers.
        percentile: Of times, in milliseconds.
        having: Values that the answer's own fields must have.
        where: Fields of the row that choose the questions, such as part="seen", kind="label";
            `part` is the stratum, or "unanswerable"; `question_words` and `gold_words` are
            lengths. A list stands for any of its values.
    """
    return {
        "arm": arm,
        "field": field,
        "against": against,
        "per": per,
        "percentile": percentile,
        "having": dict(having or {}),
        "where": where,
    }


def answers_behind(rows: Sequence[ScoredRow], mark: Trace) -> list[ScoredRow]:
    """Return the evaluation's rows that a number was computed from, in their order.

    Times and costs are those of answers given one at a time; the others hold none.
    """
    arms = {mark["arm"], mark["against"] or mark["arm"]}
    return [row for row in rows if arms <= set(row["answers"]) and _chosen(row, mark)]


def _chosen(row: ScoredRow, mark: Trace) -> bool:
    answer, field = row["answers"][mark["arm"]], mark["field"]
    if (field.endswith("_ms") or field == "cost") and field_of(answer, field) is None:
        return False
    return all(
        row_field(row, key) in (wanted if isinstance(wanted, list) else [wanted])
        for key, wanted in mark["where"].items()
    ) and all(field_of(answer, key) == wanted for key, wanted in mark["having"].items())


def row_field(row: ScoredRow, key: str) -> object:
    """Return a field of a row, stored or derived; None where there is none."""
    return DERIVED[key](row) if key in DERIVED else row.get(key)


def part_of(row: ScoredRow) -> str:
    """Return a row's part of the figures: its stratum, or that of unanswerable questions."""
    return UNANSWERABLE if row.get("kind") == UNANSWERABLE else str(row["stratum"])


def field_of(answer: Mapping[str, object], field: str) -> object:
    """Return a field of a stored answer; None where it has none."""
    value: object = answer
    for key in field.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


DERIVED: dict[str, Callable[[ScoredRow], object]] = {
    "part": part_of,
    "question_words": lambda row: len(str(row.get("question", "")).split()),
    "gold_words": lambda row: len(row["gold"][0].split()) if row.get("gold") else 0,
}
"""Fields that follow from a row without being stored in it; lengths in words."""
