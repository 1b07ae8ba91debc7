"""What an operation is: a function that clients may call by name, and the facts about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, TypeVar

from core.errors import NotFoundError
from core.records.operation import Kept, OperationFacts

Function = TypeVar("Function", bound=Callable[..., Any])
_MARK = "operation"


@dataclass(frozen=True)
class Operation:
    """A function `(engine, *, ...)` whose arguments and result are JSON; `project` is resolved."""

    run: Callable[..., Any]
    reads: bool
    """Changes nothing, so what a client has cached stays true."""
    recorded: bool
    """May be called on a recorded result. Fail-closed: without this it is refused there."""
    kept: Kept | None
    files: bool
    """Changes files but no database, so no database version shows that something is new."""

    def facts(self) -> OperationFacts:
        """Return what a client has to know about it."""
        return {"reads": self.reads, "kept": self.kept}


def operation(
    *, reads: bool = False, recorded: bool = False, kept: Kept | None = None, files: bool = False
) -> Callable[[Function], Function]:
    """Mark a function as an operation; `Operation` says what each fact means."""

    def mark(function: Function) -> Function:
        setattr(function, _MARK, Operation(function, reads, recorded, kept, files))
        return function

    return mark


def operations_of(modules: Iterable[ModuleType]) -> dict[str, Operation]:
    """Return the operations that are defined in these modules, by name."""
    return {
        name: getattr(function, _MARK)
        for module in modules
        for name, function in vars(module).items()
        if hasattr(function, _MARK) and function.__module__ == module.__name__
    }


def find(operations: dict[str, Operation], name: str) -> Operation:
    """Return an operation by name.

    Raises:
        NotFoundError: there is none.
    """
    if name not in operations:
        raise NotFoundError(f"The engine has no operation '{name}'.")
    return operations[name]
