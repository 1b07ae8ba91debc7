"""What is said of invented numbers and names, beside the claim on refusals."""

from collections.abc import Collection, Sequence

from core.arms import ARMS
from core.charts.words import listed
from core.decision.words import WHERE, of_100
from core.evaluation.figures.inventions import inventions
from core.evaluation.scoring.measures import STRATA
from core.records.scored import ScoredRow

_PARTS = {STRATA[2]: "questions that the documents do not answer", "held_out": WHERE["held_out"]}
"""Facts it was trained on are left out: what was learned by heart is no invention."""


def said_of_inventions(rows: Sequence[ScoredRow], texts: Collection[str]) -> str:
    """Say how many answers of each arm hold a number or name of no document; "" without texts."""
    if not texts:
        return ""
    found = inventions(rows, list(ARMS), texts)
    counts = [
        f"on {where} "
        + listed(f"{ARMS[arm].label} {of_100(part['share'])}" for arm, part in found[name].items())
        for name, where in _PARTS.items()
        if name in found
    ]
    if not counts:
        return ""
    return (
        "A number or name that no document holds stands in this many of 100 answers: "
        f"{'; '.join(counts)}."
    )
