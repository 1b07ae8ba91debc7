"""What each arm costs in a month, and who is cheaper from when on."""

from typing import NotRequired, TypedDict

from core.records.interval import Interval
from core.records.prices import Upkeep
from core.records.summary import CorrectCost


class MonthArm(TypedDict):
    """One arm's costs in the prices' currency."""

    query: float
    machine: float
    """Of an update, as is `people`."""
    people: float
    flat: float
    """A month."""
    whole: float
    """A month at the typed updates and queries."""
    cost_interval: Interval | None
    """Of a query."""
    correct: dict[str, CorrectCost]
    """By stratum, of those that a document answers."""


class MonthPair(TypedDict):
    """From when on the first arm is cheaper than the second."""

    first: str
    second: str
    by_updates: list[tuple[float, str, float | None]]
    """Updates a month, the word of `core.evaluation.figures.break_even.break_even`, queries."""


class MonthFigures(TypedDict):
    """A month of the four arms."""

    currency: str
    upkeep: Upkeep
    index_s: float
    """Machine seconds of indexing all documents."""
    adapters_s: dict[str, float]
    """Machine seconds of training and building, by arm."""
    priced: bool
    """Whether machine time has a price."""
    missing: list[str]
    """Arms left out: their adapter is gone."""
    arms: dict[str, MonthArm]
    pairs: list[MonthPair]
    as_of: NotRequired[str | None]
    """The day of the amounts."""
    example: NotRequired[bool]
    """Whether the price is the example that a project starts with."""
