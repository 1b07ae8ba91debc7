"""How often any claim gets a wrong word where all arms are alike.

python -m benchmarks.null_claims [RUNS]

Every claim whose word rests on a p-value is judged as the product does, all p-values adjusted
together, on answers of arms that are exchanged: within the questions of a group each simulated arm
is one of the recorded demo's real arms, drawn at random. Whatever is called supported or refuted
there is wrong; a run is wrong if any claim is. Two designs: groups of one question, tested by
McNemar; groups as large as the recorded demo's, tested by sign flips. Claims by other rules (ratio,
share, equivalence, stated conditions) rest on their intervals alone and are not in the family; they
are listed. Writes benchmarks/null_claims.json.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.command_line import store
from benchmarks.null_simulation import Scores, recorded
from core.decision.catalogue import CLAIMS
from core.decision.claims.by_p import by_p
from core.decision.claims.draft import Draft
from core.decision.claims.judge import family_of
from core.decision.claims.pairs import RIGHT, of_sides
from core.evaluation.figures.verdicts import REFUTED, SUPPORTED, Side
from core.evaluation.statistics.intervals import wilson
from core.records.claim import BY_P, Claim

RUNS = 1000
PARTS: dict[str, tuple[int, int]] = {
    "held_out": (90, 20),
    "seen": (180, 40),
    "forms": (120, 30),
    "form kept": (120, 30),
    "unanswerable": (80, 80),
    "changed": (90, 60),
    "withdrawn": (120, 30),
    "general": (120, 120),
}
"""Questions and groups of what is asked; nothing is asked in fewer than it takes for a word."""
ARMS = ("rag", "tuned", "hybrid", "base", "few-shot", "retrieved-examples", "all-documents")
WHERE: dict[str, tuple[str, ...]] = {
    "fresh": ("changed",),
    "changing": ("changed",),
    "withdrawn": ("withdrawn",),
    "invents": ("unanswerable",),
    "specialised": ("forms",),
    "forgets": ("general",),
    "everything": ("held_out",),
    "form": ("form kept",),
    "hybrid": ("held_out", "seen"),
}
"""Which questions each claim of the family is on."""


def sizes_of(n: int, groups: int) -> list[int]:
    """Return how many questions each group has, as evenly as can be."""
    return [len(part) for part in np.array_split(np.arange(n), groups)]


def exchanged(real: Sequence[Scores], sizes: Sequence[int], rng: np.random.Generator) -> Scores:
    """Return right or wrong of alike arms, shape (questions, arms), real ones exchanged."""
    parts = []
    for size in sizes:
        group = real[rng.integers(len(real))]
        asked = group[rng.integers(len(group), size=size)]
        parts.append(asked[:, rng.integers(group.shape[1], size=len(ARMS))])
    return np.concatenate(parts)


def drafts_of(answers: Mapping[str, Scores], groups: Mapping[str, list[str]]) -> list[Draft]:
    """Return the drafts of all claims of the family on simulated answers."""
    return [_draft(claim, answers, groups) for claim in CLAIMS if claim.rule in BY_P]


def _draft(claim: Claim, answers: Mapping[str, Scores], groups: Mapping[str, list[str]]) -> Draft:
    pairs = []
    for part in WHERE[claim.key]:
        for first, second in claim.contrasts:
            # After its retraining Fine-tuned is another arm than before.
            other = "hybrid" if claim.key == "changing" else second
            sides = tuple(_side(answers[part], arm) for arm in (first, other))
            pairs.append(of_sides(first, other, part, (sides[0], sides[1]), groups[part]))
    evidence: Any = {"kind": "simulated", "id": "", "chart": None, "stratum": None}
    return by_p(claim, pairs, RIGHT, evidence, (None, None))


def _side(scores: Scores, arm: str) -> Side:
    column = scores[:, ARMS.index(arm)]
    return Side([[float(value)] for value in column], [None], adapts=False)


def simulate(name: str, runs: int, *, single: bool) -> dict[str, Any]:
    """Return how often a run has any wrong word, and how often each claim has one."""
    rng, real = np.random.default_rng(1), recorded("containment")
    sizes = {part: sizes_of(n, n if single else groups) for part, (n, groups) in PARTS.items()}
    groups = {
        part: [str(group) for group, size in enumerate(own) for _ in range(size)]
        for part, own in sizes.items()
    }
    wrong, by_claim = 0, dict.fromkeys(WHERE, 0)
    for _ in range(runs):
        drafts = drafts_of({part: exchanged(real, own, rng) for part, own in sizes.items()}, groups)
        words = {
            draft.claim.key: draft.word(p)
            for draft, p in zip(drafts, family_of(drafts), strict=True)
        }
        bad = [key for key, word in words.items() if word in (SUPPORTED, REFUTED)]
        wrong += bool(bad)
        for key in bad:
            by_claim[key] += 1
    found = {
        "name": name,
        "runs": runs,
        "family": len(WHERE),
        "wrong_word_rate": wrong / runs,
        "upper_95": round(wilson(wrong, runs)[1], 4),
        "wrong_by_claim": by_claim,
    }
    print(json.dumps(found), flush=True)
    return found


def other_rules() -> dict[str, str]:
    """Return the rule of each claim that is not in the family."""
    return {claim.key: claim.rule for claim in CLAIMS if claim.rule not in BY_P}


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    store(
        "null_claims",
        f"python -m benchmarks.null_claims {number}",
        {
            "parts": {part: {"n": n, "groups": groups} for part, (n, groups) in PARTS.items()},
            "designs": [
                simulate("groups of one question", number, single=True),
                simulate("groups as in the recorded demo", number, single=False),
            ],
            "other_rules": other_rules(),
        },
    )
