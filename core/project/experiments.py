"""Freshness experiments: what each one fixed, changed and measured; its phases are evaluations."""

import json
from typing import cast

from core.errors import NotFoundError
from core.project.database import Database
from core.records.evaluation import EvaluationRow
from core.records.freshness import ExperimentRecord

_KEY = "freshness/"
PHASES = ("before", "updated", "retrained")
"""Questions are asked before the change, after it, and once more after training anew."""


def save_record(db: Database, record: ExperimentRecord) -> None:
    """Store an experiment's record under its id, the id of its job."""
    db.set_setting(_KEY + record["id"], record)


def find_record(db: Database, key: str) -> ExperimentRecord | None:
    """Return an experiment's record, None before its job began."""
    record: ExperimentRecord | None = db.setting(_KEY + key)
    return record


def get_record(db: Database, key: str) -> ExperimentRecord:
    """Return an experiment's record.

    Raises:
        NotFoundError: there is none of that id.
    """
    record = find_record(db, key)
    if record is None:
        raise NotFoundError(f"There is no freshness experiment '{key}' in this project.")
    return record


def list_records(db: Database) -> list[ExperimentRecord]:
    """Return all experiments' records, newest first."""
    rows = db.rows("SELECT value FROM settings WHERE key LIKE ?", _KEY + "%")
    records: list[ExperimentRecord] = [json.loads(row["value"]) for row in rows]
    return sorted(records, key=lambda record: str(record["created_at"]), reverse=True)


def delete_record(db: Database, key: str) -> None:
    """Remove an experiment with its phases and their answers.

    Raises:
        NotFoundError: there is none of that id.
    """
    get_record(db, key)
    with db.transaction():
        for phase in phases(db, key).values():
            db.write("DELETE FROM evaluations WHERE id = ?", phase["id"])
        db.write("DELETE FROM settings WHERE key = ?", _KEY + key)


def phases(db: Database, key: str) -> dict[str, EvaluationRow]:
    """Return an experiment's evaluations by phase, those that have begun, cards decoded."""
    rows = db.rows("SELECT * FROM evaluations WHERE job_id = ?", key)
    cards = [cast(EvaluationRow, row | {"card": json.loads(row["card"])}) for row in rows]
    by_phase = {row["card"]["phase"]: row for row in cards if row["card"].get("experiment") == key}
    return {phase: by_phase[phase] for phase in PHASES if phase in by_phase}
