"""Who is best, at the measured values and in every draw.

The score of an option is the weighted sum of its utilities. Accuracy that is equivalent by its
paired comparison counts as equal, so that the choice falls to the other criteria; a comparison that
is only inconclusive changes nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.decision.recommend.limits import cost_of, strikes
from core.decision.recommend.options import OPTIONS, Asked, Candidate, Evidence, Floats
from core.decision.recommend.utilities import utility
from core.evaluation.figures.verdicts import EQUIVALENT
from core.records.recommendation import Criterion, Option

SURE = 0.975
"""Share of draws in which one option must be level or ahead throughout to dominate another."""
_LEVEL = 1e-12
Utilities = Mapping[Criterion, Floats]
"""Of the criteria that count and were measured."""


@dataclass(frozen=True)
class Scored:
    """The options that stand, scored; arrays as in `core.decision.recommend.options`."""

    struck: Mapping[Option, list[str]]
    utilities: Mapping[Option, Utilities]
    scores: Mapping[Option, Floats]
    dominated: Mapping[Option, Option]
    """By whom."""

    @property
    def standing(self) -> list[Option]:
        """Options that stand, best first by the measured values."""
        standing = [option for option in OPTIONS if option in self.scores]
        # Rounded, so that what is level stays in its order whatever the last bit says.
        return sorted(standing, key=lambda option: -round(float(self.scores[option][0]), 12))

    @property
    def ranking(self) -> list[Option]:
        """Those of them that can win: they are not dominated."""
        return [option for option in self.standing if option not in self.dominated]

    @property
    def runner_up(self) -> Option | None:
        """Who comes after the leader, dominated or not."""
        return next((option for option in self.standing if option != self.ranking[0]), None)

    def wins(self) -> dict[Option, float]:
        """Return the share of draws in which each option is best; ties are shared."""
        names = self.ranking
        if not names:
            return {}
        every = np.stack([self.scores[name][1:] for name in names])
        best = every >= every.max(axis=0) - _LEVEL
        return dict(zip(names, (best / best.sum(axis=0)).mean(axis=1).tolist(), strict=True))


def scored(evidence: Evidence, asked: Asked) -> Scored:
    """Return all options scored; one that a limit strikes out has no score."""
    struck = {c.option: strikes(c, asked) for c in evidence.candidates}
    standing = [c for c in evidence.candidates if not struck[c.option]]
    accuracy = _levelled(evidence, standing)
    utilities = {c.option: _utilities(c, asked, accuracy) for c in standing}
    draws = {c.option: len(c.measured["accuracy"].values) for c in standing}
    scores = {option: _score(own, asked, draws[option]) for option, own in utilities.items()}
    return Scored(struck, utilities, scores, _dominated(utilities, asked))


def leader(evidence: Evidence, asked: Asked) -> Option | None:
    """Return who is best by the measured values; None where no option stands."""
    return next(iter(scored(evidence, asked).ranking), None)


def _levelled(evidence: Evidence, standing: list[Candidate]) -> dict[Option, Floats]:
    """Return accuracies; what is equivalent to the most accurate counts as accurate as that."""
    accuracies = {c.option: c.measured["accuracy"].values for c in standing}
    if not accuracies:
        return {}
    best = max(accuracies, key=lambda option: accuracies[option][0])
    for option in accuracies:
        pair = evidence.pair(best, option)
        if pair and pair.word == EQUIVALENT:
            accuracies[option] = accuracies[best]
    return accuracies


def _utilities(
    candidate: Candidate, asked: Asked, accuracy: Mapping[Option, Floats]
) -> dict[Criterion, Floats]:
    values = {criterion: drawn.values for criterion, drawn in candidate.measured.items()}
    cost = cost_of(candidate, asked)
    if cost:
        values["cost"] = cost.values
    if candidate.option in accuracy:
        values["accuracy"] = accuracy[candidate.option]
    return {
        criterion: utility(values[criterion], asked.scales[criterion])
        for criterion in asked.weights
        if criterion in values
    }


def _score(utilities: Utilities, asked: Asked, draws: int) -> Floats:
    """Return the weighted sum; what was not measured counts nothing until it is."""
    whole = np.zeros(draws)
    for criterion, values in utilities.items():
        whole += asked.weights[criterion] * values
    return whole


def _dominated(utilities: Mapping[Option, Utilities], asked: Asked) -> dict[Option, Option]:
    """Return who is dominated, by the first option that is better or level in everything."""
    return {
        option: other
        for option, own in utilities.items()
        if (
            other := next(
                (name for name, its in utilities.items() if _dominates(its, own, asked)), None
            )
        )
    }


def _dominates(first: Utilities, second: Utilities, asked: Asked) -> bool:
    if not set(first) == set(second) == set(asked.weights):
        return False  # What was not measured could turn it.
    gaps = np.stack(np.broadcast_arrays(*(first[key] - second[key] for key in asked.weights)))
    level = np.min(gaps, axis=0) >= -_LEVEL
    ahead = float(gaps[:, 0].max()) > _LEVEL
    return ahead and bool(level[0]) and float(level.mean()) >= SURE
