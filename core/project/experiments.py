"""Freshness experiments: what each one fixed, changed and measured; its phases are evaluations."""

import json
from typing import cast

from core.project.database import Database
from core.project.stored_records import StoredRecords
from core.records.evaluation import EvaluationRow
from core.records.freshness import ExperimentRecord

PHASES = ("before", "updated", "retrained")
"""Questions are asked before the change, after it, and once more after training anew."""
_EXPERIMENTS = StoredRecords[ExperimentRecord]("freshness/", "freshness experiment")
"""A record's id is that of its job; there is none before that began."""
save_record = _EXPERIMENTS.save
find_record = _EXPERIMENTS.find
get_record = _EXPERIMENTS.get
list_records = _EXPERIMENTS.newest_first


def delete_record(db: Database, key: str) -> None:
    """Remove an experiment with its phases and their answers.

    Raises:
        NotFoundError: there is none of that id.
    """
    get_record(db, key)
    _EXPERIMENTS.delete(db, key, [phase["id"] for phase in phases(db, key).values()])


def phases(db: Database, key: str) -> dict[str, EvaluationRow]:
    """Return an experiment's evaluations by phase, those that have begun, cards decoded."""
    rows = db.rows("SELECT * FROM evaluations WHERE job_id = ?", key)
    cards = [cast(EvaluationRow, row | {"card": json.loads(row["card"])}) for row in rows]
    by_phase = {row["card"]["phase"]: row for row in cards if row["card"].get("experiment") == key}
    return {phase: by_phase[phase] for phase in PHASES if phase in by_phase}
