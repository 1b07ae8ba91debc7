"""Evaluations and their answers, saved one by one as they come."""

import json
import secrets
from collections.abc import Mapping
from typing import cast

from core.errors import NotFoundError
from core.project.database import Database, now
from core.records.answer import AnswerKey, StoredAnswer, StoredRanking
from core.records.evaluation import CountedEvaluation, EvaluationRow
from core.records.run_card import RunCard


def create_evaluation(db: Database, job: str, card: RunCard, card_hash: str) -> str:
    """Store a run card before its first answer; return the evaluation's id."""
    key = "e-" + secrets.token_hex(4)
    db.write(
        "INSERT INTO evaluations VALUES (?, ?, ?, ?, ?)",
        key,
        job,
        json.dumps(card),
        card_hash,
        now(),
    )
    return key


def get_evaluation(db: Database, key: str) -> EvaluationRow:
    """Return an evaluation with its run card.

    Raises:
        NotFoundError: there is none of that id.
    """
    row = db.one("SELECT * FROM evaluations WHERE id = ?", key)
    if row is None:
        raise NotFoundError(f"There is no evaluation '{key}' in this project.")
    return cast(EvaluationRow, row | {"card": json.loads(row["card"])})


def list_evaluations(db: Database, gates: bool = False) -> list[CountedEvaluation]:
    """Return the evaluations with their run cards and how many answers they hold, newest first.

    The phases of freshness experiments are left out; `core.project.experiments` has them.

    Args:
        gates: Return the looks at the gates, which are left out otherwise.
    """
    rows = db.rows(
        "SELECT evaluations.*, jobs.state, (SELECT count(*) FROM answers "
        "WHERE evaluation_id = evaluations.id) AS answers FROM evaluations "
        "LEFT JOIN jobs ON jobs.id = job_id WHERE json_extract(card, '$.experiment') IS NULL "
        "AND coalesce(json_extract(card, '$.gate'), 0) = ? ORDER BY evaluations.created_at DESC",
        int(gates),
    )
    return [cast(CountedEvaluation, row | {"card": json.loads(row["card"])}) for row in rows]


def evaluation_of_job(db: Database, job: str) -> str | None:
    """Return the evaluation that a job began, if it got that far."""
    row = db.one("SELECT id FROM evaluations WHERE job_id = ?", job)
    return row["id"] if row else None


def delete_evaluation(db: Database, key: str) -> None:
    """Remove an evaluation and its answers."""
    get_evaluation(db, key)
    db.write("DELETE FROM evaluations WHERE id = ?", key)


def save_answers(
    db: Database, evaluation: str, arm: str, answers: Mapping[str, StoredAnswer | StoredRanking]
) -> None:
    """Store one arm's answers by question id, all or none."""
    with db.transaction():
        for question, answer in answers.items():
            db.write(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)",
                evaluation,
                question,
                arm,
                json.dumps(answer),
            )


def stored_answers(db: Database, evaluation: str) -> dict[AnswerKey, StoredAnswer | StoredRanking]:
    """Return the answers of an evaluation by (question id, arm)."""
    rows = db.rows(
        "SELECT question_id, arm, answer FROM answers WHERE evaluation_id = ?", evaluation
    )
    return {(row["question_id"], row["arm"]): json.loads(row["answer"]) for row in rows}


def count_answers(db: Database, evaluation: str) -> int:
    """Return how many answers an evaluation holds."""
    row = db.one("SELECT count(*) AS n FROM answers WHERE evaluation_id = ?", evaluation)
    return int(row["n"]) if row else 0


def answers_to(
    db: Database, evaluation: str, question: str
) -> dict[AnswerKey, StoredAnswer | StoredRanking]:
    """Return the answers to one question of an evaluation by (question id, arm)."""
    rows = db.rows(
        "SELECT arm, answer FROM answers WHERE evaluation_id = ? AND question_id = ?",
        *(evaluation, question),
    )
    return {(question, row["arm"]): json.loads(row["answer"]) for row in rows}
