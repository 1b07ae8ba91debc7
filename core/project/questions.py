"""The `questions` table: rows in, questions out."""

import json

from core.project.database import Database, Row
from core.records.question import Question

_INSERT = (
    'INSERT OR REPLACE INTO questions (id, text, answers, kind, split, "group", document, extra,'
    " position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_Values = tuple[str, str, str, str, str, str, str | None, str, int]


def list_questions(db: Database, split: str | None = None) -> list[Question]:
    """Return the questions in their order, of one split if it is named."""
    rows = "SELECT * FROM questions ORDER BY position, id"
    every = db.kept("questions", lambda: [_question(row) for row in db.rows(rows)])
    return [question for question in every if split in (None, question.split)]


def replace_questions(db: Database, questions: list[Question]) -> None:
    """Make the table hold these questions, in this order, and no others."""
    with db.transaction():
        db.write("DELETE FROM questions")
        db.write_many(_INSERT, [_values(question, at) for at, question in enumerate(questions)])


def put_question(db: Database, question: Question) -> None:
    """Store a question in place of the one with its id, else behind all others."""
    row = db.one("SELECT position FROM questions WHERE id = ?", question.id) or db.one(
        "SELECT coalesce(max(position), -1) + 1 AS position FROM questions"
    )
    assert row is not None
    db.write_many(_INSERT, [_values(question, int(row["position"]))])


def delete_questions(db: Database, keys: list[str]) -> None:
    """Remove the questions of these ids."""
    db.write_many("DELETE FROM questions WHERE id = ?", [(key,) for key in keys])


def _values(question: Question, position: int) -> _Values:
    return (
        question.id,
        question.text,
        json.dumps(list(question.answers), ensure_ascii=False),
        question.kind,
        question.split,
        question.group,
        question.document,
        json.dumps(question.extra, ensure_ascii=False),
        position,
    )


def _question(row: Row) -> Question:
    return Question(
        row["id"],
        row["text"],
        tuple(json.loads(row["answers"])),
        row["kind"],
        row["split"],
        row["group"],
        row["document"],
        json.loads(row["extra"]),
    )
