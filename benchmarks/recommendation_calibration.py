"""Whether an option that wins in so many resamples is as often truly the best.

python -m benchmarks.recommendation_calibration [PROJECTS]

Projects are simulated whose truth is known: three options, accuracy on 200 questions in 40 groups,
freshness on 60 facts of its own, a cost that is known. On the logit scale each option's accuracy
lies around a common level (normal, mean 0, standard deviation 1) by a normal deviation of 0.5, and
groups differ by 0.8 for all options and by 0.4 for each; true shares of fresh facts are uniform
between 0.5 and 1, costs between 0 and 100 a month. Weights are accuracy 60, freshness 20, cost 20.
In five bins of the leader's stated share of wins, how often it is truly the best: each bin's mean
stated share should lie within the binomial interval of that rate. Writes
benchmarks/recommendation_calibration.json.
"""

import json
import sys
from itertools import combinations, pairwise
from typing import Any, cast

import numpy as np

from benchmarks.command_line import store
from core.decision.recommend.draws import fresh, group_names, group_weights, resample, share
from core.decision.recommend.options import DRAWS, Asked, Candidate, Evidence, Spending, pair_of
from core.decision.recommend.scoring import scored
from core.decision.recommend.utilities import scales_of
from core.evaluation.figures.verdicts import contrasts
from core.evaluation.statistics.intervals import wilson
from core.records.freshness import FactRow
from core.records.recommendation import Option
from core.records.scored import ScoredRow

OPTIONS: tuple[Option, ...] = ("rag", "tuned", "hybrid")
GROUPS, A_GROUP, FACTS = 40, 5, 60
LEVEL, DEVIATION, OF_GROUPS, OF_EACH = 1.0, 0.5, 0.8, 0.4
"""Standard deviations on the logit scale."""
MOST_COST = 100.0
WEIGHTS = {"accuracy": 0.6, "freshness": 0.2, "cost": 0.2}
EDGES = (0.0, 0.5, 0.65, 0.8, 0.95, 1.0)
PRICES: Any = {"machine_per_hour": 0.5}
ASKED = Asked(cast(Any, WEIGHTS), scales_of({}, {}, PRICES), PRICES, queries=1.0)
_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(40)


def project(rng: np.random.Generator) -> tuple[float, bool]:
    """Simulate one project; return its leader's share of wins, and whether it is truly best."""
    logits = rng.normal(0, LEVEL) + rng.normal(0, DEVIATION, len(OPTIONS))
    freshness = rng.uniform(0.5, 1.0, len(OPTIONS))
    costs = rng.uniform(0, MOST_COST, len(OPTIONS))
    truth = (
        WEIGHTS["accuracy"] * np.array([_accuracy(logit) for logit in logits])
        + WEIGHTS["freshness"] * freshness
        + WEIGHTS["cost"] * (1 - costs / ASKED.scales["cost"]["floor"])
    )
    results = scored(_evidence(_rows(logits, rng), _facts(freshness, rng), costs, rng), ASKED)
    leader = results.ranking[0]
    return results.wins()[leader], OPTIONS[int(np.argmax(truth))] == leader


def _accuracy(logit: float) -> float:
    """Return the mean of right answers over all groups there could be."""
    values = logit + np.hypot(OF_GROUPS, OF_EACH) * _NODES
    return float((1 / (1 + np.exp(-values))) @ _NODE_WEIGHTS / _NODE_WEIGHTS.sum())


def _rows(logits: np.ndarray, rng: np.random.Generator) -> list[ScoredRow]:
    rows = []
    for group in range(GROUPS):
        values = logits + rng.normal(0, OF_GROUPS) + rng.normal(0, OF_EACH, len(OPTIONS))
        for _ in range(A_GROUP):
            right = rng.random(len(OPTIONS)) < 1 / (1 + np.exp(-values))
            answers = {
                option: {"containment": float(one), "error": None}
                for option, one in zip(OPTIONS, right, strict=True)
            }
            row = {"stratum": "held_out", "kind": "span", "group": str(group), "answers": answers}
            rows.append(cast(ScoredRow, row))
    return rows


def _facts(shares: np.ndarray, rng: np.random.Generator) -> list[FactRow]:
    rows = []
    for fact in range(FACTS):
        answers = {
            option: {"before": {"says": "old"}, "updated": {"says": "new" if one else "old"}}
            for option, one in zip(OPTIONS, rng.random(len(OPTIONS)) < shares, strict=True)
        }
        row = {"fate": "changed", "group": str(fact), "answers": answers}
        rows.append(cast(FactRow, row))
    return rows


def _evidence(
    rows: list[ScoredRow], facts: list[FactRow], costs: np.ndarray, rng: np.random.Generator
) -> Evidence:
    draws = resample(rows, int(rng.integers(1 << 30)))
    weights = group_weights(len(group_names(facts)), rng)
    candidates = []
    for option, cost in zip(OPTIONS, costs, strict=True):
        accuracy = share(rows, option, "containment", draws)
        current = fresh(facts, option, "updated", weights)
        assert accuracy
        assert current
        spending = Spending(seconds=np.zeros(1 + DRAWS), flat=float(cost))
        candidates.append(Candidate(option, {"accuracy": accuracy, "freshness": current}, spending))
    planned = list(combinations(OPTIONS, 2))
    pairs = [pair_of(each) for each in contrasts(rows, OPTIONS, "containment", pairs=planned)]
    return Evidence(tuple(candidates), tuple(pairs), len(rows))


def simulate(projects: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return each bin: how often the leader was said to win, and how often it truly is best."""
    rng = np.random.default_rng(seed)
    seen = [project(rng) for _ in range(projects)]
    bins = []
    for low, high in pairwise(EDGES):
        inside = [(stated, best) for stated, best in seen if low < stated <= high]
        if inside:
            count, best = len(inside), sum(best for _, best in inside)
            stated, (least, most) = float(np.mean([s for s, _ in inside])), wilson(best, count)
            bins.append(
                {
                    "from": low,
                    "to": high,
                    "projects": count,
                    "stated": round(stated, 4),
                    "truly_best": round(best / count, 4),
                    "interval": [round(least, 4), round(most, 4)],
                    "within": least <= stated <= most,
                }
            )
    return bins


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    found = simulate(number)
    print(json.dumps(found))
    command = f"python -m benchmarks.recommendation_calibration {number}"
    store("recommendation_calibration", command, {"projects": number, "bins": found})
