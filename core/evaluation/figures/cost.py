"""Costs of an arm, from stored answers and the user's prices."""

from collections.abc import Sequence

from core.evaluation.statistics.intervals import ratio_interval
from core.records.summary import CorrectCost, CostFigures


def cost_figures(costs: Sequence[float | None], groups: Sequence[str]) -> CostFigures:
    """Return the mean cost with its interval; None without a price.

    Args:
        costs: Of each answer; None where it was not measured, as when machine time is what is paid
            for and the answer was worked on together with others.
    """
    known, spent = _known(costs)
    answers = sum(known)
    return {
        "cost": sum(spent) / answers if answers else None,
        "cost_interval": ratio_interval(spent, known, groups) if answers else None,
    }


def correct_cost(
    costs: Sequence[float | None], correct: Sequence[float], groups: Sequence[str]
) -> CorrectCost:
    """Return the cost per correct answer of one stratum with its interval.

    Correct means containment: exact match would charge an arm for every polite sentence around a
    right answer, and F1 has no right or wrong. (Cost of pass: Erol et al. 2025, arXiv:2504.13359.)

    Args:
        costs: As of `cost_figures`.
        correct: 1.0 or 0.0 of each answer; only answers whose cost is known count.

    Returns:
        All None without a price, and if no answer was correct.
    """
    known, spent = _known(costs)
    counted = [value * here for value, here in zip(correct, known, strict=True)]
    right = sum(counted)
    return {
        "cost_per_correct": sum(spent) / right if right else None,
        "cost_per_correct_interval": ratio_interval(spent, counted, groups) if right else None,
    }


def _known(costs: Sequence[float | None]) -> tuple[list[float], list[float]]:
    """Return of each answer 1.0 where its cost is known, and the cost, 0.0 where it is not."""
    return [float(value is not None) for value in costs], [value or 0.0 for value in costs]
