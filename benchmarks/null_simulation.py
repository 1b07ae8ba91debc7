"""How often the verdicts are wrong, and how often they find what is there.

python -m benchmarks.null_simulation [EVALUATIONS]

Evaluations of identical arms are simulated from the recorded demo's real answers: whatever is
called supported or refuted there is wrong. Then one arm gets a true difference of the smallest
detectable size, as `core.evaluation.statistics.power` states it for these answers. Two designs:
200 groups of
one question, right or wrong; 200 questions in the groups of xquad_en's test split, in F1, where an
arm answers a whole group as one real arm did. Writes benchmarks/null_simulation.json.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.command_line import store
from benchmarks.question_sets.places import question_set
from core.config import Paths
from core.evaluation.figures.verdicts import REFUTED, SUPPORTED, contrasts
from core.evaluation.scoring.metrics import score
from core.evaluation.statistics.intervals import wilson
from core.evaluation.statistics.paired import within_groups
from core.evaluation.statistics.power import smallest_difference
from core.questions.split import order

N = 200
ARMS = ("rag", "tuned", "hybrid")
BETTER = "hybrid"
"""The arm that gets the true difference."""
LARGE = 400
"""Simulated evaluations from which a design's spread and correlation are taken."""
Scores = NDArray[np.float64]
"""(questions, real arms)"""


@dataclass(frozen=True)
class Design:
    """How questions hang together, and the measure."""

    name: str
    measure: str
    sizes: tuple[int, ...]
    groups: list[Scores]
    """Real answers' scores, an array a real group."""

    def answers(self, rng: np.random.Generator, lift: float) -> Scores:
        """Return simulated scores, shape (N, arms): identical arms, but for the lifted one.

        Args:
            lift: Share of the better arm's answers that are made right, 0 to 1.
        """
        parts = []
        for size in self.sizes:
            real = self.groups[rng.integers(len(self.groups))]
            asked = real[rng.integers(len(real), size=size)]
            # Each simulated arm is one of the real ones, the same for a whole group.
            parts.append(asked[:, rng.integers(real.shape[1], size=len(ARMS))])
        found = np.concatenate(parts)
        lifted = rng.random(len(found)) < lift
        found[lifted, ARMS.index(BETTER)] = 1.0
        return found

    def rows(self, scores: Scores) -> list[dict[str, Any]]:
        """Return them as an evaluation's rows."""
        names = [str(group) for group, size in enumerate(self.sizes) for _ in range(size)]
        return [
            {
                "stratum": "held_out",
                "kind": "span",
                "group": name,
                "answers": {
                    arm: {self.measure: float(value), "error": None}
                    for arm, value in zip(ARMS, values, strict=True)
                },
            }
            for name, values in zip(names, scores, strict=True)
        ]


def designs() -> list[Design]:
    """Return both designs over the recorded answers."""
    lines = (question_set("xquad_en") / "qa.jsonl").read_text().splitlines()
    tests = [row for row in map(json.loads, lines) if row["split"] == "test"]
    drawn = order([row["id"] for row in tests], 0)[:N]
    group_of = {row["id"]: row["group"] for row in tests}
    sizes = tuple(Counter(group_of[key] for key in drawn).values())
    return [
        Design("single-question groups", "containment", (1,) * N, recorded("containment")),
        Design("groups as in xquad_en", "f1", sizes, recorded("f1")),
    ]


def recorded(measure: str) -> list[Scores]:
    """Return the recorded evaluation's answerable questions by group, all four arms' scores."""
    with gzip.open(Paths().recorded, "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    cards = {row["id"]: json.loads(row["card"]) for kind, row in lines if kind == "evaluations"}
    (key,) = [key for key, card in cards.items() if "phase" not in card]
    asked = {row["id"]: row for row in cards[key]["asked"] if row["answers"]}
    found: dict[str, dict[str, list[float]]] = {}
    for kind, row in lines:
        question = asked.get(row.get("question_id")) if kind == "answers" else None
        if question is None or row["evaluation_id"] != key or row["arm"] == "retrieval":
            continue
        answer = row["answer"] if isinstance(row["answer"], dict) else json.loads(row["answer"])
        scores = found.setdefault(question["group"], {}).setdefault(question["id"], [])
        scores.append(score(answer["text"], question["answers"])[measure])
    return [np.array(list(questions.values())) for questions in found.values()]


def true_difference(design: Design, seed: int) -> tuple[float, float]:
    """Return the lift that makes the smallest detectable difference, and that difference."""
    low, high, difference = 0.0, 1.0, 0.0
    for _ in range(12):
        lift = (low + high) / 2
        rng = np.random.default_rng(seed)
        many = [design.answers(rng, lift) for _ in range(LARGE)]
        gaps = np.stack([one[:, 2] - one[:, 0] for one in many])
        names = [
            f"{run} {group}"
            for run in range(LARGE)
            for group, size in enumerate(design.sizes)
            for _ in range(size)
        ]
        stated = smallest_difference(
            design.sizes, float((gaps**2).mean()), within_groups(gaps.ravel(), names), len(ARMS)
        )
        difference = float(gaps.mean())
        low, high = (lift, high) if stated is None or difference < stated else (low, lift)
    return lift, difference


def simulate(design: Design, evaluations: int) -> dict[str, Any]:
    """Return how often identical arms get a word, and how often the true difference does."""
    rng = np.random.default_rng(1)
    words = [_words(design, rng, 0.0) for _ in range(evaluations)]
    wrong = sum(bool({SUPPORTED, REFUTED} & set(one.values())) for one in words)
    lift, difference = true_difference(design, 2)
    seen = [_words(design, rng, lift)[BETTER, "rag"] == SUPPORTED for _ in range(evaluations)]
    found = {
        "name": design.name,
        "measure": design.measure,
        "n": N,
        "groups": len(design.sizes),
        "evaluations": evaluations,
        "wrong_verdict_rate": wrong / evaluations,
        "upper_95": round(wilson(wrong, evaluations)[1], 4),
        "true_difference": round(difference, 4),
        "power": sum(seen) / evaluations,
    }
    print(json.dumps(found), flush=True)
    return found


def _words(design: Design, rng: np.random.Generator, lift: float) -> dict[tuple[str, str], str]:
    found: Sequence[dict[str, Any]] = contrasts(
        design.rows(design.answers(rng, lift)), ARMS, design.measure
    )
    return {(one["first"], one["second"]): one["verdict"] for one in found}


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    command = f"python -m benchmarks.null_simulation {number}"
    store("null_simulation", command, {"designs": [simulate(one, number) for one in designs()]})
