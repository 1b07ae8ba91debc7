"""An engine's operations as methods; `calls.pyi` beside this file says which there are."""

from functools import partial
from typing import Any

from core.engine.wire.transport import Transport


class Calls:
    """`calls.retrieve(project=..., question=...)` runs the operation `retrieve`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def __getattr__(self, name: str) -> Any:
        return partial(self._call, name)

    def _call(self, operation: str, /, **arguments: Any) -> Any:
        return self._transport.call(operation, arguments)
