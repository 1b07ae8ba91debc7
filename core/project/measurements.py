"""Measurements: what each one is and how far it came; its conditions are stored as evaluations."""

import json
import secrets

from core.errors import NotFoundError
from core.project.database import Database
from core.records.measurement import MeasurementRecord

_KEY = "measurement/"


def new_key() -> str:
    """Return an id for a measurement."""
    return "m-" + secrets.token_hex(4)


def save_measurement(db: Database, record: MeasurementRecord) -> None:
    """Store a measurement's record under its id."""
    db.set_setting(_KEY + record["id"], record)


def get_measurement(db: Database, key: str) -> MeasurementRecord:
    """Return a measurement's record.

    Raises:
        NotFoundError: there is none of that id.
    """
    record: MeasurementRecord | None = db.setting(_KEY + key)
    if record is None:
        raise NotFoundError(f"There is no measurement '{key}' in this project.")
    return record


def list_measurements(db: Database) -> list[MeasurementRecord]:
    """Return all measurements' records, newest first."""
    rows = db.rows("SELECT value FROM settings WHERE key LIKE ?", _KEY + "%")
    records: list[MeasurementRecord] = [json.loads(row["value"]) for row in rows]
    return sorted(records, key=lambda record: record["created_at"], reverse=True)


def delete_measurement(db: Database, key: str) -> None:
    """Remove a measurement with its answers.

    Raises:
        NotFoundError: there is none of that id.
    """
    record = get_measurement(db, key)
    with db.transaction():
        for part in record["parts"]:
            db.write("DELETE FROM evaluations WHERE id = ?", part["evaluation"])
        db.write("DELETE FROM settings WHERE key = ?", _KEY + key)
