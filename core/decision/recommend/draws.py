"""Draws from stored answers: groups and seeds are resampled together, as for the verdicts.

All that was measured on the same questions takes its value from the same resample. Questions of
other parts (strata, unanswerable ones) are drawn apart, and so are the facts of a freshness
experiment, which asks its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.arms import answers_of
from core.config import MIN_SEEDS
from core.decision.recommend.options import DRAWS, Drawn, Floats
from core.evaluation.figures.latency import percentiles
from core.evaluation.scoring.measures import value_of
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.intervals import share_interval
from core.evaluation.statistics.seeds import seed_weights
from core.records.freshness import FactRow
from core.records.scored import ScoredAnswer, ScoredRow


@dataclass(frozen=True)
class Resample:
    """How often each group counts in each draw; the first row is all groups as they are."""

    weights: Mapping[str, Floats]
    """By part: (1 + DRAWS, groups)."""
    places: Mapping[tuple[str, str], int]
    """Column of a part's group."""
    seeds: dict[tuple[str | None, ...], Floats] = field(default_factory=dict)
    """Weights of seeds by their adapters: what a seed does to one arm it may do to another."""

    def of(self, row: ScoredRow) -> Floats:
        """Return how often a question counts in each draw."""
        part = part_of(row)
        return self.weights[part][:, self.places[part, row["group"]]]

    def seeds_of(self, answers: Sequence[ScoredAnswer]) -> Floats:
        """Return how much each seed counts in each draw, (1 + DRAWS, seeds); rows add up to 1."""
        adapters = tuple(answer.get("adapter") for answer in answers)
        count = len(adapters)
        if count < MIN_SEEDS:
            return np.full((1 + DRAWS, count), 1 / count)
        if adapters not in self.seeds:
            rng = np.random.default_rng(len(self.seeds))
            drawn = seed_weights(count, rng, DRAWS)
            self.seeds[adapters] = np.vstack([np.full(count, 1 / count), drawn])
        return self.seeds[adapters]


def resample(rows: Sequence[ScoredRow], seed: int = 0) -> Resample:
    """Return the resamples of all questions of an evaluation."""
    groups: dict[str, dict[str, int]] = {}
    for row in rows:
        named = groups.setdefault(part_of(row), {})
        named.setdefault(row["group"], len(named))
    rng = np.random.default_rng(seed)
    weights = {part: group_weights(len(named), rng) for part, named in groups.items()}
    places = {(part, name): at for part, named in groups.items() for name, at in named.items()}
    return Resample(weights, places)


def group_weights(count: int, rng: np.random.Generator) -> Floats:
    """Return (1 + DRAWS, groups): each group once, then resamples with replacement."""
    drawn = rng.multinomial(count, np.full(count, 1 / count), DRAWS)
    return np.vstack([np.ones(count), drawn]).astype(np.float64)


def share(rows: Sequence[ScoredRow], arm: str, measure: str, draws: Resample) -> Drawn | None:
    """Return the mean of a measure in [0, 1]; None where the arm answered none of these questions.

    Args:
        rows: Of one part.
    """
    tops, sizes = np.zeros(1 + DRAWS), np.zeros(1 + DRAWS)
    values, groups = [], []
    for row in rows:
        answers = answers_of(row["answers"], arm)
        if answers:
            scores = np.array([value_of(answer, measure) for answer in answers])
            counted = draws.of(row)
            tops += counted * (draws.seeds_of(answers) @ scores)
            sizes += counted
            values.append(float(scores.mean()))
            groups.append(row["group"])
    if not values:
        return None
    return Drawn(_ratio(tops, sizes).clip(0.0, 1.0), share_interval(values, groups))


def mean(
    rows: Sequence[ScoredRow], arm: str, field: str, draws: Resample, scale: float = 1.0
) -> Floats | None:
    """Return the mean of a number over all answers that have it; None where none has.

    Args:
        field: Of a scored answer, such as "latency_ms".
        scale: What the mean is multiplied with.
    """
    tops, sizes = np.zeros(1 + DRAWS), np.zeros(1 + DRAWS)
    for row in rows:
        for answer in answers_of(row["answers"], arm):
            value = answer.get(field)
            if isinstance(value, int | float):
                counted = draws.of(row)
                tops += counted * value
                sizes += counted
    return scale * _ratio(tops, sizes) if sizes[0] else None


def latency(rows: Sequence[ScoredRow], arm: str, draws: Resample) -> Drawn | None:
    """Return p95, or the median below the answers that p95 takes; None where nothing was timed."""
    times, weights, seeds = [], [], 1
    for row in rows:
        answers = answers_of(row["answers"], arm)
        timed = [a["latency_ms"] for a in answers if a["latency_ms"] is not None and not a["error"]]
        seeds = max(seeds, len(answers))
        times += timed
        weights += [draws.of(row)] * len(timed)
    figures = percentiles(times, seeds)
    if figures["p50"] is None:
        return None
    tail = figures["p95"] is not None
    order = np.argsort(times)
    sorted_times = np.asarray(times)[order]
    counted = np.cumsum(np.stack(weights, axis=1)[:, order], axis=1)
    wanted = (0.95 if tail else 0.5) * counted[:, -1:]
    drawn = sorted_times[np.argmax(counted >= wanted, axis=1)]
    drawn[0] = figures["p95"] if tail else figures["p50"]
    low, high = np.quantile(drawn[1:], [0.025, 0.975])
    interval = [float(low), float(high)] if tail else figures["p50_interval"]
    return Drawn(drawn, interval, "p95" if tail else "p50")


def fresh(rows: Sequence[FactRow], arm: str, phase: str, weights: Floats) -> Drawn | None:
    """Return the share of changed facts answered new, of those that the arm had right before.

    Args:
        weights: Of the groups of all these rows, in the order of `group_names`.
    """
    names = group_names(rows)
    tops, sizes = np.zeros(1 + DRAWS), np.zeros(1 + DRAWS)
    values, groups = [], []
    for row in rows:
        answers = row["answers"].get(arm, {})
        before, after = answers.get("before"), answers.get(phase)
        if row["fate"] == "changed" and before and after and before["says"] == "old":
            counted = weights[:, names.index(row["group"])]
            tops += counted * (after["says"] == "new")
            sizes += counted
            values.append(float(after["says"] == "new"))
            groups.append(row["group"])
    return Drawn(_ratio(tops, sizes), share_interval(values, groups)) if values else None


def group_names(rows: Sequence[FactRow]) -> list[str]:
    """Return the groups of an experiment's facts, each once."""
    return list(dict.fromkeys(row["group"] for row in rows))


def _ratio(tops: Floats, sizes: Floats) -> Floats:
    """Return tops over sizes; a resample that happens to hold no question says what all say."""
    whole = np.full(len(tops), tops[0] / sizes[0])
    np.divide(tops, sizes, out=whole, where=sizes > 0)
    return whole
