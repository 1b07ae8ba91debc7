"""The planned contrasts of an evaluation and what may be said of each.

See docs/method.md, "Words of a verdict".

The words are fixed before the run: supported (the first arm is better), refuted (it is worse),
equivalent (the difference lies within the margin), inconclusive; exploratory where there are too
few questions for a word. Strata are never pooled; Holm's adjustment (1979) runs over all contrasts
that get a word.

An arm answered by adapters of several seeds counts with its mean over them. Below three seeds a
verdict is on these adapters; from three on it is on fine-tuning, and other seeds are allowed for.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean

import numpy as np

from core.arms import ALL_ARMS, answers_of
from core.config import MIN_SEEDS
from core.evaluation.scoring.measures import value_of
from core.evaluation.statistics.paired import Paired, compare
from core.evaluation.statistics.plan import MARGIN, MEASURE, TESTED, enough, planned
from core.evaluation.statistics.power import ALPHA, questions_needed, smallest_difference
from core.evaluation.statistics.seeds import over_seeds, seed_error, seed_reach
from core.records.contrast import Behind, Contrast, Seen, Verdict
from core.records.interval import Interval
from core.records.question import UNANSWERABLE
from core.records.scored import Measure, ScoredAnswer, ScoredRow

SUPPORTED, REFUTED, EQUIVALENT = "supported", "refuted", "equivalent"
INCONCLUSIVE, EXPLORATORY = "inconclusive", "exploratory"
STRATA = ("seen", "held_out")


def contrasts(
    rows: Sequence[ScoredRow],
    arms: Sequence[str],
    measure: Measure = MEASURE,
    margin: float = MARGIN,
    pairs: Sequence[tuple[str, str]] | None = None,
) -> list[Contrast]:
    """Return every planned contrast in every stratum, with its verdict.

    Args:
        rows: Questions that an arm has not answered yet are left out of its contrasts.
        margin: Difference that counts as none, in (0, 1).
        pairs: The contrasts as the run card fixed them; None for those planned today.
    """
    pairs_of = []
    for stratum in STRATA:
        part = [
            row
            for row in rows
            if row["stratum"] == stratum
            and row.get("kind") != UNANSWERABLE
            and row.get("split", TESTED) == TESTED
        ]
        for first, second in planned(arms) if pairs is None else pairs:
            both = [row for row in part if {first, second} <= set(row["answers"])]
            if both:
                value = partial(value_of, name=measure)
                sides = side(both, first, value), side(both, second, value)
                pair = compared(*sides, [str(row["group"]) for row in both])
                pairs_of.append((stratum, first, second, pair))
    return judged(pairs_of, measure, margin)


@dataclass(frozen=True)
class Side:
    """One arm's measure of some questions."""

    values: list[list[float]]
    """Of each question, one a seed, in [0, 1]."""
    adapters: list[str | None]
    """Ids, one a seed; None where they are not known, or the arm does not adapt."""
    adapts: bool

    @property
    def means(self) -> list[float]:
        """Of each question over the seeds."""
        return [fmean(of_seeds) for of_seeds in self.values]


@dataclass(frozen=True)
class Compared:
    """Two arms on the questions that both answered."""

    paired: Paired
    groups: list[str]
    seeds: int
    """Adapters of the arm that has fewest; 1 where none adapts."""
    adapters: int
    seed_error: float
    """Standard error of the difference that is due to the seeds, 0 below MIN_SEEDS."""

    @property
    def enough(self) -> bool:
        """Whether it gets a word."""
        return enough(self.paired.n, self.paired.groups)

    def behind(self) -> Behind:
        """Return the fields that a contrast takes from it."""
        return {
            **self.paired.as_dict(),
            "seeds": self.seeds,
            "adapters": self.adapters,
            "on_tuning": self.seeds >= MIN_SEEDS,
        }


