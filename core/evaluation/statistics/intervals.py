"""95 % intervals whose unit is the group (docs/method.md, "Intervals").

Questions on one document are right or wrong together, so resampling questions would make every
interval too narrow; where every group has one question, proportions get Wilson's interval.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
import scipy
from numpy.typing import NDArray

from core.records.interval import Interval

RESAMPLES = 2000
_TAIL = 0.025
_MIN_GROUPS = 2
_Floats = NDArray[np.float64]


def wilson(successes: float, n: int) -> Interval:
    """Return Wilson's score interval of a proportion, within [0, 1].

    Raises:
        ValueError: `n` is not positive.
    """
    if n < 1:
        raise ValueError("an interval needs at least one question")
    z = -float(scipy.special.ndtri(_TAIL))  # As stats.norm.isf, which takes a second to load.
    share, slack = successes / n, z * z / n
    half = z * math.sqrt(share * (1 - share) / n + slack / (4 * n))
    low = (share + slack / 2 - half) / (1 + slack)
    high = (share + slack / 2 + half) / (1 + slack)
    return [max(0.0, low), min(1.0, high)]


def share_interval(values: Sequence[float], groups: Sequence[str], seed: int = 0) -> Interval:
    """Return the interval of the mean of measures in [0, 1].

    Wilson where every group has one question and all values are 0 or 1, else a bootstrap over
    groups. All wrong (or all right) leaves nothing to resample: Wilson over the groups then, since
    no failure in 20 groups does not prove that there are none. One group of several questions says
    nothing about other groups: [0, 1].
    """
    count = len(set(groups))
    single = count == len(values)
    mean = float(np.mean(values))
    if set(values) <= {0.0, 1.0} and single:
        return wilson(float(np.sum(values)), len(values))
    if count < _MIN_GROUPS:
        return [0.0, 1.0]
    if mean in (0.0, 1.0):
        return wilson(mean * count, count)
    interval = ratio_interval(values, np.ones(len(values)), groups, seed)
    return interval or [0.0, 1.0]


def ratio_interval(
    numerators: Sequence[float] | _Floats,
    denominators: Sequence[float] | _Floats,
    groups: Sequence[str],
    seed: int = 0,
) -> Interval | None:
    """Return the bootstrap interval of sum(numerators) / sum(denominators) over groups.

    The tails are widened for few groups as Hesterberg (2015, arXiv:1411.5279) does: the plain
    percentile interval is too narrow below about 50.

    Returns:
        None with fewer than two groups, or where an end would be infinite because too many
        resamples have nothing in their denominator.
    """
    sums = group_sums(numerators, denominators, groups)

    def ratios(weights: _Floats) -> _Floats:
        tops, bottoms = (weights @ sums).T
        quotients = np.full(len(weights), np.inf)
        np.divide(tops, bottoms, out=quotients, where=bottoms > 0)
        return quotients

    return resampled_interval(ratios, len(sums), seed)


def resampled_interval(
    statistic: Callable[[_Floats], _Floats], count: int, seed: int = 0
) -> Interval | None:
    """Return the bootstrap interval of a statistic over `count` groups; see `ratio_interval`.

    Args:
        statistic: Takes weights (resamples, count), how often each group was drawn, and returns
            a value for each resample.
    """
    if count < _MIN_GROUPS:
        return None
    # Multinomial weights are a resample of the groups.
    weights = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), RESAMPLES)
    tail = scipy.stats.norm.sf(math.sqrt(count / (count - 1)) * scipy.stats.t.isf(_TAIL, count - 1))
    # An observed value, not a mean of two: one of them may be infinite.
    values = statistic(weights.astype(np.float64))
    low, high = np.quantile(values, [tail, 1 - tail], method="closest_observation")
    return [float(low), float(high)] if np.isfinite(high) else None


def median_interval(values: Sequence[float]) -> Interval | None:
    """Return the interval of the median by order statistics; None below 6 values.

    With n values the k-th smallest and the k-th largest hold the median with a probability of
    1 - 2 P(Binomial(n, 1/2) < k); k is the largest that keeps this at 95 % or more.
    """
    ordered = sorted(values)
    k = int(scipy.stats.binom.ppf(_TAIL, len(ordered), 0.5)) if ordered else 0
    if k > 0 and scipy.stats.binom.cdf(k - 1, len(ordered), 0.5) > _TAIL:
        k -= 1
    return [float(ordered[k - 1]), float(ordered[-k])] if k > 0 else None


def group_sums(
    numerators: Sequence[float] | _Floats,
    denominators: Sequence[float] | _Floats,
    groups: Sequence[str],
) -> _Floats:
    """Return (groups, 2): each group's summed numerator and denominator."""
    names, index = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    columns = (numerators, denominators)
    summed = [np.bincount(index, np.asarray(column), len(names)) for column in columns]
    return np.stack(summed, axis=1)
