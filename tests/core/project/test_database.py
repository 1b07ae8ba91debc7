"""What a database keeps of what was read from it, and when it lets go."""

from contextlib import suppress
from pathlib import Path

import pytest

from core.project.database import KEPT, Database
from core.project.jobs import create_job, update_job
from core.project.questions import list_questions, replace_questions
from core.records.question import Question


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "project.db")


def test_what_was_read_is_read_again_only_after_a_change(db: Database) -> None:
    made: list[int] = []

    def look() -> int:
        made.append(len(db.rows("SELECT * FROM settings")))
        return made[-1]

    assert [db.kept("n", look), db.kept("n", look)] == [0, 0]
    db.set_setting("use", "legal")
    assert [db.kept("n", look), db.kept("n", look)] == [1, 1]
    assert made == [0, 1]


def test_a_job_s_progress_lets_nothing_go(db: Database) -> None:
    key = create_job(db, "train", {})["id"]
    before = db.version
    update_job(db, key, done=3.0, total=9.0, message="step 3")
    assert db.version == before


def test_a_transaction_sees_its_own_writes_and_nobody_keeps_what_is_rolled_back(
    db: Database,
) -> None:
    question = Question("q-1", "When?", ("May",), "answerable", "test", "g-1")
    with suppress(ZeroDivisionError), db.transaction():
        replace_questions(db, [question])
        assert list_questions(db) == [question]
        raise ZeroDivisionError
    assert list_questions(db) == []
    replace_questions(db, [question])
    assert list_questions(db) == [question]


def test_only_so_many_values_are_kept(db: Database) -> None:
    for number in range(KEPT + 5):
        db.kept(str(number), lambda: 0)
    again: list[str] = []
    db.kept("0", lambda: again.append("made anew"))
    assert again
    assert len(db._kept) == KEPT
