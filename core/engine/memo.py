"""Results that are dear to make, each held while what it was made of stays the same."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")


class Memo:
    """Values by what they are about; shared, so nobody may change one."""

    def __init__(self, most: int) -> None:
        """Hold `most` values; the one that was not wanted for longest goes first."""
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, about: Hashable, made_of: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value about something, made anew once it is made of something else.

        Whoever asks while it is being made waits, in place of doing the same work again.
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
