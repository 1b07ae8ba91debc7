"""A snapshot written by hand, with figures as the recorded demo has them."""

import json
from typing import Any

from core.decision.catalogue import CLAIMS
from core.evaluation.figures.break_even import UPKEEP, month_figures
from core.records.snapshot import Snapshot
from tests.fake_data import RECORDING
from tests.fake_data import summary as evaluated
from tests.fake_freshness import experiment

Record = dict[str, Any]
ARMS = ("base", "rag", "tuned", "hybrid")
MODEL, MEASURED = "SmolLM2-135M-Instruct", "2026-11-24T08:26:55.255+00:00"
ACCURACY: dict[str, dict[str, tuple[float, float, float]]] = {
    "seen": {
        "base": (0.005, 0.0, 0.017),
        "rag": (0.359, 0.258, 0.462),
        "tuned": (0.913, 0.854, 0.961),
        "hybrid": (0.897, 0.828, 0.952),
    },
    "held_out": {
        "base": (0.0, 0.0, 0.161),
        "rag": (0.494, 0.329, 0.663),
        "tuned": (0.011, 0.0, 0.044),
        "hybrid": (0.685, 0.483, 0.8625),
    },
}
ASKED = {"seen": (184, 40), "held_out": (89, 20)}
LATENCY = {
    "base": (151.3, 136.5, 156.9, 538.9),
    "rag": (558.4, 543.1, 580.4, 967.9),
    "tuned": (123.2, 120.1, 126.2, 179.7),
    "hybrid": (541.3, 522.6, 550.0, 877.5),
}
IMAGE = "<img src=x onerror=alert(1)>.pdf"
SCRIPT = "<script>alert(2)</script>"
FORMULA = '=HYPERLINK("http://example.invalid/"&A1,"x")'
TYPST = '#panic("typst") #import "@preview/x:1.0.0": * $x$ `raw`'
HOUR = 0.1
PLANNED = (
    ("held_out", "rag", "tuned", 0.3335, 0.194, 0.481, 0.0012, "supported"),
    ("held_out", "hybrid", "rag", 0.2789, 0.110, 0.430, 0.0088, "supported"),
    ("held_out", "hybrid", "tuned", 0.6124, 0.433, 0.773, 0.0012, "supported"),
    ("seen", "rag", "tuned", -0.6157, -0.709, -0.522, 0.0012, "refuted"),
    ("seen", "hybrid", "rag", 0.5966, 0.486, 0.698, 0.0012, "supported"),
    ("seen", "hybrid", "tuned", -0.019, -0.097, 0.049, 0.6654, "inconclusive"),
)
VERDICTS: dict[str, tuple[Any, ...]] = {
    "fresh": (
        "supported",
        "Of 100 changed facts, RAG says the new value for 57 (35 to 75) and Fine-tuned for none "
        "before it is trained anew.",
        0.565,
        [0.35, 0.75],
        23,
    ),
    "cheaper": (
        "refuted",
        "On facts it was trained on, a right answer costs with RAG 11.5 times what it costs with "
        "Fine-tuned.",
        11.5,
        [8.9, 15.2],
        184,
    ),
    "faster": ("supported", "Fine-tuned takes .22 of the time of RAG.", 0.22, [0.21, 0.23], 300),
    "invents": (
        "exploratory",
        "Asked what the documents do not answer, Fine-tuned refuses 85 of 100 and RAG none; 27 "
        "questions are too few for a word.",
        -0.85,
        [-0.94, -0.68],
        27,
    ),
    "hybrid": (
        "inconclusive",
        "On questions it was not trained on Hybrid is ahead; on facts it was trained on there is "
        "not enough data to tell whether Hybrid or Fine-tuned is better.",
        -0.016,
        [-0.09, 0.05],
        184,
    ),
    "everything": ("does not apply", "The documents are 41 pages too many.", None, None, None),
}
STATED = {"currency": "USD", "machine_per_hour": HOUR, "as_of": "2026-11-20"}


