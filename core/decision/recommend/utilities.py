"""From a measurement to how much it counts, 0 to 1, between a floor and a goal.

Scales are stated and never taken from the options present: otherwise a bad option that is added
could change the order of the others.
"""

from collections.abc import Mapping

import numpy as np

from core.charts.words import CRITERIA
from core.decision.recommend.options import Floats
from core.errors import InvalidInputError
from core.records.prices import Prices
from core.records.recommendation import Criterion, Limits, Scale

HOURS_OF_A_MONTH = 730
_HOUR_PRICE = 0.5
_SLOW_MS = 10_000
_HALF_A_DAY_S = 4 * 3600


def utility(values: Floats, scale: Scale) -> Floats:
    """Return how much values count: 0 at the floor and beyond it, 1 at the goal and beyond."""
    floor, goal = scale["floor"], scale["goal"]
    return np.clip((values - floor) / (goal - floor), 0.0, 1.0)


def scales_of(
    moved: Mapping[Criterion, Scale], limits: Limits, prices: Prices
) -> dict[Criterion, Scale]:
    """Return all scales: those that the user moved, else the stated ones.

    A cost counts nothing at the budget; without one, at a machine that runs the whole month.

    Raises:
        InvalidInputError: an unknown criterion, or a floor that is also the goal.
    """
    month = HOURS_OF_A_MONTH * (prices.get("machine_per_hour") or _HOUR_PRICE)
    stated: dict[Criterion, Scale] = {
        "accuracy": {"floor": 0.0, "goal": 1.0},
        "freshness": {"floor": 0.0, "goal": 1.0},
        "cost": {"floor": limits.get("budget") or month, "goal": 0.0},
        "latency": {"floor": limits.get("latency_ms") or _SLOW_MS, "goal": 0.0},
        "setup": {"floor": _HALF_A_DAY_S, "goal": 0.0},
        "refusal": {"floor": 0.0, "goal": 1.0},
    }
    for criterion, scale in moved.items():
        if criterion not in CRITERIA or scale["floor"] == scale["goal"]:
            raise InvalidInputError(
                f"The scale of '{criterion}' can't be used. Name one of {', '.join(CRITERIA)}, and "
                "give a floor that is not the goal."
            )
        stated[criterion] = scale
    return stated
