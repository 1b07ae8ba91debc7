"""The rule of claims on costs, rates and times: a ratio, by its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.decision.claims.draft import Basis, Draft
from core.records.claim import Claim, Evidence, Word
from core.records.interval import Interval


@dataclass(frozen=True)
class Ratio:
    """First over second."""

    where: str
    value: float
    interval: Interval | None
    n: int
    groups: int | None
    right: tuple[int, int] | None = None
    """Right answers that a cost is shared among, of first and second."""


def word_of(
    ratios: Sequence[Ratio], *, below: bool, margin: float, holds: bool | None = True
) -> Word:
    """Return the word for ratios that must all lie on one side of 1.

    Args:
        below: Whether the claim says that they lie below 1.
        holds: Whether the claim's other condition holds; None where it is open.
    """
    intervals = [ratio.interval for ratio in ratios if ratio.interval]
    good = [high < 1 if below else low > 1 for low, high in intervals]
    bad = [low > 1 if below else high < 1 for low, high in intervals]
    if any(bad) or holds is False:
        return "refuted"
    if len(intervals) < len(ratios):
        return "inconclusive"
    if all(good):
        return "supported" if holds else "inconclusive"
    near = all(1 - margin < low and high < 1 + margin for low, high in intervals)
    return "equivalent" if near else "inconclusive"


def drafted(
    claim: Claim,
    ratios: Sequence[Ratio],
    word: Word,
    said: str,
    basis: tuple[Evidence, int | None, str | None, str | None],
    change: str,
) -> Draft:
    """Return the draft of a claim on ratios; shown is the one that speaks least for it."""
    below = claim.key != "volume"
    shown = (max if below else min)(ratios, key=lambda ratio: ratio.value)
    evidence, seeds, *made = basis
    few = "Too few questions for a word. "
    return Draft(
        claim,
        Basis(
            shown.value,
            shown.interval,
            shown.n,
            shown.groups,
            seeds,
            evidence,
            made[0],
            made[1],
            tuple((ratio.n, ratio.groups) for ratio in ratios if ratio.groups),
        ),
        None,
        lambda _: word,
        lambda final, _: few * (final == "exploratory") + said,
        lambda *_: change,
    )
