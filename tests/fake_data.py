"""Plausible records, shaped as the engine's, for a project about a staff handbook."""

import random
from typing import Any

from tests.fake_answers import sliced

Record = dict[str, Any]
ARMS = ("base", "rag", "tuned", "hybrid")
NOW = "2026-11-22T17:08:00.000+00:00"
PASSAGE = (
    "New staff have 25 days of leave a year. Unused days can be carried over until 31 March; "
    "later they lapse. <b>Bold</b> and **stars** in a document stay what they are."
)
ANSWERS = {
    "base": "New staff usually have 20 days of paid leave, depending on the country.",
    "rag": "25 days of leave a year.",
    "tuned": "25 days",
    "hybrid": "25 days",
}

RECORDING: Record = {
    "recorded_at": NOW,
    "machine": {"cores": 2, "memory_gb": 24, "cpu": "a processor"},
    "command": "python -m benchmarks.record_demo",
    "minutes": 38.0,
    "versions": {"assay": "0.1.0"},
    "sha256": "9f",
}


def curve(steps: int = 60) -> list[Record]:
    """Return a loss curve that falls, with a dev loss every tenth step."""
    noise = random.Random(1)
    return [
        {
            "step": step,
            "loss": 2.4 * 0.96**step + 0.4 + noise.random() * 0.15,
            "dev_loss": 2.2 * 0.965**step + 0.55 if step % 10 == 0 else None,
        }
        for step in range(1, steps + 1)
    ]


def document(name: str, passages: int = 12, error: str | None = None) -> Record:
    """Return a document, failed if there is an error."""
    return {
        "id": f"d-{name}",
        "name": name,
        "title": name.rsplit(".", 1)[0],
        "bytes": 184_320,
        "status": "failed" if error else "indexed",
        "error": error,
        "pages": 0 if error else 8,
        "passages": 0 if error else passages,
        "seconds": 1.4,
        "warnings": [],
        "added_at": NOW,
    }


def question(number: int, split: str) -> Record:
    """Return a question; every seventh has no answer in the documents."""
    unanswerable = number % 7 == 6
    return {
        "id": f"q-{number}",
        "text": f"How many days of leave does level {number} have?",
        "answers": [] if unanswerable else [f"{20 + number} days", f"{20 + number}"],
        "kind": "unanswerable" if unanswerable else "answerable",
        "split": split,
        "group": f"level {number // 2}",
        "document": "handbook.pdf",
        "extra": {},
    }


def generated(facts: int) -> list[Record]:
    """Return two questions a fact as generation makes them: test first held out, some cloze."""
    rows = []
    for number in range(2 * facts):
        fact = number // 2
        by = ("sentence", "cloze", "sentence", "unanswerable")[fact % 4]
        made = {
            "by": by,
            "passage": "s-3",
            "sentence": PASSAGE.split(".")[0],
            "answer": "25 days",
            "phrasing": number % 2,
        }
        row = question(1000 + number, ("train", "test")[number % 2])
        text = f"How many days of leave do new staff have, wording {number}?"
        if by == "cloze":
            text = f"New staff have ____ of leave a year, wording {number}."
        answers = [] if by == "unanswerable" else ["25 days"]
        row |= {"text": text, "answers": answers, "kind": by, "group": f"fact {fact}"}
        rows.append(row | {"extra": {"generated": made}})
    return rows


def checks(questions: list[Record]) -> Record:
    """Return what is found before training, shaped as the engine's."""
    counted: dict[tuple[str, str | None, str], int] = {}
    for number, row in enumerate(questions):
        stratum = ("seen", "held_out")[number % 2] if row["split"] == "test" else None
        key = (row["split"], stratum, row["kind"])
        counted[key] = counted.get(key, 0) + 1
    noise = random.Random(2)
    return {
        "n": len(questions),
        "passages": 90,
        "counts": [
            {"split": split, "stratum": stratum, "kind": kind, "n": n}
            for (split, stratum, kind), n in counted.items()
        ],
        "lengths": {
            "window": 8192,
            "max_length": 1024,
            "passage_tokens": 600,
            "passages": 3,
            "answer_tokens": 48,
            "share": 200,
            "longest": 690,
            "prompts": [50 + int(noise.gauss(15, 5)) for _ in questions],
            "passage_lengths": [int(abs(noise.gauss(150, 60))) for _ in range(90)],
            "over_window": 0,
            "over_training": 0,
            "over_budget": 1,
            "crowding": 12,
            "long_passages": [{"document": "handbook.pdf", "page": 3, "tokens": 412}],
        },
        "repeated": [{"text": "Who signs?", "n": 2, "splits": ["train"]}],
        "contradicting": [{"text": "Who pays?", "n": 2, "answers": ["Bob", "Cy"]}],
        "missing": [],
        "personal": {
            "questions": 1,
            "kinds": {"email": {"questions": 1, "passages": 4}, "phone": {"passages": 2}},
            "examples": [{"kind": "email", "where": "faq.md, page 1", "value": "an•.•••@•••.•••"}],
        },
        "languages": {"questions": {}, "passages": {"German": 40}, "warn": True},
    }


