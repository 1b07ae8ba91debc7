"""Add generated questions to the project's table, one fact at a time; none is replaced."""

from collections.abc import Sequence

from core.project.database import Database, Row
from core.project.questions import list_questions, put_question
from core.questions.generate.checks import alike
from core.questions.review import REJECTED_SETTING
from core.records.question import Question, normalised_text

Sentences = set[tuple[str | None, str]]


def keep(db: Database, questions: Sequence[Question]) -> list[Question]:
    """Add what is not there yet and leaks nothing; return what was added.

    Left out are ids that the table holds (edited or not) or that were rejected, and training or dev
    wordings that come close to a test question of the same document.
    """
    added: list[Question] = []
    with db.transaction():
        there = db.rows("SELECT id, text, split, document FROM questions")
        known = {row["id"] for row in there} | {row["id"] for row in _rejected(db)}
        for question in sorted(questions, key=lambda asked: asked.split != "test"):
            if question.id in known or _leaks(question, there):
                continue
            put_question(db, question)
            row = {"text": question.text, "split": question.split, "document": question.document}
            there.append(row)
            added.append(question)
    return added


def _leaks(question: Question, there: list[Row]) -> bool:
    text = normalised_text(question.text)
    tested = question.split == "test"
    return any(
        normalised_text(row["text"]) == text
        or (row["document"] == question.document and alike(row["text"], question.text))
        for row in there
        if (row["split"] == "test") != tested
    )


def asked_sentences(db: Database) -> Sentences:
    """Return (document, sentence) of everything generated so far, rejected or not."""
    made = [(q.document, q.extra) for q in list_questions(db)]
    made += [(row["document"], row["extra"]) for row in _rejected(db)]
    return {
        (document, str(extra["generated"]["sentence"]))
        for document, extra in made
        if "generated" in extra
    }


def _rejected(db: Database) -> list[Row]:
    return [row for entry in db.setting(REJECTED_SETTING, []) for row in entry["rows"]]
