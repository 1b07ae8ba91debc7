"""One SQLite file, opened once a thread, in WAL mode."""

import itertools
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from core.errors import InvalidInputError, ResourceError

STEPS = (Path(__file__).with_name("schema.sql").read_text(),)
"""The SQL that takes a file of version 0, 1, 2 ... to the next one. A change of the schema adds a
step and leaves those before it alone; the first also takes files from before there were versions.
"""
VERSION_AT = 60
"""Where SQLite keeps `user_version` in a file's header: 4 bytes, the highest first."""
Row = dict[str, Any]
Value = TypeVar("Value")
PROGRESS = "UPDATE jobs SET done = ?, total = ?, message = ? WHERE"
"""How a job's progress is stored, twice a second while it runs."""
KEPT = 32
"""Values that `kept` holds at most; the oldest goes first."""


def now() -> str:
    """Return the time in UTC, ISO 8601 to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Database:
    """Rows in, rows out; every write goes through `transaction`."""

    def __init__(self, path: Path) -> None:
        """Open a file, made or brought to this schema first.

        Raises:
            InvalidInputError: a newer Assay wrote it; it is left as it is.
        """
        _refuse_newer(path)
        self.path = path
        self._local = threading.local()
        self._versions = itertools.count(1)
        self.version = 0
        """A new number whenever anything but a job's progress was changed through this."""
        self._kept: dict[str, tuple[int, Any]] = {}
        self._upgrade()

    def _upgrade(self) -> None:
        """Take the steps that the file lacks, each together with its version or not at all."""
        connection = self._connection()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for number, step in enumerate(STEPS[version:], version + 1):
            try:
                connection.executescript(
                    f"BEGIN IMMEDIATE; {step} PRAGMA user_version = {number}; COMMIT;"
                )
            except sqlite3.Error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        if version < len(STEPS):
            # Who reads the version from the header, before SQLite does, finds it there.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA foreign_keys=ON")
            self._local.connection = connection
        opened: sqlite3.Connection = self._local.connection
        return opened

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
                # Only now: a reader of the old rows under the new version would keep them for good.
                if self._local.__dict__.pop("changed", False):
                    self.version = next(self._versions)
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
            self._note(sql)
            return self._connection().execute(sql, values).rowcount

    def write_many(self, sql: str, values: list[tuple[Any, ...]]) -> None:
        """Run one statement for each tuple, in one transaction."""
        with self.transaction():
            self._note(sql)
            self._connection().executemany(sql, values)

    def _note(self, sql: str) -> None:
        """Remember that this transaction changes the version; a job's progress does not."""
        if not sql.startswith(PROGRESS):
            self._local.changed = True

    def kept(self, key: str, make: Callable[[], Value]) -> Value:
        """Return what `make` last gave under this key; made anew once the version has changed.

        `make` reads this database and nothing else that changes. The value is shared: nobody
        may change it.
        """
        if self._connection().in_transaction:
            return make()  # It sees its own writes, which nobody else sees yet.
        version, kept = self.version, self._kept.get(key)
        if kept is None or kept[0] != version:
            kept = version, make()
            self._kept.pop(key, None)
            self._kept[key] = kept
            while len(self._kept) > KEPT:
                self._kept.pop(next(iter(self._kept)), None)
        value: Value = kept[1]
        return value

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


def _refuse_newer(path: Path) -> None:
    """Read the version from the file's header: opening it with SQLite would already write.

    Raises:
        InvalidInputError: it is above the last of `STEPS`.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        file.seek(VERSION_AT)
        version = int.from_bytes(file.read(4), "big")
    if version > len(STEPS):
        raise InvalidInputError(
            f"The project in {path.parent} was stored by a newer Assay (version {version} of its "
            f"data; this one reads up to {len(STEPS)}). Nothing was changed. Install the newer "
            "Assay to open it."
        )
