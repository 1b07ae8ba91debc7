"""Work in a process of its own: what imports torch, and whose memory should be free again."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil

from core.config import ROOT
from core.engine.queue import RunningJob
from core.errors import AppError, CancelledError, EngineError
from core.project.jobs import get_job, update_job

LOOK_SECONDS = 0.5
STOP_SECONDS = 5
"""How long a killed engine's child may take to end by itself."""
REFUSED = 2
"""Exit status of a child whose last line is for the user."""


def run_child(
    job: RunningJob, arguments: list[str], models: Path, look: Callable[[list[str]], None]
) -> None:
    """Run `python -m ARGUMENTS` to its end.

    Args:
        look: Called twice a second with the lines that the child has written.

    Raises:
        CancelledError: the user stopped it; the child was killed.
        AppError: it refused or failed, in its own last words.
    """
    log = job.project.folder / f"{job.id}.log"
    log.unlink(missing_ok=True)
    try:
        status = child_status(
            job, arguments, log, lambda: look(_lines(log)), ASSAY_MODELS=str(models)
        )
        last_words = last_line(log)
    finally:
        log.unlink(missing_ok=True)
    if status and job.cancelled():
        raise CancelledError("It was cancelled. What was not finished was removed.")
    if status == REFUSED:
        raise AppError(last_words)
    if status:
        raise EngineError(f"It failed with status {status}: {last_words} Try it again.")


def child_status(
    job: RunningJob, arguments: list[str], log: Path, look: Callable[[], None], **environment: str
) -> int:
    """Run `python -m ARGUMENTS` until it ends, and kill it once the job is cancelled.

    If this process is killed the child ends by itself (`core.process.owned`). So a child may end at
    any moment: what it makes has to appear whole or not at all.

    Args:
        log: File to which its output is appended.
        look: Called twice a second, and when the child has ended.
        environment: Variables added to those of this process.

    Returns:
        Its exit status; negative where a signal ended it.
    """
    end_orphan(job)
    with log.open("ab") as file:
        child = subprocess.Popen(
            [sys.executable, "-m", "core.process.owned", *arguments],
            stdin=subprocess.PIPE,  # Held open for as long as the child may work.
            stdout=file,
            stderr=file,
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | environment,
        )
    try:
        created = psutil.Process(child.pid).create_time()
        update_job(job.project.db, job.id, pid=child.pid, pid_created=created)
        while not job.cancelled() and not _ended(child):
            look()
    finally:
        child.kill()
        child.communicate()
    look()  # It may have come further since the last time.
    return child.returncode


def _ended(child: "subprocess.Popen[bytes]") -> bool:
    """Wait a moment; return whether the child has ended."""
    try:
        child.wait(LOOK_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def last_line(log: Path) -> str:
    """Return the last line of a log, which in a traceback names the error."""
    return ([line for line in _lines(log) if line.strip()] or ["it said nothing."])[-1][:300]


def _lines(log: Path) -> list[str]:
    return log.read_text(errors="replace").splitlines()


def end_orphan(job: RunningJob) -> None:
    """Wait for, or end, the child of a killed engine: two must not write the same files."""
    row = get_job(job.project.db, job.id)
    if not row["pid"] or not psutil.pid_exists(row["pid"]):
        return
    try:
        process = psutil.Process(row["pid"])
        if abs(process.create_time() - row["pid_created"]) < 1:
            process.wait(STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
    except psutil.NoSuchProcess:
        return
