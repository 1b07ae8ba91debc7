"""Verdicts and labels come back as they were put, and go when their answers go."""

import sqlite3
from pathlib import Path

import pytest

from core.project import answers
from core.project import judgements as store
from core.project.database import Database

TABLES = ("judges", "judgements", "labels")


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """A project with one evaluation of two answers, both judged and labelled."""
    db = Database(tmp_path / "project.db")
    db.set_setting("evaluation", answers.create_evaluation(db, "j-1", {"arms": ["rag"]}, "h"))
    for arm in ("rag", "base"):
        answers.save_answers(db, key(db), arm, {"q-1": {"text": "K17"}})
    store.put_judge(db, key(db), "hash", {"model": "big"})
    store.save_verdict(db, key(db), "q-1", ["rag", "base"], "hash", True, "yes")
    store.put_label(db, key(db), "q-1", "rag", True)
    return db


def key(db: Database) -> str:
    return str(db.setting("evaluation"))


def test_what_was_said_comes_back(db: Database) -> None:
    store.save_verdict(db, key(db), "q-1", ["base"], "hash", None, "perhaps")
    assert store.stored_verdicts(db, key(db), "hash") == {
        ("q-1", "rag"): True,
        ("q-1", "base"): None,
    }
    assert store.stored_verdicts(db, key(db), "another judge") == {}
    store.put_label(db, key(db), "q-1", "rag", False)
    assert store.stored_labels(db, key(db)) == {("q-1", "rag"): False}


def test_the_newest_judge_is_the_one_begun_last(db: Database) -> None:
    store.put_judge(db, key(db), "later", {"model": "bigger"})
    newest = store.newest_judge(db, key(db))
    assert newest is not None
    assert (newest["hash"], newest["card"]) == ("later", {"model": "bigger"})
    store.put_judge(db, key(db), "hash", {"model": "big"})
    newest = store.newest_judge(db, key(db))
    assert newest is not None
    assert newest["hash"] == "hash"
    assert store.newest_judge(db, "e-none") is None


def test_deleting_the_evaluation_deletes_all_of_it(db: Database) -> None:
    assert [len(db.rows(f"SELECT * FROM {table}")) for table in TABLES] == [1, 2, 1]
    answers.delete_evaluation(db, key(db))
    assert [db.rows(f"SELECT * FROM {table}") for table in TABLES] == [[], [], []]


def test_an_answer_given_anew_loses_what_was_said_of_the_old_one(db: Database) -> None:
    answers.save_answers(db, key(db), "rag", {"q-1": {"text": "K18"}})
    assert list(store.stored_verdicts(db, key(db), "hash")) == [("q-1", "base")]
    assert store.stored_labels(db, key(db)) == {}


def test_a_verdict_on_an_answer_that_is_gone_is_not_kept(db: Database) -> None:
    store.save_verdict(db, "e-gone", "q-1", ["rag"], "hash", True, "yes")
    assert store.stored_verdicts(db, "e-gone", "hash") == {}


def test_a_project_of_before_opens_with_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    Database(path).close()
    old = sqlite3.connect(path)
    for table in TABLES:
        old.execute(f"DROP TABLE {table}")
    old.execute("PRAGMA user_version = 0")
    old.close()
    assert store.newest_judge(Database(path), "e-1") is None