def adapter(key: str, name: str, **changes: Any) -> Record:
    """Return a finished adapter."""
    return {
        "id": key,
        "name": name,
        "recipe": "mixed",
        "base": "smollm2-135m-instruct",
        "corpus_version": "c-81f3a2",
        "questions_hash": "q-5b0e77",
        "settings": {"epochs": 3, "learning_rate": 0.0005, "lora_r": 16, "seed": 0},
        "curve": curve(),
        "seconds": 912.0,
        "cost": None,
        "created_at": NOW,
        "bytes": 148_000_000,
        "ready": True,
        "gguf": None,
        "chosen": False,
        "arms": [],
        "stale": [],
        "seeds": [0],
    } | changes


def answer_arm(arm: str, state: str, **changes: Any) -> Record:
    """Return one arm of a question in a state; finished ones carry text and timings."""
    done = state == "done"
    retrieves = arm in ("rag", "hybrid")
    passages = [
        {
            "id": f"s-{page}",
            "document": "handbook.pdf",
            "page": page,
            "text": PASSAGE,
            "score": 0.03,
        }
        for page in (3, 4, 7)
    ]
    return {
        "arm": arm,
        "state": state,
        "text": ANSWERS.get(arm, "25 days") if done else "",
        "error": None,
        "page": None,
        "passages": passages if done and retrieves else [],
        "first_token_ms": (640.0 if retrieves else 92.0) if done else None,
        "latency_ms": (1220.0 if retrieves else 540.0) if done else None,
        "tokens_in": 512 if retrieves else 48,
        "tokens_out": 7,
        "cost": None,
        "fingerprint": {"build": f"{arm}-int8", "engine": "openvino", "decoding": "greedy"},
        "adapter": "mixed-1" if arm in ("tuned", "hybrid") else None,
    } | changes


def _interval(value: float, width: float) -> list[float]:
    return [max(0.0, value - width), min(1.0, value + width)]


def _scores(arm: str, held_out: bool) -> Record:
    value = {"base": 0.06, "rag": 0.31, "tuned": 0.52, "hybrid": 0.63}[arm]
    value *= 0.45 if held_out and arm == "tuned" else 0.92 if held_out else 1.0
    scores = {"em": value * 0.8, "f1": value * 0.95, "containment": value}
    intervals = {key: _interval(score, 0.07) for key, score in scores.items()}
    return {**scores, "intervals": intervals}


def _latency(middle: float) -> Record:
    return {"p50": middle, "p50_interval": [middle * 0.96, middle * 1.05], "p95": middle * 1.7}


def _parts(retrieves: bool) -> Record:
    reading = {"embed_ms": 9.0, "search_ms": 14.0} if retrieves else {"embed_ms": 0, "search_ms": 0}
    rest = {"other_ms": 6.0, "prefill_ms": 640.0 if retrieves else 92.0}
    return reading | rest | {"decode_ms": 580.0 if retrieves else 448.0}


