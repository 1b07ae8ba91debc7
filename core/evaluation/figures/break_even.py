"""What an arm costs in a month, and from how many queries on one arm is cheaper than another.

A month costs queries x cost of a query + fixed, where fixed = updates x (machine seconds of an
update x machine price + hours of people x wage) + a flat amount (docs/method.md, "Break-even").
Every amount is the user's own, but for an example price that says so; what is not typed counts as
nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.arms import ARMS, Arm
from core.records.month import MonthArm, MonthFigures, MonthPair
from core.records.prices import Upkeep
from core.records.question import UNANSWERABLE
from core.records.summary import ArmFigures, Summary

UPKEEP = (
    "updates",
    "index_hours",
    "retrain_hours",
    "wage",
    "index_flat",
    "adapter_flat",
    "queries",
)
"""What the user may type: updates a month; hours of people's work in an update, on the documents
and on training; wage an hour; flat amounts a month, for the index and for serving the adapter;
queries a month."""
PAIRS = (("tuned", "rag"), ("hybrid", "rag"), ("tuned", "hybrid"))
"""The pairs of arms that are compared."""
MOST_UPDATES = 31
"""Updates a month: one a day."""
_SECONDS_PER_HOUR = 3600
Index = Literal["index_hours", "index_flat"]
Adapter = Literal["retrain_hours", "adapter_flat"]


@dataclass(frozen=True)
class Month:
    """What one arm costs in a month, in the prices' currency."""

    query: float
    """One query."""
    machine: float
    """The machine's part of one update: indexing and training."""
    people: float
    """People's part of one update: hours as typed."""
    flat: float

    def fixed(self, updates: float) -> float:
        """Return what a month costs if nobody asks anything."""
        return updates * (self.machine + self.people) + self.flat

    def whole(self, updates: float, queries: float) -> float:
        """Return the cost of a month."""
        return queries * self.query + self.fixed(updates)


def month(
    arm: Arm, query: float, upkeep: Upkeep, seconds: tuple[float, float], per_hour: float | None
) -> Month:
    """Return what an arm costs; indexing falls to arms that retrieve, training to those that adapt.

    Args:
        query: Cost of one query.
        upkeep: What the user typed, by `UPKEEP`.
        seconds: Machine seconds of one update: indexing all documents, training and building.
        per_hour: Price of the machine; None counts its time as nothing.
    """

    def typed(index: Index, adapter: Adapter) -> float:
        return arm.retrieves * (upkeep[index] or 0.0) + arm.adapts * (upkeep[adapter] or 0.0)

    spent = arm.retrieves * seconds[0] + arm.adapts * seconds[1]
    return Month(
        query,
        spent * (per_hour or 0.0) / _SECONDS_PER_HOUR,
        typed("index_hours", "retrain_hours") * (upkeep["wage"] or 0.0),
        typed("index_flat", "adapter_flat"),
    )


def break_even(first: Month, second: Month, updates: float) -> tuple[str, float | None]:
    """Return when `first` is cheaper than `second`, as a word and a number of queries a month.

    N* = (fixed of first - fixed of second) / (query of second - query of first).

    Returns:
        ("from", N*): from N* queries on; ("up to", N*): below N* queries; ("always", None): from
        the first query; ("never", None); ("same", None): both cost the same.
    """
    fixed = first.fixed(updates) - second.fixed(updates)
    saved = second.query - first.query
    if fixed == 0 and saved == 0:
        return "same", None
    if fixed <= 0 and saved >= 0:
        return "always", None
    if fixed >= 0 and saved <= 0:
        return "never", None
    return ("from" if saved > 0 else "up to"), fixed / saved


def month_figures(
    summary: Summary, upkeep: Upkeep, index_s: float, adapters_s: Mapping[str, float]
) -> MonthFigures:
    """Return what each of the four arms costs in a month, and where each pair breaks even.

    Args:
        summary: Of an evaluation, with costs.
        index_s: Machine seconds of indexing all documents.
        adapters_s: Machine seconds of training and building, by arm; an arm whose adapter is gone
            has no entry and is left out.
    """
    per_hour = summary["prices"].get("machine_per_hour")
    costed = {arm: f for arm, f in summary["arms"].items() if arm in ARMS and f["cost"] is not None}
    missing = [arm for arm in costed if ARMS[arm].adapts and arm not in adapters_s]
    months = {
        arm: month(
            ARMS[arm], f["cost"] or 0.0, upkeep, (index_s, adapters_s.get(arm, 0.0)), per_hour
        )
        for arm, f in costed.items()
        if arm not in missing
    }
    return {
        "currency": summary["currency"],
        "upkeep": upkeep,
        "index_s": index_s,
        "adapters_s": dict(adapters_s),
        "priced": per_hour is not None,
        "missing": missing,
        "arms": {arm: _arm(month, costed[arm], upkeep) for arm, month in months.items()},
        "pairs": _pairs(months, upkeep["updates"] or 0.0),
        "example": bool(summary["prices"].get("example")),
    }


def _arm(month: Month, figures: ArmFigures, upkeep: Upkeep) -> MonthArm:
    """Return an arm's month at the typed updates and queries."""
    return {
        "query": month.query,
        "machine": month.machine,
        "people": month.people,
        "flat": month.flat,
        "whole": month.whole(upkeep["updates"] or 0.0, upkeep["queries"] or 0.0),
        "cost_interval": figures["cost_interval"],
        "correct": {
            name: {
                "cost_per_correct": part["cost_per_correct"],
                "cost_per_correct_interval": part["cost_per_correct_interval"],
            }
            for name, part in figures["strata"].items()
            if name != UNANSWERABLE
        },
    }


def _pairs(months: Mapping[str, Month], updates: float) -> list[MonthPair]:
    """Return where each pair breaks even, for 0 to `MOST_UPDATES` updates and the typed number."""
    steps = sorted({*map(float, range(MOST_UPDATES + 1)), updates})
    return [
        {
            "first": first,
            "second": second,
            "by_updates": [
                (step, *break_even(months[first], months[second], step)) for step in steps
            ],
        }
        for first, second in PAIRS
        if first in months and second in months
    ]
