"""The four measures on one screen: accuracy, latency, cost and freshness of each arm."""

from typing import TypedDict

from core.records.interval import Interval
from core.records.summary import Percentiles, ShareFigures


class CostOf(TypedDict):
    """Of a correct answer in one stratum, in the prices' currency."""

    per_correct: float | None
    """None where no answer is right, or without a price."""
    interval: Interval | None


class FreshOf(TypedDict):
    """Of changed facts, after the documents changed and before anything was trained anew."""

    n: int
    groups: int
    new: float
    new_interval: Interval
    old: float
    old_interval: Interval
    seconds: float | None
    """Until it had caught up, training anew included; None where it never did."""


class MeasuredArm(TypedDict):
    """One arm. Accuracy is the share of right answers (containment), by stratum."""

    arm: str
    label: str
    accuracy: dict[str, ShareFigures]
    latency: Percentiles | None
    cost: dict[str, CostOf]
    fresh: FreshOf | None


class Scope(TypedDict):
    """What the figures hold for; a screen, slide or table carries it along."""

    project: str
    """Its name."""
    model: str
    documents: int
    n: int
    """Questions."""
    groups: int
    seeds: int
    measured_at: str
    """ISO 8601, of the evaluation."""
    recorded: bool
    evaluation: str
    card: str
    """Hash of its run card."""
    currency: str
    example_price: bool
    """Whether prices are the example that a project starts with."""
    priced_at: str | None


class FourMeasures(TypedDict):
    """The first screen of the verdict."""

    headline: str
    """The finding as a sentence, computed."""
    more: list[str]
    """What else was found, a sentence each."""
    how_sure: str
    limits: list[str]
    """What it does not show, the largest uncertainty first."""
    arms: list[MeasuredArm]
    """In the order of `core.arms`."""
    scope: Scope