def snapshot(**changes: Any) -> Snapshot:
    """Return the snapshot; `changes` replace fields of it."""
    summary = {
        "arms": {
            arm: {
                "cost": _per_query(arm),
                "cost_interval": None,
                "strata": {},
                "cost_per_correct": None,
                "cost_per_correct_interval": None,
            }
            for arm in ARMS
        },
        "currency": "USD",
        "prices": STATED,
    }
    upkeep: Any = dict.fromkeys(UPKEEP) | {"updates": 4.0, "queries": 20_000.0}
    made: Record = {
        "made_at": MEASURED,
        "measures": measures(),
        "claims": [verdict(claim) for claim in CLAIMS],
        "contrasts": [contrast(*each) for each in PLANNED],
        "recommendation": None,
        "evaluation": {"id": "e-98bd5479", "card": card(), "summary": evaluated(priced=True)},
        "months": month_figures(summary, upkeep, 4.5, {"tuned": 1318.0, "hybrid": 1318.0}),  # type: ignore[arg-type]
        "freshness": experiment("j-1", ARMS, retrain=True, n=60),
        "recorded": RECORDING | {"recorded_at": MEASURED},
    }
    return made | changes  # type: ignore[return-value]


def _per_query(arm: str) -> float:
    return LATENCY[arm][0] / 1000 * HOUR / 3600


def measures(**scope: Any) -> Record:
    """Return the four measures; `scope` replaces fields of their scope."""
    return {
        "headline": "On questions it was not trained on Hybrid is the most accurate: of 100, about "
        "69 right, RAG 49.",
        "more": ["On facts it was trained on, Fine-tuned has about 91 of 100 right, RAG 36."],
        "how_sure": "Fairly sure: the difference of 28 points of F1 has a 95 % interval of 11 to "
        "43, over 89 questions in 20 groups.",
        "limits": [
            "The model has 135 million parameters: with a larger one the order can turn round.",
            "One adapter was trained; another random start may give other figures.",
            "All questions are about one invented company.",
        ],
        "arms": [_arm(arm) for arm in ARMS],
        "scope": {
            "project": "Demo (recorded)",
            "model": MODEL,
            "documents": 12,
            "n": 300,
            "groups": 87,
            "seeds": 1,
            "measured_at": MEASURED,
            "recorded": True,
            "evaluation": "e-98bd5479",
            "card": "1122d906cc48c799",
            "currency": "USD",
            "example_price": True,
            "priced_at": "2026-11-20",
        }
        | scope,
    }


def _arm(arm: str) -> Record:
    p50, low, high, p95 = LATENCY[arm]
    shares = {kind: values[arm] for kind, values in ACCURACY.items()}
    spent = _per_query(arm)
    return {
        "arm": arm,
        "label": arm,
        "accuracy": {
            kind: {
                "n": ASKED[kind][0],
                "groups": ASKED[kind][1],
                "share": share,
                "interval": [low, high],
            }
            for kind, (share, low, high) in shares.items()
        },
        "latency": {"p50": p50, "p50_interval": [low, high], "p95": p95},
        "cost": {
            kind: {
                "per_correct": spent / share if share else None,
                "interval": [spent / high, spent / low] if low else None,
            }
            for kind, (share, low, high) in shares.items()
        },
        "fresh": None,
    }


def contrast(
    stratum: str, first: str, second: str, *figures: Any, measure: str = "containment"
) -> Record:
    """Return a planned comparison: difference, ends of its interval, adjusted p, word."""
    difference, low, high, p, word = figures
    n, groups = ASKED[stratum]
    return {
        "stratum": stratum,
        "first": first,
        "second": second,
        "measure": measure,
        "margin": 0.05,
        "n": n,
        "groups": groups,
        "difference": difference,
        "interval": [low, high],
        "p_holm": p,
        "verdict": word,
    }


def verdict(claim: Any) -> Record:
    """Return what was found of a claim."""
    missing = ("not measured yet", "Not measured yet.", None, None, None)
    word, finding, effect, interval, n = VERDICTS.get(claim.key, missing)
    measured = n is not None
    return {
        "claim": claim.key,
        "group": claim.group,
        "slogan": claim.slogan,
        "verdict": word,
        "finding": finding,
        "effect": effect,
        "interval": interval,
        "unit": claim.unit,
        "margin": claim.margin,
        "p": None,
        "p_holm": None,
        "n": n,
        "groups": None,
        "seeds": 1 if measured else None,
        "missing": 34 if word == "exploratory" else None,
        "minutes": 12.0 if word == "not measured yet" else None,
        "change": "A larger model, or more seeds, may change it." if measured else "",
        "rule": claim.holds,
        "model": MODEL if measured else None,
        "measured_at": MEASURED if measured else None,
        "evidence": None,
    }


