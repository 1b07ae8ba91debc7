"""The owner of a workspace: takes it, holds the two tables, answers calls."""

from collections.abc import Mapping
from typing import Any

import filelock

from core.config import Paths
from core.engine.arguments import checked
from core.engine.asks import Ask
from core.engine.context import READ_ONLY, Engine
from core.engine.handlers import HANDLERS
from core.engine.operations import OPERATIONS
from core.engine.table import find
from core.errors import BusyError, ReadOnlyError
from core.project.workspace import still_here
from core.records.operation import OperationFacts

LOCK = "engine.lock"


class Owner:
    """The one object, in one process, that may open a workspace's indexes and run its jobs."""

    def __init__(self, paths: Paths, *, take_up: bool = True) -> None:
        """Take the workspace.

        Args:
            take_up: Run what the last owner left; else mark it as interrupted.

        Raises:
            BusyError: another process owns it.
        """
        paths.workspace.mkdir(parents=True, exist_ok=True)
        self._lock = filelock.FileLock(paths.workspace / LOCK)
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout:
            raise BusyError(
                f"Another Assay process owns the workspace {paths.workspace}. "
                "Use the app that is open, or close it first."
            ) from None
        self.engine = Engine(paths, HANDLERS, take_up=take_up)

    def call(self, name: str, arguments: Mapping[str, object]) -> Any:
        """Run an operation by name; results are JSON-able.

        Args:
            arguments: The operation's own; `project` by id or name.

        Raises:
            InvalidInputError: an argument is missing, unknown or of a wrong type.
            AppError: with the sentence to show.
        """
        operation = find(OPERATIONS, name)
        named = arguments.get("project")
        project = self.engine.project(named) if isinstance(named, str) else None
        with still_here(project):
            if project and project.recorded and not operation.recorded:
                raise ReadOnlyError(READ_ONLY)
            values = checked(operation.run, arguments)
            if project:
                values["project"] = project
            result = operation.run(self.engine, **values)
        self.engine.changes += operation.files
        return result

    def facts(self) -> dict[str, OperationFacts]:
        """Return what a client has to know about each operation (`core.engine.table`)."""
        return {name: operation.facts() for name, operation in OPERATIONS.items()}

    def ask(self, key: str) -> Ask:
        """Return an ask; same errors as `Engine.ask`."""
        return self.engine.ask(key)

    def close(self) -> None:
        """Stop jobs for the next owner to take up, and give the workspace back."""
        self.engine.close()
        self._lock.release()
