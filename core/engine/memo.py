"""Costly results, each kept while what it was made from stays the same."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")


class Memo:
    """Values by subject; they are shared, so nobody may change one."""

    def __init__(self, most: int) -> None:
        """Hold `most` values; the least recently used one goes first."""
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, about: Hashable, made_of: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value about a subject, made anew if what it is made from has changed.

        Callers that ask while it is being made wait, rather than repeat the work.
        """
        with self._lock:
            making = self._making.setdefault(about, threading.Lock())
        with making:
            with self._lock:
                held = self._held.get(about)
            if held is None or held[0] != made_of:
                held = made_of, make()
            with self._lock:
                self._held[about] = held
                self._held.move_to_end(about)
                while len(self._held) > self._most:
                    self._making.pop(self._held.popitem(last=False)[0], None)
        value: Value = held[1]
        return value
