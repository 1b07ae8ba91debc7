"""What carries calls to an engine."""

from collections.abc import Iterator
from typing import Any, Protocol

from core.records.ask import ShownAsk
from core.records.operation import OperationFacts


class Transport(Protocol):
    """Carries calls to an engine."""

    def call(self, name: str, arguments: dict[str, Any]) -> Any:
        """Run an operation."""
        ...

    def facts(self) -> dict[str, OperationFacts]:
        """Return what has to be known of each operation."""
        ...

    def stream(self, ask: str) -> Iterator[ShownAsk]:
        """Follow an ask."""
        ...

    def close(self) -> None:
        """Let go of the engine."""
        ...
