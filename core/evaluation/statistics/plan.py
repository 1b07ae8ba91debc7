"""Which contrasts are planned, by which test, and how many questions they take."""

from collections.abc import Sequence

from core.records.run_card import RunCard
from core.records.scored import Measure

PLANNED = (("rag", "tuned"), ("hybrid", "rag"), ("hybrid", "tuned"))
"""Each says: the first arm answers better than the second."""
MARGIN = 0.05
"""Differences within it, either way, count as none."""
MEASURE: Measure = "f1"
EXPLORATORY_MOST = 60
"""A stratum of at most this many questions shows effects and intervals, and gets no word."""
FEWEST_GROUPS = 8
"""The same holds for a stratum of fewer groups, however many questions they have: a bootstrap over
fewer is too narrow, and their signs alone can hardly reach the level."""
TESTED = "test"
"""The split whose questions get words; in others an arm may have been trained on them."""
_OVER = " over "


def enough(n: int, groups: int) -> bool:
    """Whether so many questions in so many groups get a word."""
    return n > EXPLORATORY_MOST and groups >= FEWEST_GROUPS


def planned(arms: Sequence[str]) -> list[tuple[str, str]]:
    """Return the planned contrasts that these arms allow."""
    return [(first, other) for first, other in PLANNED if first in arms and other in arms]


def named(pair: tuple[str, str]) -> str:
    """Return a contrast as a run card holds it."""
    return _OVER.join(pair)


def fixed(card: RunCard) -> list[tuple[str, str]] | None:
    """Return the contrasts that a run card fixed; None for older cards, which fixed none."""
    if "contrasts" not in card:
        return None
    return [
        (first, other) for first, _, other in (text.partition(_OVER) for text in card["contrasts"])
    ]
