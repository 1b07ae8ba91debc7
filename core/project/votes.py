"""The `votes` table: what people found best without knowing which arm had said it."""

import json
import secrets
from typing import Any

from core.project.database import Database, Row, now


def add_vote(
    db: Database,
    question: str,
    cards: list[dict[str, Any]],
    winners: list[str],
    fingerprints: dict[str, str],
) -> str:
    """Store a vote; return its id.

    Args:
        cards: As they were shown: key, text and the arms behind each.
        winners: Arms; none where no answer was good.
        fingerprints: By arm, what produced its answer.
    """
    key = "v-" + secrets.token_hex(4)
    values = (json.dumps(one, ensure_ascii=False) for one in (cards, winners, fingerprints))
    db.write("INSERT INTO votes VALUES (?, ?, ?, ?, ?, ?)", key, question, *values, now())
    return key


def list_votes(db: Database) -> list[Row]:
    """Return all votes, oldest first."""
    return [
        row | {key: json.loads(row[key]) for key in ("cards", "winners", "fingerprints")}
        for row in db.rows("SELECT * FROM votes ORDER BY created_at, rowid")
    ]


def clear_votes(db: Database) -> int:
    """Remove all votes; return how many there were."""
    return db.write("DELETE FROM votes")
