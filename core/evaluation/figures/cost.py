"""Costs of an arm, from stored answers and the user's prices."""

from collections.abc import Sequence

from core.evaluation.statistics.intervals import ratio_interval
from core.records.summary import CostFigures


def cost_figures(
    costs: Sequence[float | None], correct: Sequence[float], groups: Sequence[str]
) -> CostFigures:
    """Return the mean cost and the cost per correct answer, each with its interval.

    Correct means containment: exact match would charge an arm for every polite sentence around a
    right answer, and F1 has no right or wrong. (Cost of pass: Erol et al. 2025, arXiv:2504.13359.)

    Args:
        costs: Of each answer; None where it was not measured, as when machine time is what is paid
            for and the answer was worked on together with others.
        correct: 1.0 or 0.0 of each answer; only answers whose cost is known count.

    Returns:
        All None without a price, the per-correct ones also if no answer was correct.
    """
    known = [value is not None for value in costs]
    spent = [value or 0.0 for value in costs]
    correct = [value * here for value, here in zip(correct, known, strict=True)]
    answers, right = sum(known), sum(correct)
    priced = answers > 0
    return {
        "cost": sum(spent) / answers if priced else None,
        "cost_interval": ratio_interval(spent, list(map(float, known)), groups) if priced else None,
        "cost_per_correct": sum(spent) / right if priced and right else None,
        "cost_per_correct_interval": (
            ratio_interval(spent, correct, groups) if priced and right else None
        ),
    }
