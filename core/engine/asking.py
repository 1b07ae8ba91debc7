"""One question, several arms: a buffer that outlives the page that asked."""

import threading
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

WAITING, RUNNING, DONE, FAILED, STOPPED = "waiting", "running", "done", "failed", "stopped"
TICK_SECONDS = 1.0
"""How long a follower waits at most before it looks again."""


class Ask:
    """State of one ask; a thread fills it, any number of followers read it."""

    def __init__(self, project: str, question: str, arms: list[str]) -> None:
        self._state: dict[str, Any] = {
            "project": project,
            "question": question,
            "done": False,
            "busy": None,
            "arms": [
                {
                    "arm": arm, "state": WAITING, "text": "", "error": None, "page": None,
                    "passages": [], "first_token_ms": None, "latency_ms": None,
                    "tokens_in": None, "tokens_out": None, "cost": None, "fingerprint": {},
                    "adapter": None,
                }
                for arm in arms
            ],
        }  # fmt: skip
        self._version = 0
        self._changed = threading.Condition()
        self._stop = threading.Event()

    def update(self, arm: str | None = None, **values: Any) -> None:
        """Set values of an arm, or of the whole, and wake the followers."""
        with self._changed:
            target = self._state
            if arm is not None:
                target = next(one for one in self._state["arms"] if one["arm"] == arm)
            target.update(values)
            self._version += 1
            self._changed.notify_all()

    def stop(self) -> None:
        """Ask the answering thread to stop; it does within a token."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    def state(self) -> dict[str, Any]:
        """Return a copy of the state as it is now."""
        with self._changed:
            return deepcopy(self._state)

    def follow(self) -> Iterator[dict[str, Any]]:
        """Yield the state at once, after every change and once a tick, until it is done.

        The ticks let a page that only waits notice a click.
        """
        seen = -1
        while True:
            with self._changed:
                if self._version == seen:
                    self._changed.wait(TICK_SECONDS)
                seen, state = self._version, deepcopy(self._state)
            yield state
            if state["done"]:
                return
