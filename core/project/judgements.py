"""What a judge and people said about an evaluation's answers; it is deleted with the answers."""

import json
from collections.abc import Sequence
from typing import cast

from core.project.database import Database, now
from core.records.judging import JudgeCard, JudgedKey, NewestJudge

_REPLY_CHARACTERS = 1000


def put_judge(db: Database, evaluation: str, digest: str, card: JudgeCard) -> None:
    """Store the card of the verdicts under this hash; it is the newest judge from now on."""
    values = (evaluation, digest, json.dumps(card), now())
    db.write("INSERT OR REPLACE INTO judges VALUES (?, ?, ?, ?)", *values)


def newest_judge(db: Database, evaluation: str) -> NewestJudge | None:
    """Return the judge that was begun last: hash, card, begun_at; None if there was none."""
    row = db.one(
        "SELECT hash, card, begun_at FROM judges WHERE evaluation_id = ? "
        "ORDER BY begun_at DESC, rowid DESC",
        evaluation,
    )
    return cast(NewestJudge, row | {"card": json.loads(row["card"])}) if row else None


def save_verdict(
    db: Database,
    evaluation: str,
    question: str,
    arms: Sequence[str],
    judge: str,
    correct: bool | None,
    reply: str,
) -> None:
    """Store one verdict for the same answer of several arms; deleted answers get none."""
    told = (judge, correct, reply[:_REPLY_CHARACTERS], now())
    db.write_many(
        "INSERT OR REPLACE INTO judgements SELECT evaluation_id, question_id, arm, ?, ?, ?, ? "
        "FROM answers WHERE evaluation_id = ? AND question_id = ? AND arm = ?",
        [(*told, evaluation, question, arm) for arm in arms],
    )


def stored_verdicts(db: Database, evaluation: str, judge: str) -> dict[JudgedKey, bool | None]:
    """Return a judge's verdicts; None where its reply held none."""
    rows = db.rows(
        "SELECT question_id, arm, correct FROM judgements WHERE evaluation_id = ? AND judge = ?",
        evaluation,
        judge,
    )
    return {
        (row["question_id"], row["arm"]): None if row["correct"] is None else bool(row["correct"])
        for row in rows
    }


def put_label(db: Database, evaluation: str, question: str, arm: str, correct: bool) -> None:
    """Store what a person said about an answer, in place of any earlier label."""
    values = (evaluation, question, arm, correct, now())
    db.write("INSERT OR REPLACE INTO labels VALUES (?, ?, ?, ?, ?)", *values)


def stored_labels(db: Database, evaluation: str) -> dict[JudgedKey, bool]:
    """Return people's labels."""
    rows = db.rows(
        "SELECT question_id, arm, correct FROM labels WHERE evaluation_id = ?", evaluation
    )
    return {(row["question_id"], row["arm"]): bool(row["correct"]) for row in rows}
