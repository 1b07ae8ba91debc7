"""An engine in memory: the four measures and the claims, with the recorded demo's figures."""

from pathlib import Path
from typing import Any

from core.decision.catalogue import CLAIMS
from core.errors import NotFoundError
from tests import fake_data as data
from tests.core.decision.stated import CASES, DOCUMENT, recommended

Record = dict[str, Any]
LABELS = {"base": "Base", "rag": "RAG", "tuned": "Fine-tuned", "hybrid": "Hybrid"}
ACCURACY = {
    "base": {"seen": (0.005, 0.0, 0.017), "held_out": (0.0, 0.0, 0.161)},
    "rag": {"seen": (0.359, 0.258, 0.462), "held_out": (0.494, 0.329, 0.663)},
    "tuned": {"seen": (0.913, 0.854, 0.961), "held_out": (0.011, 0.0, 0.044)},
    "hybrid": {"seen": (0.897, 0.828, 0.952), "held_out": (0.6854, 0.483, 0.863)},
}
ASKED = {"seen": (184, 40), "held_out": (89, 20)}
LATENCY = {
    "base": (151.3, 136.5, 156.9),
    "rag": (558.4, 543.1, 580.4),
    "tuned": (123.2, 120.1, 126.2),
    "hybrid": (541.3, 522.6, 550.0),
}
FRESH = {
    "rag": (0.57, 0.33, 0.78, 0.10, 0.02, 0.30, 4.5),
    "tuned": (0.0, 0.0, 0.07, 0.92, 0.83, 0.98, 1323.0),
    "hybrid": (0.83, 0.70, 0.93, 0.06, 0.01, 0.15, 4.5),
}
PER_MS = 0.5 / 3_600_000
"""Half a dollar an hour."""
MODEL = "SmolLM2-135M-Instruct"


def four_measures(**scope: Any) -> Record:
    """Return the four measures of an evaluation by all arms."""
    return {
        "headline": "On questions it was not trained on Hybrid is the most accurate: of 100 69 "
        "right, RAG 49, Fine-tuned 1.",
        "more": [
            "On facts it was trained on, Fine-tuned has 91 of 100 right and Hybrid 90 (not enough "
            "data to tell which is better), RAG 36.",
            "When documents change, Hybrid gives the new value for about 83 of 100 facts it knew, "
            "after 5 seconds, and Fine-tuned needs 22 minutes of retraining.",
        ],
        "how_sure": "On questions it was not trained on Hybrid beats RAG by 19 points (5 to 34) "
        "and Fine-tuned by 67 (48 to 86), on 89 questions in 20 groups.",
        "limits": [
            "It was measured with one small model of 135 million parameters; a larger one can turn "
            "the order round.",
            "One adapter answered: another seed may do better or worse.",
            "The questions were written by a program about an invented company.",
        ],
        "arms": [_arm(arm) for arm in data.ARMS],
        "scope": {
            "project": "Staff handbook",
            "model": MODEL,
            "documents": 12,
            "n": 300,
            "groups": 87,
            "seeds": 1,
            "measured_at": "2026-11-24T08:26:55.255+00:00",
            "recorded": False,
            "evaluation": "e-1",
            "card": "1122d906cc48c799",
            "currency": "USD",
            "example_price": True,
            "priced_at": "2026-11-30",
        }
        | scope,
    }


def _arm(arm: str) -> Record:
    middle, low, high = LATENCY[arm]
    return {
        "arm": arm,
        "label": LABELS[arm],
        "accuracy": {
            stratum: {"n": n, "groups": groups, "share": share, "interval": [low, high]}
            for stratum, (share, low, high) in ACCURACY[arm].items()
            for n, groups in [ASKED[stratum]]
        },
        "latency": {"p50": middle, "p50_interval": [low, high], "p95": middle * 1.7},
        "cost": {stratum: _cost(middle, *shares) for stratum, shares in ACCURACY[arm].items()},
        "fresh": _fresh(*FRESH[arm]) if arm in FRESH else None,
    }


def _cost(middle: float, share: float, low: float, high: float) -> Record:
    each = middle * PER_MS
    interval = [each / high, each / low] if low else None
    return {"per_correct": each / share if share else None, "interval": interval}


def _fresh(
    new: float, low: float, high: float, old: float, least: float, most: float, seconds: float
) -> Record:
    return {
        "n": 49,
        "groups": 36,
        "new": new,
        "new_interval": [low, high],
        "old": old,
        "old_interval": [least, most],
        "seconds": seconds,
    }


