"""Records of one kind, each kept whole as a setting of the project under its id."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.errors import NotFoundError
from core.project.database import Database

Record = TypeVar("Record", bound=Mapping[str, object])
"""Has an `id` and when it was `created_at`."""


@dataclass(frozen=True)
class StoredRecords(Generic[Record]):
    """How records of a kind are kept and found."""

    prefix: str
    """Of their settings: "measurement/"."""
    what: str
    """One of them, in words."""

    def save(self, db: Database, record: Record) -> None:
        """Store a record under its id."""
        db.set_setting(f"{self.prefix}{record['id']}", record)

    def find(self, db: Database, key: str) -> Record | None:
        """Return a record; None where there is none of that id."""
        record: Record | None = db.setting(self.prefix + key)
        return record

    def get(self, db: Database, key: str) -> Record:
        """Return a record.

        Raises:
            NotFoundError: there is none of that id.
        """
        record = self.find(db, key)
        if record is None:
            raise NotFoundError(f"There is no {self.what} '{key}' in this project.")
        return record

    def newest_first(self, db: Database) -> list[Record]:
        """Return all records."""
        rows = db.rows("SELECT value FROM settings WHERE key LIKE ?", self.prefix + "%")
        records: list[Record] = [json.loads(row["value"]) for row in rows]
        return sorted(records, key=lambda record: str(record["created_at"]), reverse=True)

    def delete(self, db: Database, key: str, evaluations: list[str]) -> None:
        """Remove a record with these evaluations and their answers."""
        with db.transaction():
            for evaluation in evaluations:
                db.write("DELETE FROM evaluations WHERE id = ?", evaluation)
            db.write("DELETE FROM settings WHERE key = ?", self.prefix + key)
