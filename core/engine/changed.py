"""A lock with news: threads and coroutines wait for them alike."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial


class Changed:
    """A condition that coroutines can wait for too, without a thread of their own."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._alarms: set[Callable[[], object]] = set()
        # A lock of its own: a coroutine must not wait while somebody holds the condition.
        self._listing = threading.Lock()

    def __enter__(self) -> None:
        self._condition.acquire()

    def __exit__(self, *_: object) -> None:
        self._condition.release()

    def notify_all(self) -> None:
        """Wake whoever waits; call it with the lock held."""
        self._condition.notify_all()
        with self._listing:
            for alarm in self._alarms:
                with suppress(RuntimeError):  # Its event loop has ended.
                    alarm()

    def wait(self, seconds: float) -> bool:
        """Wait in a thread that holds the lock; return False if nothing changed meanwhile."""
        return self._condition.wait(seconds)

    def wait_for(self, ready: Callable[[], bool], seconds: float | None = None) -> bool:
        """Wait in a thread that holds the lock until `ready`; return whether it is."""
        return self._condition.wait_for(ready, seconds)

    @contextmanager
    def alarm(self) -> Iterator[asyncio.Event]:
        """Give a coroutine an event that every change sets."""
        event = asyncio.Event()
        alarm = partial(asyncio.get_running_loop().call_soon_threadsafe, event.set)
        with self._listing:
            self._alarms.add(alarm)
        try:
            yield event
        finally:
            with self._listing:
                self._alarms.discard(alarm)


async def rung(event: asyncio.Event, seconds: float) -> None:
    """Wait until the event is set, or for so long, and clear it."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    event.clear()
