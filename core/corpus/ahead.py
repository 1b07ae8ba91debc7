"""Files read in groups, the next one while the last is embedded and stored."""

import threading
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from core.corpus.files import FileReport, Source
from core.corpus.intake import Intake
from core.corpus.progress import Cancelled, Progress, ticker
from core.corpus.reading.parse import Parser
from core.corpus.reading.parsed import shown_name
from core.corpus.writing import Pending

FILES_AT_ONCE = 1000
PASSAGES_AT_ONCE = 256
"""Embedded and put into Chroma together, which costs it a third of what 20 at a time do; about
what a kill may cost: seconds."""
_LOOK_SECONDS = 0.2

Group = list[FileReport | Pending]


class Ahead:
    """Reads sources in order, on a thread of its own and at most a group ahead of who asks.

    Use it as a context manager: leaving it ends the reading.
    """

    def __init__(self, intake: Intake, parser: Parser, sources: Sequence[Source]) -> None:
        self._intake = intake
        self._parser = parser
        self._sources = sources
        self._thread = ThreadPoolExecutor(1)
        self._ended = threading.Event()
        self._reading = shown_name(sources[0][1]) if sources else ""
        self._next: Future[Group] | None = None

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.shutdown()

    def group(self, start: int, progress: Progress, cancelled: Cancelled) -> Group:
        """Return what was read of the sources from `start` on, and go on reading behind it.

        Raises:
            CancelledError: `cancelled` says so while a file is read.
        """
        found: Group = []
        while not found:  # A group is empty if it had to wait for the one before to be stored.
            reading = self._next or self._thread.submit(self._read, start, ())
            while True:
                what = f"Reading {self._reading}"
                ticker(progress, cancelled, (start, 1, len(self._sources)), what)(0)
                if wait([reading], _LOOK_SECONDS).done:
                    break
            found, self._next = reading.result(), None
        names = {name for _, name in self._sources[start : start + len(found)]}
        self._next = self._thread.submit(self._read, start + len(found), names)
        return found

    def _read(self, start: int, unstored: Collection[str]) -> Group:
        """Read as many files as are worth embedding together."""
        found: dict[str, FileReport | Pending] = {}
        passages = 0
        for path, name in self._sources[start : start + FILES_AT_ONCE]:
            if name in found or name in unstored or self._ended.is_set():
                break  # Another version of a file: the first one must be stored before.
            self._reading = shown_name(name)
            found[name] = one = self._intake.file((path, name), self._parser)
            passages += len(one.passages) if isinstance(one, Pending) else 0
            if passages >= PASSAGES_AT_ONCE:
                break
        return list(found.values())
