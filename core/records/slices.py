"""Where an arm is right: the questions of an evaluation in slices."""

from typing import TypedDict

from core.records.interval import Interval
from core.records.scored import Measure


class SliceArm(TypedDict):
    """One arm in a slice."""

    n: int
    groups: int
    mean: float
    interval: Interval | None
    thin: bool
    """Of too few questions or groups."""


class SliceFigures(TypedDict):
    """All arms in a slice."""

    n: int
    groups: int
    arms: dict[str, SliceArm]


class Slice(SliceFigures):
    """One part of a stratum, such as a kind of question."""

    by: str
    """Field of the row."""
    stratum: str
    values: list[object]
    """Of that field: strings or numbers of words."""
    measure: Measure
