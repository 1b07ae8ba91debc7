"""Two arms on the same questions: their difference, its interval and a p-value.

See docs/method.md, "Paired tests". The unit is the group. Where every group has one question and
the measure is right or wrong, the test is McNemar's exact one (McNemar 1947) and the interval
Tango's score interval (1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B);
else a sign-flip permutation and a bootstrap over groups.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import cast

import numpy as np
import scipy
from numpy.typing import NDArray

from core.evaluation.statistics.intervals import group_sums, ratio_interval
from core.records.contrast import PairedFigures
from core.records.interval import Interval

RESAMPLES = 9999
"""Sign flips drawn where there are too many to try all: the smallest p is 1 in 5,000."""
BATCH = 1000
"""Flips computed at a time: all at once would take a gigabyte for a thousand groups."""
MCNEMAR, SIGN_FLIP = "McNemar", "sign-flip"
_BESIDE = 1e-9
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Paired:
    """The comparison of a first arm with a second one."""

    n: int
    groups: int
    difference: float
    """Mean of the first minus mean of the second, in [-1, 1]."""
    interval: Interval
    """95 %, of the difference."""
    p: float
    """Two-sided, not adjusted."""
    test: str
    both: int
    first_only: int
    """Questions that only the first arm has right: a measure of 1, or above the other's."""
    second_only: int
    neither: int
    spread: float
    """Mean of the squared differences; for right or wrong the share on which the arms differ."""
    correlation: float
    """Correlation of differences within a group, 0 to 1; 0 where every group has one question."""
    binary: bool
    """Whether the measure is 0 or 1 throughout."""

    def as_dict(self) -> PairedFigures:
        """Return it as JSON-able values."""
        return cast(PairedFigures, asdict(self))


def compare(
    first: Sequence[float], second: Sequence[float], groups: Sequence[str], seed: int = 0
) -> Paired:
    """Compare two arms, question by question.

    Args:
        first, second: A measure in [0, 1], in the order of the same questions.
        groups: The group of each question.

    Raises:
        ValueError: there is no question, or the lengths differ.
    """
    ours, other = np.asarray(first, float), np.asarray(second, float)
    if not len(ours) or not len(ours) == len(other) == len(groups):
        raise ValueError("a comparison needs the same questions in both arms, at least one")
    differences = ours - other
    first_only, second_only = int((differences > 0).sum()), int((differences < 0).sum())
    both = int(((differences == 0) & (ours > 0)).sum())
    binary = bool(np.isin([ours, other], (0.0, 1.0)).all())
    p, interval, test = _tested(differences, groups, seed, binary)
    return Paired(
        len(ours),
        len(set(groups)),
        float(differences.mean()),
        interval,
        p,
        test,
        both,
        first_only,
        second_only,
        len(ours) - both - first_only - second_only,
        float((differences**2).mean()),
        within_groups(differences, groups),
        binary,
    )


def _tested(
    differences: _Floats, groups: Sequence[str], seed: int, binary: bool
) -> tuple[float, Interval, str]:
    """Return the p-value, the interval and the test's name, as the groups and the measure ask."""
    count = len(set(groups))
    if binary and count == len(differences):
        first_only, second_only = int((differences > 0).sum()), int((differences < 0).sum())
        interval = tango(first_only, second_only, count)
        return mcnemar(first_only, second_only), interval, MCNEMAR
    sums = group_sums(differences, np.ones(len(differences)), groups)[:, 0]
    interval = _group_interval(differences, groups, count, seed)
    return sign_flip(sums, seed), interval, SIGN_FLIP


def within_groups(differences: _Floats, groups: Sequence[str]) -> float:
    """Return how much the questions of a group move together, as Kish (1965) needs it.

    A group's sum has the variance v m (1 + (m - 1) rho) for m questions of variance v each; what
    the sums show is solved for rho.
    """
    centred = differences - differences.mean()
    sums, sizes = group_sums(centred, np.ones(len(centred)), groups).T
    variance, pairs = float((centred**2).mean()), float((sizes * (sizes - 1)).sum())
    if not variance or not pairs:
        return 0.0
    correlation = (float((sums**2).sum()) - variance * len(centred)) / (variance * pairs)
    return min(1.0, max(0.0, correlation))


def mcnemar(first_only: int, second_only: int) -> float:
    """Return the exact two-sided p-value of a 2x2 table's discordant counts."""
    discordant = first_only + second_only
    return float(scipy.stats.binomtest(first_only, discordant).pvalue) if discordant else 1.0


def sign_flip(sums: Sequence[float] | _Floats, seed: int = 0) -> float:
    """Return the two-sided p-value of the groups' summed differences under sign flips."""
    moved = np.asarray(sums, float)
    moved = moved[moved != 0]  # A group without a difference is the same whatever its sign.
    if len(moved) < 2:
        return 1.0  # One group says the same with either sign.
    done = scipy.stats.permutation_test(
        (moved,),
        lambda values, axis: np.sum(values, axis=axis),
        permutation_type="samples",
        n_resamples=RESAMPLES,
        batch=BATCH,
        vectorized=True,
        rng=np.random.default_rng(seed),
    )
    return float(done.pvalue)


def tango(first_only: int, second_only: int, n: int) -> Interval:
    """Return Tango's 95 % score interval of a difference of paired proportions.

    Unlike Wald's or a bootstrap it does not shrink to a point where the arms never differ: no
    difference in 30 questions still allows 11 points.
    """
    observed = (first_only - second_only) / n

    def beyond(difference: float, z: float) -> float:
        """Return the score statistic at a difference, less z."""
        top = first_only - second_only - n * difference
        b = (2 * n - observed * n) * difference - first_only - second_only
        c = -second_only * difference * (1 - difference)
        root = (math.sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
        variance = n * (2 * root + difference * (1 - difference))
        return top - z * math.sqrt(max(0.0, variance))

    # At the observed difference itself the variance can be 0; just beside it, it is not.
    root, z = scipy.optimize.brentq, float(scipy.stats.norm.isf(0.025))
    low = -1.0 if observed == -1 else root(beyond, -1, observed - _BESIDE, args=(z,))
    high = 1.0 if observed == 1 else root(beyond, observed + _BESIDE, 1, args=(-z,))
    return [float(low), float(high)]


def _group_interval(differences: _Floats, groups: Sequence[str], count: int, seed: int) -> Interval:
    """Return the bootstrap interval; with nothing to resample, what that many groups allow."""
    if count < 2:
        return [-1.0, 1.0]
    means = np.divide(*group_sums(differences, np.ones(len(differences)), groups).T)
    if np.allclose(means, means[0]):
        slack, mean = tango(0, 0, count)[1], float(means[0])
        return [max(-1.0, mean - slack), min(1.0, mean + slack)]
    interval = ratio_interval(differences, np.ones(len(differences)), groups, seed)
    return interval or [-1.0, 1.0]
