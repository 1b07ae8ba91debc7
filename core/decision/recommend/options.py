"""What may be recommended, and what was measured of it.

Every measurement is an array: first the value as measured, then one value for each draw. Draw
number i of two criteria belongs to the same resample where both were measured on the same
questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from core.charts.words import CRITERIA
from core.errors import InvalidInputError
from core.records.contrast import Contrast
from core.records.interval import Interval
from core.records.prices import Prices
from core.records.recommendation import Criterion, Limits, Option, Scale

DRAWS = 2000
Floats = NDArray[np.float64]
"""Shape (1 + DRAWS,): the measured value, then the draws."""
_PER_MILLION = 1_000_000
_SECONDS_PER_HOUR = 3600


@dataclass(frozen=True)
class Kind:
    """What an option is."""

    label: str
    retrieves: bool
    adapts: bool


OPTIONS: dict[Option, Kind] = {
    "few-shot": Kind("Prompt only", False, False),
    "all-documents": Kind("All documents in the prompt", False, False),
    "rag": Kind("RAG", True, False),
    "tuned": Kind("Fine-tuned", False, True),
    "hybrid": Kind("Hybrid", True, True),
}
"""Simplest first: where two are level, the earlier one leads."""


@dataclass(frozen=True)
class Drawn:
    """One measurement of one option."""

    values: Floats
    interval: Interval | None
    """None where it is known or has none."""
    note: str = ""
    """What a reader must know beside the number: "p50", "5 s after the change"."""

    @property
    def value(self) -> float:
        """The value as measured."""
        return float(self.values[0])


@dataclass(frozen=True)
class Spending:
    """What an option takes, before prices; None where it was not measured."""

    tokens_in: Floats | None = None
    """Of a question, as are the next two."""
    tokens_out: Floats | None = None
    seconds: Floats | None = None
    update_s: float = 0.0
    """Machine seconds of an update of the documents."""
    people: float = 0.0
    """People's part of an update, in the prices' currency."""
    flat: float = 0.0
    """A month."""

    def month(self, prices: Prices, queries: float, updates: float) -> Floats | None:
        """Return the cost of a month; None without a price, or without what it applies to.

        Where a price of tokens is set it counts for questions, else the machine's; updates are
        machine time (docs/method.md, "Cost" and "Break-even").
        """
        question = self._question(prices)
        if question is None:
            return None
        machine = self.update_s * (prices.get("machine_per_hour") or 0.0) / _SECONDS_PER_HOUR
        return queries * question + updates * (machine + self.people) + self.flat

    def _question(self, prices: Prices) -> Floats | None:
        of_in, of_out = prices.get("input_per_million"), prices.get("output_per_million")
        if of_in is not None or of_out is not None:
            if self.tokens_in is None or self.tokens_out is None:
                return None
            tokens = self.tokens_in * (of_in or 0.0) + self.tokens_out * (of_out or 0.0)
            return tokens / _PER_MILLION
        of_hour = prices.get("machine_per_hour")
        if of_hour is None or self.seconds is None:
            return None
        return self.seconds * of_hour / _SECONDS_PER_HOUR

    def at_point(self) -> "Spending":
        """Return it without draws."""
        return replace(
            self,
            tokens_in=_first(self.tokens_in),
            tokens_out=_first(self.tokens_out),
            seconds=_first(self.seconds),
        )


def _first(values: Floats | None) -> Floats | None:
    return None if values is None else values[:1]


@dataclass(frozen=True)
class Candidate:
    """An option that was measured."""

    option: Option
    measured: Mapping[Criterion, Drawn]
    """Accuracy at least; cost is not here, it follows from prices and volume."""
    spending: Spending
    host: str | None = None
    """The server that answers, where that is another machine."""

    @property
    def label(self) -> str:
        """Its name on screen."""
        return OPTIONS[self.option].label

    def at_point(self) -> "Candidate":
        """Return it without draws."""
        measured = {
            criterion: replace(drawn, values=drawn.values[:1])
            for criterion, drawn in self.measured.items()
        }
        return replace(self, measured=measured, spending=self.spending.at_point())


@dataclass(frozen=True)
class Pair:
    """Two options' accuracy on the same questions."""

    first: Option
    second: Option
    difference: float
    """First minus second, in [-1, 1]."""
    interval: Interval
    word: str
    """Of a verdict: supported, refuted, equivalent, inconclusive or exploratory."""
    needed: int | None = None
    """Questions that would decide it; None where no number of use would."""


def pair_of(contrast: Contrast) -> Pair:
    """Return a comparison of two arms that are options."""
    return Pair(
        cast(Option, contrast["first"]),
        cast(Option, contrast["second"]),
        contrast["difference"],
        contrast["interval"],
        contrast["verdict"],
        contrast["needed"],
    )


@dataclass(frozen=True)
class Evidence:
    """All that was measured, and what it would take to know more."""

    candidates: tuple[Candidate, ...]
    pairs: tuple[Pair, ...]
    n: int
    """Questions that the accuracy is of."""
    question_minutes: float | None = None
    """That one more question takes here, all options together."""
    freshness_minutes: float | None = None

    def pair(self, first: Option, second: Option) -> Pair | None:
        """Return the comparison of two options, whichever of them it names first."""
        return next((p for p in self.pairs if {p.first, p.second} == {first, second}), None)

    def at_point(self) -> "Evidence":
        """Return it without draws."""
        return replace(self, candidates=tuple(c.at_point() for c in self.candidates))


@dataclass(frozen=True)
class Asked:
    """What the user wants, complete."""

    weights: Mapping[Criterion, float]
    """Shares; they add up to 1."""
    scales: Mapping[Criterion, Scale]
    prices: Prices
    limits: Limits = field(default_factory=lambda: Limits())
    queries: float = 0.0
    """A month, as are updates."""
    updates: float = 0.0

    @property
    def currency(self) -> str:
        """The prices' currency."""
        return self.prices.get("currency") or "USD"


def shares(weights: Mapping[Criterion, float]) -> dict[Criterion, float]:
    """Return weights as shares of their sum; a weight of 0 asks for nothing and is left out.

    Raises:
        InvalidInputError: one is negative, or none is above 0.
    """
    whole = sum(weights.values())
    if whole <= 0 or min(weights.values()) < 0:
        raise InvalidInputError(
            "Weights must be numbers of at least 0, and one of them above 0. Give one of "
            f"{', '.join(CRITERIA)} a weight."
        )
    return {key: weights[key] / whole for key in CRITERIA if weights.get(key)}
