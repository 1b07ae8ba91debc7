"""What is measured of an answer, by name, and the strata."""

from typing import Any

from core.records.question import UNANSWERABLE

STRATA = ("seen", "held_out", UNANSWERABLE)
"""Never pooled: facts that were trained on, facts that were not, and what no document answers."""


Json = dict[str, Any]


def value_of(answer: Json, name: str) -> float:
    """Return an answer's measure, 0 to 1; one that failed is wrong."""
    return 0.0 if answer.get("error") else float(answer.get(name) or 0.0)
