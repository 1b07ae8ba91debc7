"""What a look at the gates before training found."""

from typing import NotRequired, TypedDict

from core.records.interval import Interval


class GateFigures(TypedDict):
    """Shares in [0, 1]; right is containment. Without an answer the others are missing."""

    n: int
    left_out: int
    """Questions without a passage that is known to hold the answer."""
    base: NotRequired[float]
    """Right without passages."""
    oracle: NotRequired[float]
    """Right when handed the passage that holds the answer."""
    difference: NotRequired[float]
    interval: NotRequired[Interval]
    guess: NotRequired[float | None]
    """Of a blind guess; None where it is not known."""
    majority: NotRequired[float]
    """Of always saying the most common answer."""
    findings: list[str]
    """few, known, unread, unclear, reads."""


class Gates(TypedDict):
    """The newest finished look, and what a new one would ask."""

    split: str | None
    """None where nothing can be asked."""
    found: GateFigures | None
    """None before the first look."""
