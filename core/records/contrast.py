"""Two arms compared on the same questions, and the word that may be said of it."""

from typing import TypedDict

from core.records.interval import Interval
from core.records.scored import Measure


class PairedFigures(TypedDict):
    """The comparison of a first arm with a second one; see `core.evaluation.statistics.paired`."""

    n: int
    groups: int
    difference: float
    interval: Interval
    p: float
    test: str
    both: int
    first_only: int
    second_only: int
    neither: int
    spread: float
    correlation: float
    binary: bool


class Behind(PairedFigures):
    """With the adapters that stand behind it."""

    seeds: int
    """Of the arm that has fewest."""
    adapters: int
    """Behind both arms."""
    on_tuning: bool
    """Whether it allows for other seeds."""


class Verdict(TypedDict):
    """What is said of a comparison."""

    p_holm: float | None
    """Adjusted for all contrasts that get a word; None for one that gets none."""
    verdict: str
    """supported, refuted, equivalent, inconclusive or exploratory."""
    beyond_margin: bool


class Seen(TypedDict):
    """What so many questions can see."""

    smallest: float | None
    """Difference that they can show; None where they can show none."""
    needed: int | None
    """Questions that would show one of the margin; None where no number of use would."""


class Contrast(Behind, Verdict, Seen):
    """One planned contrast in one stratum."""

    stratum: str
    first: str
    second: str
    measure: Measure
    margin: float
