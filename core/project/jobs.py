"""The jobs of a project: rows that outlive pages, servers and the engine."""

import json
import secrets
from collections.abc import Mapping
from typing import Any, cast

from core.errors import NotFoundError
from core.project.database import Database, Row, now
from core.records.job import StoredJob

ENDED = ("done", "failed", "cancelled", "interrupted")
RESUMABLE = ("failed", "cancelled", "interrupted")


def create_job(db: Database, kind: str, settings: Mapping[str, Any]) -> StoredJob:
    """Add a queued job and return it."""
    key = "j-" + secrets.token_hex(4)
    db.write(
        "INSERT INTO jobs (id, kind, state, settings, created_at) VALUES (?, ?, 'queued', ?, ?)",
        key,
        kind,
        json.dumps(settings),
        now(),
    )
    return get_job(db, key)


def get_job(db: Database, key: str) -> StoredJob:
    """Return a job with its JSON decoded.

    Raises:
        NotFoundError: there is none of that id.
    """
    row = db.one("SELECT * FROM jobs WHERE id = ?", key)
    if row is None:
        raise NotFoundError(f"There is no job '{key}' in this project. The verb jobs lists them.")
    return _decoded(row)


def list_jobs(db: Database, *states: str) -> list[StoredJob]:
    """Return the jobs in these states, or all, newest first."""
    rows = db.rows("SELECT * FROM jobs ORDER BY created_at DESC, rowid DESC")
    return [_decoded(row) for row in rows if not states or row["state"] in states]


def update_job(db: Database, key: str, **values: Any) -> None:
    """Set columns of a job; `result` is stored as JSON."""
    if "result" in values:
        values["result"] = json.dumps(values["result"])
    columns = ", ".join(f"{column} = ?" for column in values)
    db.write(f"UPDATE jobs SET {columns} WHERE id = ?", *values.values(), key)


def _decoded(row: Row) -> StoredJob:
    result = json.loads(row["result"]) if row["result"] else None
    decoded = row | {"settings": json.loads(row["settings"]), "result": result}
    return cast(StoredJob, decoded)  # The columns of the table, one by one.
