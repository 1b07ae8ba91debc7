"""Work in a process of its own: what imports torch, and whose memory should be free again."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from core.config import ROOT
from core.engine.queue import RunningJob
from core.errors import AppError, CancelledError, EngineError
from core.project.jobs import get_job, update_job

LOOK_SECONDS = 0.5
STOP_SECONDS = 15
"""How long a child may go on that was asked to stop, or whose engine was killed."""
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
    end_orphan(job)
    log = job.project.folder / f"{job.id}.log"
    with log.open("wb") as file:
        child = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            cwd=ROOT,
            env=os.environ | {"ASSAY_MODELS": str(models), "PYTHONUNBUFFERED": "1"},
        )
    created = psutil.Process(child.pid).create_time()
    update_job(job.project.db, job.id, pid=child.pid, pid_created=created)
    try:
        while child.poll() is None:
            time.sleep(LOOK_SECONDS)
            look(_lines(log))
            if job.cancelled():
                raise CancelledError("It was cancelled. What was not finished was removed.")
        said = last_line(log)
    finally:
        child.kill()
        child.wait()
        log.unlink()
    if child.returncode == REFUSED:
        raise AppError(said)
    if child.returncode:
        raise EngineError(f"It failed with status {child.returncode}: {said} Try it again.")


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
