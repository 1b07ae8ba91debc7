"""What is measured of an answer, by name, and the strata."""

from collections.abc import Mapping

from core.records.question import UNANSWERABLE

STRATA = ("seen", "held_out", UNANSWERABLE)
"""Never pooled: facts that were trained on, facts that were not, and what no document answers."""


def value_of(answer: Mapping[str, object], name: str) -> float:
    """Return an answer's measure, 0 to 1; 0 if the answer failed or lacks it."""
    value = answer.get(name)
    return float(value) if isinstance(value, int | float) and not answer.get("error") else 0.0
