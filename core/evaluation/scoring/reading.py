"""What arms make of their passages: misses of retrieval told from misses of reading.

A retrieval miss: no passage in the prompt, as it was packed, holds a gold answer. A reading miss:
one does, and the answer is wrong all the same (docs/method.md, "Retrieval misses and reading
misses"). Known answers destroyed: the base model is right without passages and the arm is wrong
with them.
"""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from core.arms import arm_of
from core.evaluation.scoring.metrics import containment
from core.records.question import UNANSWERABLE

BASE = "base"
Json = dict[str, Any]
Row = Mapping[str, Any]


def gold_read(passages: Sequence[Mapping[str, Any]], golds: Sequence[str]) -> bool | None:
    """Return whether a packed passage holds a gold answer, None where that means nothing."""
    if not passages or not golds:
        return None
    return any(containment(one["text"], gold) for one in passages for gold in golds)


def reading(rows: Sequence[Row], arm: str) -> Json | None:
    """Return how often an arm had the answer before it and what it made of it.

    Args:
        rows: Of one stratum, unanswerable questions among them left out.

    Returns:
        {"n", "read_right", "read_wrong": reading misses, "missed_right", "missed_wrong": retrieval
        misses, "known": questions the base model has right, "destroyed": of these, wrong with
        passages}; None for an arm that read nothing. Right is containment. Of several seeds the
        means of these counts.
    """
    keys = dict.fromkeys(key for row in rows for key in row["answers"] if arm_of(key) == arm)
    found = [counts for key in keys if (counts := _counted(rows, key))]
    if len(found) < 2:
        return found[0] if found else None
    return {name: round(fmean(one[name] for one in found), 1) for name in found[0]}


def _counted(rows: Sequence[Row], key: str) -> Json | None:
    found = {
        "n": 0,
        "read_right": 0,
        "read_wrong": 0,
        "missed_right": 0,
        "missed_wrong": 0,
        "known": 0,
        "destroyed": 0,
    }
    for row in rows:
        answer = row["answers"].get(key)
        if row.get("kind") == UNANSWERABLE or answer is None or answer.get("gold_read") is None:
            continue
        right = _right(answer)
        found["n"] += 1
        place = "read" if answer["gold_read"] else "missed"
        found[f"{place}_{'right' if right else 'wrong'}"] += 1
        if BASE in row["answers"] and _right(row["answers"][BASE]):
            found["known"] += 1
            found["destroyed"] += not right
    return found if found["n"] else None


def _right(answer: Mapping[str, Any]) -> bool:
    return bool(answer.get("containment")) and not answer.get("error")
