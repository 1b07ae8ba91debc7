"""What arms make of their passages: misses of retrieval told from misses of reading.

A retrieval miss: no passage in the prompt, as it was packed, holds the answer. A reading miss: one
does, and the answer is wrong all the same (docs/method.md, "Retrieval misses and reading misses").
Known answers destroyed: the base model is right without passages and the arm is wrong with them.
"""

from collections.abc import Sequence
from statistics import fmean
from typing import Literal, get_args

from core.arms import arm_of
from core.records.answer import PackedPassage
from core.records.gold import holds, is_chosen
from core.records.question import UNANSWERABLE, Question
from core.records.scored import ScoredAnswer, ScoredRow
from core.records.summary import ReadingFigures

BASE = "base"
Count = Literal[
    "n", "read_right", "read_wrong", "missed_right", "missed_wrong", "known", "destroyed"
]
COUNTS: tuple[Count, ...] = get_args(Count)


def gold_read(passages: Sequence[PackedPassage], question: Question) -> bool | None:
    """Return whether a packed passage holds the answer; None where no passage could be gold."""
    nowhere = is_chosen(question) and question.document is None
    if not passages or not question.answers or nowhere:
        return None
    return any(holds(question, passage["document"], passage["text"]) for passage in passages)


def reading(rows: Sequence[ScoredRow], arm: str) -> ReadingFigures | None:
    """Return how often an arm had the answer before it and what it made of it.

    Args:
        rows: Of one stratum, unanswerable questions among them left out.

    Returns:
        Counts, of several seeds their means; None for an arm that read nothing. Right is
        containment.
    """
    keys = dict.fromkeys(key for row in rows for key in row["answers"] if arm_of(key) == arm)
    counted = [counts for key in keys if (counts := _counted(rows, key))]
    return _mean(counted) if len(counted) > 1 else counted[0] if counted else None


def _mean(counted: Sequence[ReadingFigures]) -> ReadingFigures:
    """Return the means over the seeds, to one decimal."""
    means = counted[0].copy()
    for name in COUNTS:
        means[name] = round(fmean(counts[name] for counts in counted), 1)
    return means


def _counted(rows: Sequence[ScoredRow], key: str) -> ReadingFigures | None:
    counts: ReadingFigures = {
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
        counts["n"] += 1
        counts["read_right"] += bool(answer["gold_read"] and right)
        counts["read_wrong"] += bool(answer["gold_read"] and not right)
        counts["missed_right"] += not answer["gold_read"] and right
        counts["missed_wrong"] += not answer["gold_read"] and not right
        if BASE in row["answers"] and _right(row["answers"][BASE]):
            counts["known"] += 1
            counts["destroyed"] += not right
    return counts if counts["n"] else None


def _right(answer: ScoredAnswer) -> bool:
    return bool(answer.get("containment")) and not answer.get("error")
