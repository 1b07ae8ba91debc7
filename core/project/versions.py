"""Hashes that say what an index, an adapter or an evaluation was made from."""

import hashlib

from core.project.database import Database, Row


def corpus_version(db: Database) -> str | None:
    """Return a hash over the indexed documents' names and contents; None without documents."""
    rows = "SELECT name, sha256 FROM documents WHERE status = 'indexed' ORDER BY name"
    return db.kept("corpus_version", lambda: _hash(db.rows(rows)))


def questions_hash(db: Database) -> str | None:
    """Return a hash over all questions' ids, texts, answers and splits; None without questions."""
    rows = "SELECT id, text, answers, split FROM questions ORDER BY id"
    return db.kept("questions_hash", lambda: _hash(db.rows(rows)))


def _hash(rows: list[Row]) -> str | None:
    if not rows:
        return None
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(tuple(row.values())).encode())
    return digest.hexdigest()[:16]