def side(rows: Sequence[ScoredRow], arm: str, value: Callable[[ScoredAnswer], float]) -> Side:
    """Return an arm's measure of rows that it answered."""
    answers = [answers_of(row["answers"], arm) for row in rows]
    values = [[value(answer) for answer in of_seeds] for of_seeds in answers]
    made_by = [answer.get("adapter") for answer in answers[0]]
    return Side(values, made_by, ALL_ARMS[arm].adapts)


def compared(first: Side, second: Side, groups: list[str]) -> Compared:
    """Compare two arms on the same questions, in the same order."""
    paired = compare(first.means, second.means, groups)
    both = (first, second)
    seeds = min((len(one.adapters) for one in both if one.adapts), default=1)
    adapters = {key for one in both for key in one.adapters if key}
    if seeds < MIN_SEEDS:
        return Compared(paired, groups, seeds, len(adapters), 0.0)
    ours, other = (np.asarray(one.values) for one in both)
    # The same adapters in both: what a seed does to one arm it may do to the other as well.
    parts = [ours - other] if first.adapters == second.adapters else [ours, -other]
    paired = over_seeds(paired, parts, groups)
    return Compared(paired, groups, seeds, len(adapters), seed_error(parts))


def judged(
    pairs: list[tuple[str, str, str, Compared]], measure: Measure, margin: float
) -> list[Contrast]:
    """Return (stratum, first arm, second arm, comparison) as contrasts, one family for Holm."""
    tested = [pair.paired.p for *_, pair in pairs if pair.enough]
    adjusted = iter(holm(tested))
    family = max(1, len(tested))
    return [
        {
            "stratum": stratum,
            "first": first,
            "second": second,
            "measure": measure,
            "margin": margin,
            **pair.behind(),
            **_judge(pair.paired, next(adjusted) if pair.enough else None, margin),
            **reach(pair, margin, family),
        }
        for stratum, first, second, pair in pairs
    ]


def holm(p: Sequence[float]) -> list[float]:
    """Return p values adjusted for their number (Holm 1979), in the order given.

    As statsmodels' `multipletests`, which would load 66 MB into an engine for these lines.
    """
    order = np.argsort(p)
    raised = np.asarray(p)[order] * np.arange(len(p), 0, -1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(raised))
    return [float(value) for value in adjusted]


def _judge(paired: Paired, p_holm: float | None, margin: float) -> Verdict:
    low, high = paired.interval
    beyond = low > margin or high < -margin
    word = EXPLORATORY if p_holm is None else verdict(p_holm, paired.interval, margin)
    return {"p_holm": p_holm, "verdict": word, "beyond_margin": beyond}


def verdict(p_holm: float, interval: Interval, margin: float) -> str:
    """Return the word for a contrast from its adjusted p-value and interval."""
    low, high = interval
    if p_holm < ALPHA and low > 0:
        return SUPPORTED
    if p_holm < ALPHA and high < 0:
        return REFUTED
    return EQUIVALENT if -margin < low and high < margin else INCONCLUSIVE


def reach(pair: Compared, margin: float, family: int) -> Seen:
    """Return what these questions can show, given how often the arms differ and how clustered.

    What the seeds hide stays hidden however many questions are asked.
    """
    paired, groups = pair.paired, pair.groups
    sizes = [groups.count(name) for name in dict.fromkeys(groups)]
    binary = paired.binary
    # Arms that hardly differ here may differ more elsewhere; a margin's worth is assumed.
    spread = max(paired.spread, margin if binary else margin**2)
    size = max(1, round(len(groups) / len(sizes)))
    assumed = (spread, paired.correlation)
    hidden = seed_reach(pair.seed_error, pair.seeds, family)
    shown = smallest_difference(sizes, *assumed, family, binary=binary)
    smallest = None if shown is None else math.hypot(shown, hidden)
    left = math.sqrt(max(0.0, margin**2 - hidden**2))
    return {
        "smallest": None if smallest is None or smallest > 1 else smallest,
        "needed": questions_needed(left, *assumed, size, family, binary=binary),
    }