FOUND: dict[str, Record] = {
    "fresh": {
        "verdict": "supported",
        "finding": "RAG says the new value 57 points more often than Fine-tuned before it is "
        "trained anew (95 % interval 33 to 78): of 100 changed facts about 57, Fine-tuned 0.",
        "effect": 0.57,
        "interval": [0.33, 0.78],
        "evidence": {"kind": "freshness", "id": "x-1", "chart": "freshness", "stratum": None},
    },
    "cheaper": {
        "verdict": "refuted",
        "finding": "A correct answer by Fine-tuned costs a tenth of one by RAG on facts it was "
        "trained on (ratio 11.5, 8.7 to 16).",
        "effect": 11.5,
        "interval": [8.7, 16.0],
        "evidence": {"kind": "evaluation", "id": "e-1", "chart": "cost", "stratum": "seen"},
    },
    "faster": {
        "verdict": "supported",
        "finding": "Half of Fine-tuned's answers come within 123 ms, half of RAG's within 558 ms: "
        "it takes .22 of the time (.21 to .23).",
        "effect": 0.22,
        "interval": [0.21, 0.23],
        "evidence": {"kind": "evaluation", "id": "e-1", "chart": "latency_ms", "stratum": None},
    },
    "invents": {
        "verdict": "exploratory",
        "finding": "Too few questions for a word: 27 that the documents do not answer. RAG refused "
        "none of them, Fine-tuned 85 of 100.",
        "effect": -0.85,
        "interval": [-0.96, -0.69],
        "n": 27,
        "missing": 34,
        "evidence": {
            "kind": "evaluation",
            "id": "e-1",
            "chart": "refusals",
            "stratum": "unanswerable",
        },
    },
    "hybrid": {
        "verdict": "inconclusive",
        "finding": "Not enough data to tell which is better on facts it was trained on: Hybrid 90 "
        "of 100 right, Fine-tuned 91; the difference is 2 points (-10 to 5).",
        "effect": -0.02,
        "interval": [-0.10, 0.05],
        "evidence": {"kind": "evaluation", "id": "e-1", "chart": "differences", "stratum": "seen"},
    },
    "everything": {
        "verdict": "does not apply",
        "finding": "It does not fit: 41 pages too many for this model.",
    },
}


def claims() -> Record:
    """Return every claim: some found, the others not measured yet."""
    return {"claims": [_verdict(claim) for claim in CLAIMS], "family": 9}


def _verdict(claim: Any) -> Record:
    found = FOUND.get(claim.key, {})
    measured = "effect" in found
    return {
        "claim": claim.key,
        "group": claim.group,
        "slogan": claim.slogan,
        "verdict": "not measured yet",
        "finding": "Nothing was measured for this yet.",
        "effect": None,
        "interval": None,
        "unit": claim.unit,
        "margin": claim.margin,
        "p": 0.0002 if measured else None,
        "p_holm": 0.0018 if measured else None,
        "n": 184 if measured else None,
        "groups": 40 if measured else None,
        "seeds": 1 if measured else None,
        "missing": None,
        "minutes": None if found else 12.0,
        "change": "About 1,150 questions would show a difference of 5 points."
        if measured
        else "Measure it.",
        "rule": f"{claim.holds}.",
        "model": MODEL if measured else None,
        "measured_at": "2026-11-24T08:26:55.255+00:00" if measured else None,
        "evidence": None,
    } | found


WISHES: Record = {
    "stratum": "held_out",
    "limits": {},
    "weights": {"accuracy": 40, "cost": 40, "setup": 20},
    "scales": DOCUMENT["scales"],
    "queries": 1000.0,
    "updates": 4.0,
    "situation": {},
}


class FakeDeciding:
    """The client's methods that decide; `_find` and `folder` are the engine's."""

    folder: str

    measures_changes: Record = {}  # noqa: RUF012

    def _find(self, project: str) -> Record:
        raise NotImplementedError

    def four_measures(self, project: str, evaluation: str | None = None) -> Record:
        held = self._find(project)
        if not held["evaluations"]:
            raise NotFoundError(f"{held['name']} has no evaluation with answers yet. Run one.")
        if evaluation not in (None, *(row["id"] for row in held["evaluations"])):
            raise NotFoundError(f"There is no evaluation '{evaluation}'.")
        scope = {"project": held["name"], "recorded": bool(held["recorded"])}
        scope["evaluation"] = evaluation or held["evaluations"][0]["id"]
        return four_measures(**scope) | self.measures_changes

    def recommendation(self, project: str, evaluation: str | None = None) -> Record | None:
        found: Record | None = self._find(project).get("recommendation")
        return found if found and evaluation in (None, found["evaluation"]) else None

    def recommend(
        self, project: str, evaluation: str | None = None, wishes: Record | None = None
    ) -> Record:
        asked = WISHES | (wishes or {})
        asked["scales"] = WISHES["scales"] | asked["scales"]
        case = CASES[3] if asked["limits"].get("latency_ms") != 1 else CASES[5]
        made = recommended(case)
        made["wishes"] = asked
        made["assumed"] = ["Example volume: 1,000 questions and 4 updates a month. Set your own."]
        made["unmeasured"] = ["All documents in the prompt: not measured."]
        self._find(project)["recommendation"] = made
        return made

    def claims(self, project: str, evaluation: str | None = None) -> Record:
        self._find(project)
        return claims()

    def report(
        self,
        project: str,
        format: str,
        evaluation: str | None = None,
        interactive: bool = False,
        file: str | None = None,
    ) -> Record:
        path = Path(file or Path(self.folder) / f"report.{format}")
        path.write_text(f"{self._find(project)['name']}: {evaluation}", encoding="utf-8")
        return {"path": str(path)}
