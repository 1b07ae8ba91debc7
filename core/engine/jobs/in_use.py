"""What jobs use while they run or wait, so that nobody deletes, renames or changes it meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import BusyError
from core.project.answers import get_evaluation
from core.project.database import Database
from core.project.jobs import list_jobs
from core.project.measurements import get_measurement
from core.project.workspace import Project
from core.records.job import StoredJob
from core.records.job_kinds import JOB_KINDS

ASKING = ("evaluate", "freshness", "measure")
"""Kinds of jobs that put many questions to the arms, and compare what they say."""


@dataclass(frozen=True)
class Use:
    """Which jobs use a thing, and what is lost if it goes."""

    by: Callable[[Database, StoredJob, str], bool]
    """Called for each job that runs or waits, with the key of the thing."""
    why: str


def _evaluates(db: Database, job: StoredJob, key: str) -> bool:
    writes = get_evaluation(db, key)["job_id"] == job["id"]
    return bool(writes or job["settings"].get("evaluation") == key)


def _measures(db: Database, job: StoredJob, key: str) -> bool:
    return get_measurement(db, key).get("job") == job["id"]


def _adapts(_: Database, job: StoredJob, key: str) -> bool:
    return job["kind"] in (*ASKING, "selftest") or _exports(_, job, key)


def _exports(_: Database, job: StoredJob, key: str) -> bool:
    return bool(job["kind"] == "export" and job["settings"]["adapter"] == key)


USES = {
    "project": Use(lambda *_: True, "the project is what it works on"),
    "evaluation": Use(_evaluates, "this evaluation is what it works on"),
    "experiment": Use(lambda _, job, key: job["id"] == key, "this experiment is what it works on"),
    "measurement": Use(_measures, "this measurement is what it works on"),
    "adapter": Use(_adapts, "it needs this adapter"),
    "adapter's name": Use(_exports, "the file will hold the adapter's name"),
    "prompt": Use(lambda _, job, __: job["kind"] in ASKING, "all its answers come from one prompt"),
    # One that waits draws its questions when it begins.
    "questions": Use(
        lambda _, job, __: job["kind"] in ASKING and job["state"] == "running",
        "questions stay as they are until it ends",
    ),
    "all questions": Use(
        lambda _, job, __: job["kind"] == "generate" and job["state"] == "running",
        "saving the table now would lose what it writes",
    ),
    # If one runs, the removal is a job that waits for it.
    "documents": Use(
        lambda _, job, __: job["kind"] in ASKING and job["state"] == "queued",
        "it is to ask about the documents as they are",
    ),
}


def subject(kind: str) -> str:
    """Return what begins a sentence about a job of this kind: "An evaluation", "A judge job"."""
    noun = JOB_KINDS[kind].waited_for_as or f"{kind} job"
    return f"{'An' if noun[0] in 'aeiou' else 'A'} {noun}"


def refuse_used(project: Project, thing: str, key: str = "") -> None:
    """Refuse to take a thing from a job that uses it.

    Args:
        thing: One of `USES`.
        key: Its id, where a project has several.

    Raises:
        BusyError: a job that runs or waits uses it.
        NotFoundError: there is no such evaluation.
    """
    use = USES[thing]
    for job in list_jobs(project.db, "running", "queued"):
        if use.by(project.db, job, key):
            state = "runs" if job["state"] == "running" else "waits"
            raise BusyError(
                f"{subject(job['kind'])} of '{project.name}' {state}, and {use.why}. Wait for its "
                "end or cancel it; nothing was changed."
            )
