"""What a comparison can see before it runs: power and the smallest detectable difference.

Where every group has one question the power of the exact McNemar test is summed over the number of
discordant questions, which is binomial (Miettinen 1968); with larger groups a t-test on the groups'
sums stands for the sign-flip test, with the variance that a correlation within groups gives (Kish
1965: 1 + (m - 1) rho for m questions).
"""

from collections.abc import Sequence

import numpy as np
import scipy

ALPHA = 0.05
POWER = 0.8
DISCORDANT = 0.3
"""Share of questions on which two arms differ, assumed where no evaluation has shown it."""
CORRELATION = 0.1
"""Of differences within a group, assumed likewise."""
EXACT = 500
"""Questions up to which McNemar's power is summed exactly; beyond, both ways agree."""
MOST_QUESTIONS = 20_000
"""A larger number would help nobody here."""


def power(
    sizes: Sequence[int],
    difference: float,
    spread: float = DISCORDANT,
    correlation: float = CORRELATION,
    alpha: float = ALPHA,
    *,
    binary: bool = True,
) -> float:
    """Return the probability that a two-sided test finds a true difference, 0 to 1.

    Args:
        sizes: Questions in each group.
        difference: True mean difference of the two arms.
        spread: Mean squared difference; of a measure of 0 or 1 the share of discordant questions.
        alpha: Level of the test; divide it by the number of planned contrasts for Holm's first.
        binary: Whether the measure is 0 or 1.
    """
    if binary and max(sizes) == 1 and len(sizes) <= EXACT:
        return _mcnemar_power(len(sizes), difference, spread, alpha)
    if 2 / 2 ** len(sizes) > alpha:
        return 0.0  # All groups one way would not be enough for the sign-flip test.
    counts = np.asarray(sizes, float)
    together = float(np.sum(counts * (1 + (counts - 1) * correlation)))
    variance = max(spread - difference**2, 0.0) * together
    if variance == 0:
        return float(difference > 0)
    shift = difference * counts.sum() / variance**0.5
    limit = scipy.stats.t.isf(alpha / 2, len(sizes) - 1)
    # A shifted normal for the noncentral t, which scipy gives as nan far from 0.
    return float(scipy.stats.norm.sf(limit - shift) + scipy.stats.norm.cdf(-limit - shift))


def _mcnemar_power(n: int, difference: float, discordant: float, alpha: float) -> float:
    pairs = np.arange(n + 1)
    # The smallest count on one side that the exact two-sided test rejects at.
    binom = scipy.stats.binom
    limit = binom.isf(alpha / 2, pairs, 0.5) + 1
    share = (1 + difference / discordant) / 2
    powers = binom.sf(limit - 1, pairs, share) + binom.cdf(pairs - limit, pairs, share)
    return float(binom.pmf(pairs, n, discordant) @ powers)


def smallest_difference(
    sizes: Sequence[int],
    spread: float = DISCORDANT,
    correlation: float = CORRELATION,
    contrasts: int = 1,
    *,
    binary: bool = True,
) -> float | None:
    """Return the true difference that is found four times in five, None if no difference is.

    Args:
        contrasts: Planned contrasts; the level is divided by them, as Holm's first step does.
    """

    def short(difference: float) -> float:
        level = ALPHA / contrasts
        return power(sizes, difference, spread, correlation, level, binary=binary) - POWER

    # No mean difference is larger than the root of its mean square.
    largest = spread if binary else spread**0.5
    if short(largest) < 0:
        return None
    return float(scipy.optimize.brentq(short, 0.0, largest, xtol=1e-4))


def questions_needed(
    difference: float,
    spread: float = DISCORDANT,
    correlation: float = CORRELATION,
    size: int = 1,
    contrasts: int = 1,
    *,
    binary: bool = True,
) -> int | None:
    """Return how many questions, in groups of `size`, find a difference four times in five.

    None where more than `MOST_QUESTIONS` would be needed.
    """

    def enough(groups: int) -> bool:
        sizes, level = [size] * groups, ALPHA / contrasts
        return power(sizes, difference, spread, correlation, level, binary=binary) >= POWER

    most = MOST_QUESTIONS // size
    if difference <= 0 or not enough(most):
        return None
    few, many = 1, most
    while few < many:
        middle = (few + many) // 2
        few, many = (few, middle) if enough(middle) else (middle + 1, many)
    return many * size
