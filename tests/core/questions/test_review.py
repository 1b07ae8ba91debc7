from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import InvalidInputError, NotFoundError
from core.project.database import Database
from core.project.documents import DocumentRecord, replace_document
from core.project.questions import list_questions, replace_questions
from core.questions.review import (
    SETTING,
    judge,
    judged_question,
    marked_passage,
    next_question,
    reviewed,
)
from core.records.passage import Passage
from core.records.question import Question

TEXT = "Costs of 30 euros are paid.  Reports are due within 30 days. No <b>bold</b>."


def generated(key: str, split: str = "train", text: str = "", passage: str = "p") -> Question:
    made = {
        "by": "sentence",
        "passage": passage,
        "sentence": "Reports are due within 30 days.",
        "answer": "30 days",
        "phrasing": 0,
    }
    text = text or f"When is {key} due?"
    return Question(key, text, ("30 days",), "span", split, "g", "a.md", {"generated": made})


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = Database(tmp_path / "project.db")
    typed = Question("typed", "Who?", ("Ann",), "span", "test", "t")
    made = [generated(f"g{n}", "test" if n > 5 else "train") for n in range(12)]
    replace_questions(db, [typed, *made])
    return db


def ids(db: Database) -> list[str]:
    return [question.id for question in list_questions(db)]


def test_test_questions_come_first_in_an_order_that_stays(db: Database) -> None:
    seen = []
    while question := next_question(db):
        seen.append(question.id)
        judge(db, question.id, "accept")
    assert set(seen[:6]) == {f"g{n}" for n in range(6, 12)}
    assert seen[:6] != sorted(seen[:6])
    assert "typed" not in seen
    assert len(seen) == len(set(seen)) == 12


def test_every_verdict_is_counted(db: Database) -> None:
    judge(db, "g1", "accept")
    judge(db, "g2", "edit", "When are reports due?", ["30 days", " ", "a month "])
    judge(db, "g3", "reject")
    done = reviewed(db)
    assert (done.accepted, done.edited, done.rejected, done.unreviewed) == (1, 1, 1, 9)
    assert db.setting(SETTING) == {"accepted": 1, "edited": 1, "rejected": 1}
    edited, state = judged_question(db, "g2")
    assert (edited.text, edited.answers, state) == (
        "When are reports due?",
        ("30 days", "a month"),
        "edited",
    )
    assert "g3" not in ids(db)


def test_a_second_verdict_takes_the_place_of_the_first(db: Database) -> None:
    judge(db, "g1", "accept")
    judge(db, "g1", "reject")
    judge(db, "g1", "reject")
    assert (reviewed(db).accepted, reviewed(db).rejected) == (0, 1)
    assert judged_question(db, "g1")[1] == "rejected"
    judge(db, "g1", "accept")
    assert (reviewed(db).accepted, reviewed(db).rejected) == (1, 0)
    assert "g1" in ids(db)


def test_a_rejected_question_takes_along_only_what_says_the_same(db: Database) -> None:
    same = generated("twin", text="when is g1 DUE")
    sibling = generated("sibling", text="Until when must g1 be filed?")
    replace_questions(db, [*list_questions(db), same, sibling])
    judge(db, "g1", "reject")
    assert {"g1", "twin"}.isdisjoint(ids(db))
    assert "sibling" in ids(db)
    assert reviewed(db).rejected == 1
    judge(db, "g1", "edit", "When?", ["30 days"])
    assert {"g1", "twin"} <= set(ids(db))


def test_an_edit_that_leaves_nothing_or_leaks_is_refused_and_changes_nothing(db: Database) -> None:
    before = list_questions(db)
    with pytest.raises(InvalidInputError, match="empty"):
        judge(db, "g1", "edit", "  ", ["x"])
    with pytest.raises(InvalidInputError, match="no answer"):
        judge(db, "g1", "edit", "When?", [" "])
    with pytest.raises(InvalidInputError, match="leak"):
        judge(db, "g1", "edit", "when is G7 due", ["30 days"])
    with pytest.raises(InvalidInputError, match="no verdict 'like'"):
        judge(db, "g1", "like")
    with pytest.raises(NotFoundError, match="no longer there"):
        judge(db, "gone", "accept")
    assert list_questions(db) == before


def test_an_unanswerable_question_keeps_no_answers(db: Database) -> None:
    nobody = replace(generated("u"), answers=(), kind="unanswerable")
    replace_questions(db, [nobody])
    judge(db, "u", "edit", "Who pays?", ["Ann"])
    assert list_questions(db)[0].answers == ()


def test_the_answer_is_marked_where_its_sentence_stands(db: Database) -> None:
    record = DocumentRecord("a.md", "A", "0", 1, 1, 0.1)
    replace_document(db, record, [Passage("p", 0, 1, TEXT, 20)], [b""])
    found = marked_passage(db, generated("g"))
    assert found is not None
    assert found["before"] + found["answer"] + found["after"] == TEXT
    assert found["before"].endswith("are due within ")
    assert found["answer"] == "30 days"
    assert (found["document"], found["page"]) == ("a.md", 1)
    other = replace(generated("g"), answers=("a fortnight",))
    assert marked_passage(db, other) == found | {"before": TEXT, "answer": "", "after": ""}


def test_a_passage_that_is_gone_is_none(db: Database) -> None:
    assert marked_passage(db, generated("g", passage="old")) is None
