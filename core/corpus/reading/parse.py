"""Bytes to text: one file, one limited process.

One worker is started for many files and reads none itself: for each it forks a process that sets
its limits, reads the file and exits. That takes milliseconds, a fresh interpreter a tenth of a
second. Where a system cannot fork, each file gets a worker of its own.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import psutil

from core.config import INGEST
from core.corpus.reading.parsed import Outcome, Page, ParsedDocument, shown_name
from core.corpus.reading.sniff import sniff
from core.errors import InvalidInputError
from core.process.limits import GRACE_SECONDS, TIMED_OUT, environment, failure

WORKER = ("-m", "core.corpus.reading.parse_worker")
FORKS = hasattr(os, "fork")
_LOG = logging.getLogger(__name__)


class Parser:
    """Parses files in limited processes; its first file starts the worker that makes them.

    Use it as a context manager: leaving it ends the worker.
    """

    def __init__(self) -> None:
        self._worker: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Parser":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def parse(self, path: Path, name: str) -> ParsedDocument:
        """Return the text of the file at `path`, which the user calls `name`.

        Raises:
            InvalidInputError: it cannot be read; the text is one sentence with the reason and the
                next step and quotes nothing of the document.
        """
        name = shown_name(name)
        try:
            size = path.stat().st_size
            if size > INGEST.file_mb * 2**20:
                raise InvalidInputError(
                    f"{name} is {size >> 20:,} MB; the limit is {INGEST.file_mb} MB. "
                    "Split it and upload the parts."
                )
            kind = sniff(path, name)
        except OSError as error:
            raise InvalidInputError(
                f"{name} could not be opened ({error.strerror}). Check that it exists and try "
                "again."
            ) from error
        return _document(self._answer(path, kind, name), name)

    def _answer(self, path: Path, kind: str, name: str) -> Outcome:
        """Return what the file's process wrote, or {"failure": ...} if it failed."""
        with tempfile.TemporaryDirectory(prefix="assay-parse-") as folder:
            out, err = Path(folder) / "out.json", Path(folder) / "err.txt"
            status = self._status(
                {"path": str(path.resolve()), "kind": kind, "name": name, "folder": folder}
            )
            if err.exists():
                with err.open("rb") as complaints:
                    _log(name, complaints.read(20_000))
            return _found(out.read_bytes() if out.exists() else b"", status)

    def _status(self, request: dict[str, str]) -> int:
        """Let the worker parse a file; return the exit status of the process that did."""
        worker, late = self._worker or self._start(), threading.Event()

        def give_up() -> None:
            late.set()
            self._stop()

        # The process ends itself at its time limit; this is for a worker that hangs.
        stuck = threading.Timer(INGEST.seconds + GRACE_SECONDS, give_up)
        stuck.start()
        try:
            assert worker.stdin is not None
            assert worker.stdout is not None
            worker.stdin.write(json.dumps(request) + "\n")
            worker.stdin.flush()
            answered = worker.stdout.readline().strip()
        except OSError:
            answered = ""
        finally:
            stuck.cancel()
        if not answered.lstrip("-").isdigit():  # It ended, or wrote something else.
            try:
                status = worker.wait(1)
            except subprocess.TimeoutExpired:
                status = 1
            self._stop()
            return TIMED_OUT if late.is_set() else status
        if not FORKS:  # There one worker reads one file: none of it may reach the next.
            self._stop()
        return int(answered)

    def _start(self) -> "subprocess.Popen[str]":
        self._worker = subprocess.Popen(
            [sys.executable, *WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=tempfile.gettempdir(),
            env=environment(),
            text=True,
        )
        return self._worker

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(worker.pid).children(recursive=True):
                child.kill()
        worker.kill()
        worker.wait()


def _log(name: str, complaints: bytes) -> None:
    if complaints.strip():
        _LOG.info("Reading %s: %s", name, complaints.decode("utf-8", "replace"))


def _found(written: bytes, status: int) -> Outcome:
    """Return what the process wrote, or why there is nothing."""
    if status == 0:
        try:
            answer: Outcome = json.loads(written)
        except ValueError:
            return {"failure": "damaged"}
        return answer
    return {"failure": failure(status)}


def _document(answer: Outcome, name: str) -> ParsedDocument:
    if "document" in answer:
        document = answer["document"]
        pages = tuple(Page(page["number"], page["text"]) for page in document["pages"])
        return ParsedDocument(document["title"], pages, tuple(document["warnings"]))
    if "error" in answer:
        raise InvalidInputError(answer["error"])
    reasons = {
        "time": f"took longer than {INGEST.seconds} seconds to read and was stopped. "
        "Split it and upload the parts.",
        "memory": f"needs more than {INGEST.memory_mb:,} MB of memory to read. "
        "Split it and upload the parts.",
        "damaged": "is damaged and could not be read. Open it in the program it came from, "
        "save it again and upload that.",
    }
    raise InvalidInputError(f"{name} {reasons[answer['failure']]}")