def card() -> Record:
    """Return what a report reads of a run card."""
    return {
        "split": "test",
        "n": 300,
        "seed": 0,
        "arms": list(ARMS),
        "model": MODEL,
        "defaults": {
            "passages": 3,
            "passage_tokens": 600,
            "answer_tokens": 48,
            "precision": "int8",
        },
        "base": "smollm2-135m-instruct",
        "adapters": {"tuned": "mixed 1", "hybrid": "mixed 1"},
        "style": "short-answer",
        "corpus_version": "3eea4e7cb0915ec2",
        "questions_hash": "c06ce948dbff2a20",
        "train_groups": [],
        "hash": "1122d906cc48c799",
    }


def recommendation() -> Record:
    """Return a recommendation of Hybrid with one option struck out."""

    def criterion(value: float, low: float, high: float, says: str) -> Record:
        return {"value": value, "interval": [low, high], "utility": value, "says": says}

    def option(key: str, label: str, value: tuple[float, float, float], **fields: Any) -> Record:
        latency = criterion(558, 543, 580, "half of the answers come within 558 ms")
        return {
            "option": key,
            "label": label,
            "criteria": {
                "accuracy": criterion(*value, f"{100 * value[0]:.0f} of 100 right"),
                "latency": latency,
            },
            "struck": [],
            "may_fail": [],
            "dominated_by": None,
            "score": 0.5,
            "wins": 0.5,
        } | fields

    return {
        "id": "r-1",
        "created_at": MEASURED,
        "evaluation": "e-98bd5479",
        "wishes": {
            "stratum": "held_out",
            "limits": {"latency_ms": 1000.0, "training_allowed": True},
            "weights": {"accuracy": 60.0, "freshness": 20.0, "cost": 20.0},
            "queries": 20_000.0,
            "updates": 4.0,
        },
        "outcome": "recommended",
        "option": "hybrid",
        "headline": "Hybrid fits best: best in 83 of 100 resamples under your weights.",
        "because": [
            "It has 69 of 100 right on questions it was not trained on, RAG 49.",
            "It says 83 of 100 changed facts anew after 5 seconds.",
            "It answers in 541 ms.",
        ],
        "runner_up": "RAG",
        "wins": 0.83,
        "wins_error": 0.01,
        "draws": 2000,
        "options": [
            option("few-shot", "Prompt only", (0.02, 0.0, 0.05), wins=0.0, dominated_by="RAG"),
            option("rag", "RAG", ACCURACY["held_out"]["rag"], wins=0.17),
            option("tuned", "Fine-tuned", ACCURACY["held_out"]["tuned"], struck=["Stale."]),
            option("hybrid", "Hybrid", ACCURACY["held_out"]["hybrid"], wins=0.83),
        ],
        "flips": [
            {
                "what": "weight",
                "name": "cost",
                "now": 20.0,
                "at": 46.0,
                "distance": 1.3,
                "to": "RAG",
                "says": "RAG wins from a weight of 46 for cost on (20 now).",
            }
        ],
        "next_step": {
            "says": "Ask 120 questions more, about 9 minutes, to be surer of the accuracy.",
            "questions": 120,
            "minutes": 9.0,
            "experiment": "evaluate",
        },
        "questionnaire": "A questionnaire would say RAG; your measurements say Hybrid.",
    }


def hostile_snapshot() -> Snapshot:
    """Return a snapshot with markup wherever a name, a question or an answer stands."""
    text = json.dumps(snapshot(recommendation=recommendation()))
    for mine, theirs in (
        ("Demo (recorded)", IMAGE),
        (MODEL, f"{SCRIPT}{FORMULA}"),
        ("=no idea", f"{FORMULA} {SCRIPT} {IMAGE}"),
        ("How long is", f"{TYPST} ![x](javascript:alert(3)) {SCRIPT} How long is"),
        ("mixed 1", FORMULA),
        ("One adapter was trained", f"</title></style></svg>{SCRIPT} | {TYPST}"),
        ("Hybrid fits best", f"<b onclick=alert(4)>{SCRIPT}]]></b>"),
    ):
        assert mine in text
        text = text.replace(mine, json.dumps(theirs)[1:-1])
    changed: Snapshot = json.loads(text)
    return changed
