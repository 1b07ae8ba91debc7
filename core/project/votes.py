"""The `votes` table: what people found best without knowing which arm said it."""

import json
import secrets
from collections.abc import Sequence
from typing import cast

from core.project.database import Database, now
from core.records.vote import Vote, VoteCard


def add_vote(
    db: Database,
    question: str,
    cards: Sequence[VoteCard],
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
    values = (json.dumps(value, ensure_ascii=False) for value in (cards, winners, fingerprints))
    db.write("INSERT INTO votes VALUES (?, ?, ?, ?, ?, ?)", key, question, *values, now())
    return key


def list_votes(db: Database) -> list[Vote]:
    """Return all votes, oldest first."""
    rows = db.rows("SELECT * FROM votes ORDER BY created_at, rowid")
    decoded = ("cards", "winners", "fingerprints")
    return [cast(Vote, row | {key: json.loads(row[key]) for key in decoded}) for row in rows]


def clear_votes(db: Database) -> int:
    """Remove all votes; return how many there were."""
    return db.write("DELETE FROM votes")
