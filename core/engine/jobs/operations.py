"""Jobs: look, cancel, resume."""

import time
from typing import Any

import psutil

from core import VERSION
from core.engine.context import Engine
from core.engine.queue import CORPUS, RunningJob
from core.errors import AppError
from core.project.jobs import get_job, list_jobs
from core.project.workspace import Project
from core.tuning.run_folder import run_folder


def shown(engine: Engine, project: Project, row: dict[str, Any]) -> dict[str, Any]:
    """Return a job as clients see it: with its estimate, and a training run with its curve."""
    job = {key: value for key, value in row.items() if key not in ("pid", "pid_created")}
    job |= {"project": project.id, "seconds_left": engine.queue.seconds_left(row["id"])}
    if row["state"] == "queued":
        other = engine.queue.waits_for(project, row["kind"])
        if other:
            job["message"] = _waits(other, project, row["kind"])
    if row["kind"] == "train":
        job |= _live(project, row)
    return job


def _waits(other: RunningJob, project: Project, kind: str) -> str:
    """Return why a job of this kind does not begin yet."""
    what = {"evaluate": "evaluation", "freshness": "freshness experiment"}.get(other.kind)
    if what and kind in CORPUS and other.project.id == project.id:
        return f"waits for the {what} to end: documents stay as they are while it asks about them"
    if what:
        return f"waits for the {what} of {other.project.name} to end: it is timed"
    if other.kind == "base":
        return f"waits for the base model of {other.project.name} to be prepared"
    return f"waits for the {other.kind} job of {other.project.name} to end"


def _live(project: Project, row: dict[str, Any]) -> dict[str, Any]:
    lines = run_folder(project, row["id"]).progress()
    if not lines:
        return {"live": None}
    last = lines[-1]
    curve = [
        {key: line[key] for key in ("step", "loss", "dev_loss")}
        for line in lines
        if line["stage"] == "train"
    ]
    fields = ("stage", "step", "steps", "loss", "dev_loss", "tokens_per_s", "memory_gb")
    left = last["seconds_left"] if row["state"] == "running" else None
    return {"live": {key: last[key] for key in fields} | {"curve": curve}, "seconds_left": left}


def jobs(engine: Engine, *, project: str) -> list[dict[str, Any]]:
    """Return a project's jobs, newest first, without the curves."""
    found = engine.project(project)
    rows = [shown(engine, found, row) for row in list_jobs(found.db)]
    return [{key: value for key, value in row.items() if key != "live"} for row in rows]


def job(engine: Engine, *, project: str, job: str) -> dict[str, Any]:
    """Return one job."""
    found = engine.project(project)
    return shown(engine, found, get_job(found.db, job))


def cancel(engine: Engine, *, project: str, job: str) -> dict[str, Any]:
    """Stop a job; what it finished stays."""
    found = engine.project(project)
    engine.queue.cancel(found, job)
    return shown(engine, found, get_job(found.db, job))


def resume(engine: Engine, *, project: str, job: str) -> dict[str, Any]:
    """Go on with a stopped job."""
    found = engine.project(project)
    engine.queue.resume(found, job)
    return shown(engine, found, get_job(found.db, job))


def wait(engine: Engine, *, project: str, job: str, seconds: float) -> dict[str, Any]:
    """Return a job once it has ended, or as it is after `seconds`."""
    found = engine.project(project)
    engine.queue.wait(found, job, seconds)
    return shown(engine, found, get_job(found.db, job))


def status(engine: Engine) -> dict[str, Any]:
    """Return what the engine holds and runs."""
    running = []
    for one in engine.queue.running():
        try:
            running.append(shown(engine, one.project, get_job(one.project.db, one.id)))
        except AppError:
            continue  # It ended, and its project went, in this moment.
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


OPERATIONS = (jobs, job, cancel, resume, wait, status)
