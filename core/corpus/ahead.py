"""Read files in groups: the next group is read while the last one is embedded and stored."""

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
"""Passages embedded and put into Chroma together, which costs a third of what batches of 20 cost. A
kill loses about as many: some seconds of work."""
_LOOK_SECONDS = 0.2

Group = list[FileReport | Pending]


class Ahead:
    """Reads sources in order, on its own thread, at most one group ahead of the caller.

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
        """Return the group that begins at `start`, and go on reading in the background.

        Raises:
            CancelledError: it was cancelled while a file was read.
        """
        files: Group = []
        while not files:  # A group is empty if the one before had to be stored first.
            reading = self._next or self._thread.submit(self._read, start, ())
            while True:
                what = f"Reading {self._reading}"
                ticker(progress, cancelled, (start, 1, len(self._sources)), what)(0)
                if wait([reading], _LOOK_SECONDS).done:
                    break
            files, self._next = reading.result(), None
        names = {name for _, name in self._sources[start : start + len(files)]}
        self._next = self._thread.submit(self._read, start + len(files), names)
        return files

    def _read(self, start: int, unstored: Collection[str]) -> Group:
        """Read as many files as are worth embedding together."""
        files: dict[str, FileReport | Pending] = {}
        passages = 0
        for path, name in self._sources[start : start + FILES_AT_ONCE]:
            if name in files or name in unstored or self._ended.is_set():
                break  # Another version of a file: the first one must be stored first.
            self._reading = shown_name(name)
            files[name] = file = self._intake.file((path, name), self._parser)
            passages += len(file.passages) if isinstance(file, Pending) else 0
            if passages >= PASSAGES_AT_ONCE:
                break
        return list(files.values())
