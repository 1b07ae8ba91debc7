"""Jobs: look, cancel, resume."""

import time

import psutil

from core import VERSION
from core.engine.context import Engine
from core.engine.queue import RunningJob
from core.engine.table import operation
from core.errors import AppError
from core.project.jobs import get_job, list_jobs
from core.project.workspace import Project
from core.records.job import Job, Status, StoredJob
from core.records.job_kinds import JOB_KINDS
from core.tuning.run_folder import run_folder


def shown(engine: Engine, project: Project, row: StoredJob) -> Job:
    """Return a job as clients see it: with its estimate, and a training run with its curve."""
    shown: Job = {
        "id": row["id"],
        "kind": row["kind"],
        "state": row["state"],
        "settings": row["settings"],
        "done": row["done"],
        "total": row["total"],
        "message": row["message"],
        "error": row["error"],
        "result": row["result"],
        "created_at": row["created_at"],
        "started_at": row["started_at"],
        "ended_at": row["ended_at"],
        "project": project.id,
        "seconds_left": engine.queue.seconds_left(row["id"]),
    }
    if row["state"] == "queued":
        other = engine.queue.waits_for(project, row["kind"])
        if other:
            shown["message"] = _waits(other, project, row["kind"])
    if row["kind"] == "train":
        _add_live(shown, project, row)
    return shown


def _waits(other: RunningJob, project: Project, kind: str) -> str:
    """Return why a job of this kind cannot begin yet."""
    what = JOB_KINDS[other.kind].waited_for_as
    if what and JOB_KINDS[kind].changes_documents and other.project.id == project.id:
        return f"waits for the {what} to end: documents stay as they are while it asks about them"
    if what:
        return f"waits for the {what} of {other.project.name} to end: it is timed"
    if JOB_KINDS[other.kind].prepares_base:
        return f"waits for the base model of {other.project.name} to be prepared"
    return f"waits for the {other.kind} job of {other.project.name} to end"


def _add_live(job: Job, project: Project, row: StoredJob) -> None:
    lines = run_folder(project, row["id"]).progress()
    job["live"] = None
    if not lines:
        return
    last = lines[-1]
    job["live"] = {
        "stage": last["stage"],
        "step": last["step"],
        "steps": last["steps"],
        "loss": last["loss"],
        "dev_loss": last["dev_loss"],
        "tokens_per_s": last["tokens_per_s"],
        "memory_gb": last["memory_gb"],
        "curve": [
            {"step": line["step"], "loss": line["loss"], "dev_loss": line["dev_loss"]}
            for line in lines
            if line["stage"] == "train"
        ],
    }
    # After the last step an adapter is merged and its build made, in a time nobody can estimate.
    steps = row["state"] == "running" and last["stage"] == "train" and last["step"] < last["steps"]
    job["seconds_left"] = (last["seconds_left"] or None) if steps else None


@operation(reads=True, recorded=True, kept="idle")
def jobs(engine: Engine, *, project: Project) -> list[Job]:
    """Return a project's jobs, newest first, without the curves."""
    rows = [shown(engine, project, row) for row in list_jobs(project.db)]
    for row in rows:
        row.pop("live", None)
    return rows


@operation(reads=True, recorded=True)
def job(engine: Engine, *, project: Project, job: str) -> Job:
    """Return one job."""
    return shown(engine, project, get_job(project.db, job))


@operation()
def cancel(engine: Engine, *, project: Project, job: str) -> Job:
    """Stop a job; what it finished stays."""
    engine.queue.cancel(project, job)
    return shown(engine, project, get_job(project.db, job))


@operation()
def resume(engine: Engine, *, project: Project, job: str) -> Job:
    """Go on with a stopped job."""
    engine.queue.resume(project, job)
    return shown(engine, project, get_job(project.db, job))


@operation(reads=True, recorded=True)
def wait(engine: Engine, *, project: Project, job: str, seconds: float) -> Job:
    """Return a job once it has ended, or as it is after `seconds`."""
    engine.queue.wait(project, job, seconds)
    return shown(engine, project, get_job(project.db, job))


@operation(reads=True)
def status(engine: Engine) -> Status:
    """Return what the engine holds and runs."""
    running = []
    for active in engine.queue.running():
        try:
            running.append(shown(engine, active.project, get_job(active.project.db, active.id)))
        except AppError:
            continue  # It ended just now, and its project is gone.
    process = psutil.Process()
    return {
        "pid": process.pid,
        "started_at": engine.started,
        "uptime_s": round(time.time() - engine.started, 1),
        "version": VERSION,
        "memory_gb": round(process.memory_info().rss / 1e9, 2),
        "builds": engine.generators.names(),
        "running": running,
        "data": engine.data_version(),
    }
