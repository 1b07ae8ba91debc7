"""What pages ask of an engine again and again, asked once until something changes."""

import json
import pickle
import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from core.engine.wire.transport import Transport
from core.records.ask import ShownAsk
from core.records.operation import OperationFacts

MOST = 64
"""Results held; the one that was not wanted for longest goes first."""
MOST_BYTES = 4_000_000
"""Of one result; a larger one is asked for each time."""


class Remembering:
    """A transport that holds results between two calls of `status` that tell of no change.

    Every run of a page asks for the status first, so nobody sees what was older than that.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._lock = threading.Lock()
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._data: str | None = None
        self._idle = False
        self._facts: dict[str, OperationFacts] = {}

    def call(self, name: str, arguments: dict[str, Any]) -> Any:
        """Run an operation, or give again what it gave."""
        if name == "status":
            return self._see(self._transport.call(name, arguments))
        facts = self.facts().get(name)
        if facts is None or not facts["reads"]:
            try:
                return self._transport.call(name, arguments)
            finally:
                self._forget()
        if facts["kept"] == "data" or (facts["kept"] == "idle" and self._idle):
            return self._kept(name, arguments)
        return self._transport.call(name, arguments)

    def facts(self) -> dict[str, OperationFacts]:
        """Return what has to be known of each operation, asked for once."""
        if not self._facts:
            self._facts = self._transport.facts()
        return self._facts

    def stream(self, ask: str) -> Iterator[ShownAsk]:
        """Follow an ask."""
        return self._transport.stream(ask)

    def close(self) -> None:
        """Let go of the engine."""
        self._transport.close()

    def _see(self, status: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            idle = not status["running"]
            if (status["data"], idle) != (self._data, self._idle):
                self._held.clear()
            self._data, self._idle = status["data"], idle
        return status

    def _forget(self) -> None:
        with self._lock:
            self._held.clear()
            self._data = None  # Until the next status nothing is held: this change is not seen yet.

    def _kept(self, name: str, arguments: dict[str, Any]) -> Any:
        key = json.dumps([name, arguments], sort_keys=True)
        with self._lock:
            data, packed = self._data, self._held.get(key)
            if packed is not None:
                self._held.move_to_end(key)
        if packed is not None:
            return pickle.loads(packed)  # A copy: a page may do with it what it likes.
        result = self._transport.call(name, arguments)
        fresh = pickle.dumps(result)
        with self._lock:
            if data is not None and data == self._data and len(fresh) <= MOST_BYTES:
                self._held[key] = fresh
                while len(self._held) > MOST:
                    self._held.popitem(last=False)
        return result
