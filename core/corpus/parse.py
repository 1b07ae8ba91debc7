"""Bytes to text: one file, one limited subprocess."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from core.config import INGEST, ROOT
from core.corpus.parsed import Page, ParsedDocument, shown_name
from core.corpus.sniff import sniff
from core.errors import InvalidInputError

WORKER = ("-m", "core.corpus.parse_worker")
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")
_LOG = logging.getLogger(__name__)


def parse(path: Path, name: str) -> ParsedDocument:
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
            f"{name} could not be opened ({error.strerror}). Check that it exists and try again."
        ) from error
    return _document(_run(path, kind, name), name)


def _run(path: Path, kind: str, name: str) -> dict[str, Any]:
    """Return what the worker wrote, or {"failure": ...} if it did not end well."""
    command = [sys.executable, *WORKER, str(path.resolve()), kind, name]
    # The worker gets no variable it does not need: it reads what strangers wrote.
    environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    with (
        tempfile.TemporaryDirectory(prefix="assay-parse-") as folder,
        (Path(folder) / "out.json").open("w+b") as out,
        (Path(folder) / "err.txt").open("w+b") as err,
    ):
        try:
            worker = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=folder,
                env=environment,
                timeout=INGEST.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"failure": "time"}
        out.seek(0)
        err.seek(0)
        _log(name, err.read(20_000))
        return _answer(out.read(), worker.returncode)


def _log(name: str, complaints: bytes) -> None:
    if complaints.strip():
        _LOG.info("Reading %s: %s", name, complaints.decode("utf-8", "replace"))


def _answer(written: bytes, status: int) -> dict[str, Any]:
    """Return the worker's JSON; a negative status is the signal that killed it."""
    if status == 0:
        try:
            answer: dict[str, Any] = json.loads(written)
        except ValueError:
            return {"failure": "damaged"}
        return answer
    # SIGKILL comes from a system out of memory, SIGXCPU from the processor limit.
    return {"failure": {-9: "memory", -24: "time"}.get(status, "damaged")}


def _document(answer: dict[str, Any], name: str) -> ParsedDocument:
    if "document" in answer:
        found = answer["document"]
        pages = tuple(Page(page["number"], page["text"]) for page in found["pages"])
        return ParsedDocument(found["title"], pages, tuple(found["warnings"]))
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
