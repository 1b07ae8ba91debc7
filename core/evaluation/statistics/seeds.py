"""Arms answered by several adapters that differ in the seed alone.

See docs/method.md, "Several seeds".

A contrast of means over seeds is compared like any other (`core.evaluation.statistics.paired`).
From three seeds on its verdict is about fine-tuning and not about these adapters, so other seeds
must be allowed for: seed and group are resampled together, and a finding must hold there too.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import scipy
from numpy.typing import NDArray

from core.evaluation.statistics.intervals import group_sums
from core.evaluation.statistics.paired import Paired
from core.evaluation.statistics.power import ALPHA, POWER

RESAMPLES = 4999
_TAIL = 0.025
_Floats = NDArray[np.float64]


def over_seeds(
    paired: Paired, parts: Sequence[_Floats], groups: Sequence[str], seed: int = 0
) -> Paired:
    """Return a comparison of means over seeds widened to other seeds: it is less certain.

    Groups are drawn with replacement. Three seeds drawn so have ten outcomes, none beyond the best
    seed, and call a difference that is the seeds' own significant one time in four. Seeds are
    therefore drawn by weights around 1 in S that make their mean Student's t with S - 1 degrees of
    freedom (a multiplier bootstrap; where groups vary little it is the t interval over seeds).

    The p-value is the larger of two: of the groups alone, as it came, and the share of resamples
    that lie as far from the difference as 0 does. So the seeds can only take a word away. The
    interval likewise spans both.

    Args:
        paired: The comparison of the means over seeds.
        parts: What adds up to the difference, each (questions, seeds), in [-1, 1]: both arms'
            difference where the same adapters answer in both, else each arm, the second negative.
        groups: The group of each question.
    """
    if paired.groups < 2:
        return paired  # It already says nothing about other groups.
    moves = _resampled(parts, groups, seed) - paired.difference
    count = paired.groups
    tail = scipy.stats.norm.sf(math.sqrt(count / (count - 1)) * scipy.stats.t.isf(_TAIL, count - 1))
    low, high = paired.difference + np.quantile(moves, [tail, 1 - tail])
    beyond = int((np.abs(moves) >= abs(paired.difference)).sum())
    return replace(
        paired,
        interval=[
            max(-1.0, min(paired.interval[0], float(low))),
            min(1.0, max(paired.interval[1], float(high))),
        ],
        p=max(paired.p, (1 + beyond) / (1 + RESAMPLES)),
    )


def seed_error(parts: Sequence[_Floats]) -> float:
    """Return the standard error of a difference that is due to the seeds; `parts` as above."""
    means = [part.mean(axis=0) for part in parts if part.shape[1] > 1]
    return math.sqrt(sum(float(seed_means.var(ddof=1)) / len(seed_means) for seed_means in means))


def seed_reach(error: float, seeds: int, contrasts: int = 1) -> float:
    """Return the difference that a t-test over the seeds alone finds four times in five.

    Args:
        error: As `seed_error` gives it.
        contrasts: Planned contrasts; the level is divided by them, as Holm's first step does.
    """
    if not error:
        return 0.0
    limit, aim = scipy.stats.t.isf([ALPHA / contrasts / 2, 1 - POWER], seeds - 1)
    return float((limit + aim) * error)


def _resampled(parts: Sequence[_Floats], groups: Sequence[str], seed: int) -> _Floats:
    """Return the difference in resamples of seed and group together, shape (RESAMPLES,)."""
    rng = np.random.default_rng(seed)
    sizes = group_sums(np.ones(len(groups)), np.ones(len(groups)), groups)[:, 0]
    drawn = rng.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), RESAMPLES)
    tops = np.zeros(RESAMPLES)
    for part in parts:
        sums = np.stack([group_sums(column, column, groups)[:, 0] for column in part.T], axis=1)
        tops += ((drawn @ sums) * seed_weights(part.shape[1], rng)).sum(axis=1)
    return tops / (drawn @ sizes)


def seed_weights(seeds: int, rng: np.random.Generator, draws: int = RESAMPLES) -> _Floats:
    """Return weights whose sum is 1, shape (draws, seeds)."""
    if seeds == 1:
        return np.ones((draws, 1))
    noise = rng.standard_normal((draws, seeds))
    noise -= noise.mean(axis=1, keepdims=True)
    spread = np.sqrt(rng.chisquare(seeds - 1, (draws, 1)) / (seeds - 1))
    return np.asarray(1 / seeds + noise / spread / math.sqrt(seeds * (seeds - 1)))
