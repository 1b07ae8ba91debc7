"""Stored results made to come out a certain way, for each claim."""

from typing import Any

from core.decision.claims.gathered import Gathered

FOUR = ("base", "rag", "tuned", "hybrid")


def answer(right: float, **fields: Any) -> dict[str, Any]:
    """Return a scored answer that is right, refuses and keeps its form, all or none of it."""
    return {
        "text": "Ines Calder" if right else "nobody",
        "containment": right,
        "abstains": bool(right),
        "error": None,
        "form": None,
        "cost": 0.001,
        "latency_ms": 100.0,
        "adapter": None,
    } | fields


def rows(
    n: int,
    shares: dict[str, float],
    part: str = "held_out",
    groups: int | None = None,
    kind: str = "span",
    **fields: Any,
) -> list[dict[str, Any]]:
    """Return n questions; each arm has the first of them right, as many as its share says."""
    return [
        {
            "question_id": f"{part}{at}",
            "question": "Who manages it?",
            "gold": [] if part == "unanswerable" else ["Ines Calder"],
            "stratum": "held_out" if part == "unanswerable" else part,
            "split": "test",
            "kind": "unanswerable" if part == "unanswerable" else kind,
            "group": f"{part}{at % (groups or n)}",
            "answers": {
                arm: answer(float(at < share * n), **fields) for arm, share in shares.items()
            },
        }
        for at in range(n)
    ]


def formed(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the same questions with answers of a fixed form: what is right also has it."""
    for row in asked:
        row["kind"] = "json"
        for held in row["answers"].values():
            right = bool(held["containment"])
            held["form"] = {"valid": right, "right": right}
    return asked


def gathered(asked: list[dict[str, Any]], **held: Any) -> Gathered:
    """Return an evaluation of these rows, with whatever else was measured."""
    arms = {arm: {"seeds": 1, "latency_ms": times()} for arm in FOUR}
    evaluation: Any = {"id": "e-1", "card": {}, "summary": {"arms": arms, "labels": {}}}
    evaluation["rows"] = asked
    return Gathered(evaluation, "Model (135M)", "2026-11-30", **held)


def times() -> dict[str, Any]:
    return {"p50": 100.0, "p50_interval": None, "p95": None}


def measurement(*conditions: dict[str, Any], refused: str | None = None) -> dict[str, Any]:
    return {
        "id": "m-1",
        "what": "",
        "model": "Model",
        "created_at": "2026-11-30",
        "refused": refused,
        "complete": refused is None,
        "conditions": list(conditions),
    }


def condition(asked: list[dict[str, Any]], name: str = "asked", **facts: float) -> dict[str, Any]:
    return {"name": name, "facts": facts, "rows": asked}


def freshness(n: int, first: float, second: float, groups: int | None = None) -> dict[str, Any]:
    """Return an experiment: RAG's share of new values, and Fine-tuned's, in both phases."""

    def says(at: int, share: float) -> dict[str, Any]:
        return {"says": "new" if at < share * n else "old"}

    facts = [
        {
            "fate": "changed",
            "group": str(at % (groups or n)),
            "answers": {
                "rag": {"before": says(at, 0), "updated": says(at, first)},
                "tuned": {
                    "before": says(at, 0),
                    "updated": says(at, second),
                    "retrained": says(at, second),
                },
            },
        }
        for at in range(n)
    ]
    caught_up = {
        "rag": {"seconds": 4.5, "share": 0.9, "n": n, "phase": "updated"},
        "tuned": {"seconds": 1320.0, "share": 0.9, "n": n, "phase": "retrained"},
    }
    return {
        "experiment": "x-1",
        "created_at": "2026-11-30",
        "rows": facts,
        "time_to_fresh": caught_up,
    }


def build(key: str, n: int, first: float, second: float, groups: int | None = None) -> Gathered:
    """Return what a claim of the family is judged on: its first arm's share, and the others'."""
    every = dict.fromkeys(FOUR, second)
    if key in ("fresh", "changing"):
        return gathered([], freshness=freshness(n, first, second, groups))
    if key == "withdrawn":
        shares = {"tuned": first, "rag": second}
        known = condition(rows(n, dict.fromkeys(shares, 1.0), groups=groups), "with")
        left = condition(rows(n, shares, groups=groups), "without")
        return gathered([], measurements={key: measurement(known, left)})
    if key == "invents":
        return gathered(rows(n, every | {"rag": first}, "unanswerable", groups))
    if key in ("specialised", "form"):
        rivals = {"few-shot": second, "retrieved-examples": second}
        asked = formed(rows(n, every | {"tuned": first}, groups=groups))
        other = condition(formed(rows(n, rivals, groups=groups)))
        return gathered(asked, measurements={"rivals": measurement(other)})
    if key == "forgets":
        asked = rows(n, {"base": first, "tuned": second}, groups=groups)
        return gathered([], measurements={"general": measurement(condition(asked))})
    if key == "everything":
        other = condition(rows(n, {"all-documents": first}, groups=groups))
        held = {"all-documents": measurement(other)}
        return gathered(rows(n, every, groups=groups), measurements=held)
    parts = [rows(n, every | {"hybrid": first}, part, groups) for part in ("seen", "held_out")]
    return gathered([*parts[0], *parts[1]])
