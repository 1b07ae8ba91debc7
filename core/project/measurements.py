"""Measurements: what each one is and how far it came; its conditions are stored as evaluations."""

import secrets

from core.project.database import Database
from core.project.stored_records import StoredRecords
from core.records.measurement import MeasurementRecord

_MEASUREMENTS = StoredRecords[MeasurementRecord]("measurement/", "measurement")
save_measurement = _MEASUREMENTS.save
get_measurement = _MEASUREMENTS.get
list_measurements = _MEASUREMENTS.newest_first


def new_key() -> str:
    """Return an id for a measurement."""
    return "m-" + secrets.token_hex(4)


def delete_measurement(db: Database, key: str) -> None:
    """Remove a measurement with its answers.

    Raises:
        NotFoundError: there is none of that id.
    """
    parts = get_measurement(db, key)["parts"]
    _MEASUREMENTS.delete(db, key, [part["evaluation"] for part in parts])