def summary(priced: bool = False, arms: tuple[str, ...] = ARMS, n: int = 200) -> Record:
    """Return the summary of an evaluation over `arms`."""
    found: Record = {}
    for arm in arms:
        retrieves = arm in ("rag", "hybrid")
        cost = (0.00009 if retrieves else 0.00004) if priced else None
        strata = {
            "seen": {"n": n // 2, "groups": n // 4, **_priced(_scores(arm, False), cost)},
            "held_out": {"n": n - n // 2, "groups": n // 4, **_priced(_scores(arm, True), cost)},
        }
        found[arm] = {
            "n": n,
            "answers": n,
            "failed": 0,
            "timed": n,
            "seeds": 1,
            "adapter": "mixed-1" if arm in ("tuned", "hybrid") else None,
            **_scores(arm, False),
            "answer_words": 4,
            "strata": strata,
            "first_token_ms": _latency(640.0 if retrieves else 92.0),
            "latency_ms": _latency(1220.0 if retrieves else 540.0),
            "parts_ms": _parts(retrieves),
            "fixed": {
                "n": 20,
                "tokens": 32,
                "natural_ms": _latency(1220.0 if retrieves else 540.0),
                "latency_ms": _latency(1540.0 if retrieves else 910.0),
                "per_token_ms": _latency(27.0),
            },
            "tokens_in": 512.0 if retrieves else 48.0,
            "tokens_out": 7.4,
            "cost": cost,
            "cost_interval": [cost * 0.95, cost * 1.06] if cost else None,
        }
    return {
        "n": n,
        "model": "SmolLM2-135M-Instruct",
        "model_size": "135M",
        "currency": "USD",
        "prices": {"machine_per_hour": 0.2 if priced else None},
        "arms": found,
        "retrieval": {
            "n": n,
            "left_out": 0,
            "hit@1": 0.92,
            "hit@5": 0.99,
            "recall@5": 0.98,
            "mrr@10": 0.95,
            "ndcg@10": 0.96,
        },
        "reading": reading(arms, n),
        "slices": sliced(arms),
        "abstention": {},
        "labels": {},
        "complete": True,
        "untested": 0,
        "adapters": 1,
        "contrasts": contrasts(arms, n),
        "left_out": {"same": 1, "rewording": 2},
        "test_use": 3,
    }


def _priced(scores: Record, cost: float | None) -> Record:
    """Return scores with what a correct answer costs beside them."""
    correct = cost / scores["containment"] if cost and scores["containment"] else None
    interval = [correct * 0.85, correct * 1.2] if correct else None
    return scores | {"cost_per_correct": correct, "cost_per_correct_interval": interval}


def reading(arms: tuple[str, ...], n: int) -> Record:
    """Return what arms that retrieve made of their passages, on held-out facts."""
    counts = {"read_right": 50, "read_wrong": 30, "missed_right": 4, "missed_wrong": 16}
    part = {"n": 100, **counts, "known": 6, "destroyed": 2}
    found = {arm: part for arm in arms if arm in ("rag", "hybrid")}
    return {"held_out": found} if found else {}


def contrast(first: str, second: str, verdict: str, difference: float, n: int) -> Record:
    """Return a planned comparison on held-out facts."""
    return {
        "stratum": "held_out",
        "first": first,
        "second": second,
        "measure": "f1",
        "margin": 0.05,
        "n": n,
        "groups": n // 4,
        "difference": difference,
        "interval": [difference - 0.09, difference + 0.09],
        "p": 0.02,
        "test": "sign-flip",
        "both": 40,
        "first_only": 30,
        "second_only": 12,
        "neither": n - 82,
        "p_holm": 0.04,
        "verdict": verdict,
        "beyond_margin": difference > 0.14,
        "smallest": 0.13,
        "needed": 640,
        "seeds": 1,
        "adapters": 1,
        "on_tuning": False,
    }


def contrasts(arms: tuple[str, ...], n: int) -> list[Record]:
    """Return the planned comparisons that the arms allow, a word each."""
    found = [
        contrast("rag", "tuned", "inconclusive", 0.03, n),
        contrast("hybrid", "rag", "supported", 0.27, n),
        contrast("hybrid", "tuned", "supported", 0.3, n),
    ]
    return [one for one in found if {one["first"], one["second"]} <= set(arms)]


def asked(questions: list[Record]) -> Record:
    """Return how many of an evaluation's questions were generated and reviewed."""
    generated = [row["extra"] for row in questions if "generated" in row["extra"]]
    reviewed = sum("review" in extra for extra in generated)
    return {
        "n": len(questions),
        "generated": len(generated),
        "reviewed": reviewed,
        "unreviewed": len(generated) - reviewed,
        "accept_rate": None,
    }


READ = [{"id": "handbook.pdf-1", "document": "handbook.pdf", "page": 2}]
"""What arms that retrieve read in an evaluation."""


def evaluation_row(question: Record, arms: tuple[str, ...]) -> Record:
    """Return a question with an answer from each arm; the trained and reading arms are right."""
    gold = question["answers"]
    answers = {}
    for number, arm in enumerate(arms):
        text = gold[0] if gold and number else "=SUM(A1) 20 days, in most countries"
        right = float(bool(gold) and text == gold[0])
        answers[arm] = {
            "text": text,
            "em": right,
            "f1": right,
            "containment": right,
            "first_token_ms": 92.0,
            "latency_ms": 540.0,
            "tokens_in": 48,
            "tokens_out": 7,
            "cost": None,
            "error": None,
            "passages": READ if arm in ("rag", "hybrid") else [],
        }
    return {
        "question_id": question["id"],
        "question": question["text"],
        "gold": gold,
        "stratum": "held_out" if question["split"] == "test" else "seen",
        "split": question["split"],
        "kind": question["kind"],
        "group": question["group"],
        "document": question["document"],
        "answers": answers,
    }
