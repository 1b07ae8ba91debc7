from pathlib import Path

import pytest

from core.project.database import Database
from core.project.questions import list_questions, replace_questions
from core.records.question import Question, question_of, question_row

ANN = Question("a", "Wer?", ("Ann", "Änn"), "span", "train", "g", "d.pdf", {"changed": True})
BOB = Question("b", "Who?", (), "unanswerable", "test", "b")


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = Database(tmp_path / "project.db")
    replace_questions(db, [BOB, ANN])
    return db


def test_questions_come_back_as_they_went_in_and_in_order(db: Database) -> None:
    assert list_questions(db) == [BOB, ANN]
    assert list_questions(db, "train") == [ANN]


def test_replacing_leaves_no_others(db: Database) -> None:
    replace_questions(db, [ANN])
    assert list_questions(db) == [ANN]


def test_a_row_is_json(db: Database) -> None:
    row = question_row(list_questions(db)[1])
    assert row["answers"] == ["Ann", "Änn"]
    assert row["extra"] == {"changed": True}
    assert row["document"] == "d.pdf"


def test_a_question_comes_back_from_its_row() -> None:
    assert [question_of(question_row(one)) for one in (ANN, BOB)] == [ANN, BOB]
