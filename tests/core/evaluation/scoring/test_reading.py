"""Misses of retrieval told from misses of reading, question by question."""

from typing import Any

from core.evaluation.scoring.reading import gold_read, reading
from core.records.question import Question


def row(read: bool | None, right: bool, base: bool = False, **more: Any) -> dict[str, Any]:
    answers = {
        "rag": {"gold_read": read, "containment": float(right), "error": None},
        "base": {"gold_read": None, "containment": float(base), "error": None},
    }
    return {"kind": "span", "answers": answers} | more


def test_a_passage_that_holds_a_gold_answer_counts_as_read() -> None:
    texts = ("Nothing here.", "The dock code is K17, says Ines.")
    passages = [{"document": "other", "text": text} for text in texts]

    def read(*answers: str) -> bool | None:
        return gold_read(passages, Question("q", "?", answers, "span", "test", "g", "a"))

    assert read("K17", "other") is True
    assert read("K1") is False
    assert read() is None
    passages.clear()
    assert read("K17") is None


def test_the_four_fates_of_a_question() -> None:
    rows = [
        row(True, True),
        row(True, False),
        row(True, False),
        row(False, True),
        row(False, False),
    ]
    found = reading(rows, "rag")
    assert found is not None
    assert [
        found[key] for key in ("n", "read_right", "read_wrong", "missed_right", "missed_wrong")
    ] == [5, 1, 2, 1, 1]


def test_known_answers_that_passages_destroyed_are_counted() -> None:
    found = reading(
        [row(True, False, base=True), row(True, True, base=True), row(True, False)], "rag"
    )
    assert found is not None
    assert (found["known"], found["destroyed"]) == (2, 1)


def test_a_failed_answer_is_wrong_and_what_read_nothing_has_no_figures() -> None:
    failed = row(True, True)
    failed["answers"]["rag"]["error"] = "too long"
    found = reading([failed, row(None, True), row(True, True, kind="unanswerable")], "rag")
    assert found is not None
    assert (found["n"], found["read_wrong"]) == (1, 1)
    assert reading([failed], "base") is None
    assert reading([failed], "hybrid") is None
