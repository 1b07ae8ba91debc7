"""One SQLite file, opened once a thread, in WAL mode."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.errors import ResourceError

SCHEMA = Path(__file__).with_name("schema.sql").read_text()
Row = dict[str, Any]


def now() -> str:
    """Return the time in UTC, ISO 8601 to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Database:
    """Rows in, rows out; every write goes through `transaction`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connection().executescript(SCHEMA)

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA foreign_keys=ON")
            self._local.connection = connection
        found: sqlite3.Connection = self._local.connection
        return found

    @contextmanager
    def transaction(self) -> Iterator["Database"]:
        """Group writes: all of them or none.

        Raises:
            ResourceError: the disk is full.
        """
        connection = self._connection()
        nested = connection.in_transaction
        try:
            if not nested:
                connection.execute("BEGIN IMMEDIATE")
            yield self
            if not nested:
                connection.execute("COMMIT")
        except BaseException as error:
            if not nested and connection.in_transaction:
                connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError) and "full" in str(error):
                raise ResourceError(
                    f"The disk that holds {self.path.parent} is full. Nothing was changed; "
                    "free some space and try again."
                ) from error
            raise

    def rows(self, sql: str, *values: Any) -> list[Row]:
        """Return every row of a query as a dict."""
        return [dict(row) for row in self._connection().execute(sql, values)]

    def one(self, sql: str, *values: Any) -> Row | None:
        """Return the first row of a query, or None."""
        row = self._connection().execute(sql, values).fetchone()
        return dict(row) if row else None

    def write(self, sql: str, *values: Any) -> int:
        """Run one statement in a transaction and return how many rows it touched."""
        with self.transaction():
            return self._connection().execute(sql, values).rowcount

    def write_many(self, sql: str, values: list[tuple[Any, ...]]) -> None:
        """Run one statement for each tuple, in one transaction."""
        with self.transaction():
            self._connection().executemany(sql, values)

    def setting(self, key: str, default: Any = None) -> Any:
        """Return a stored setting of the project, else `default`."""
        row = self.one("SELECT value FROM settings WHERE key = ?", key)
        return json.loads(row["value"]) if row else default

    def set_setting(self, key: str, value: Any) -> None:
        """Store a setting of the project; `value` must be JSON."""
        self.write("INSERT OR REPLACE INTO settings VALUES (?, ?)", key, json.dumps(value))

    def close(self) -> None:
        """Close this thread's connection."""
        if hasattr(self._local, "connection"):
            self._local.connection.close()
            del self._local.connection
