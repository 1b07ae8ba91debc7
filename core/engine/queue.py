"""The job queue of an engine: what may run now runs, the rest waits its turn."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NotRequired, TypedDict

from core.engine.changed import Changed
from core.errors import AppError, CancelledError
from core.project.database import now
from core.project.jobs import RESUMABLE, create_job, get_job, list_jobs, update_job
from core.project.workspace import Project, Workspace
from core.records.job import JobSettings, StoredJob
from core.records.job_kinds import JOB_KINDS, in_the_way

LOG = logging.getLogger("assay.queue")
DELETE = "delete"
"""What is held while a project is deleted: no job of it begins meanwhile."""
SAVE_SECONDS = 0.5
BEGUN, TOLD = 0.001, 0.02
"""Shares of a job: from one on it moves, and from the other on the rest can be told from it."""


class InterruptedJobError(AppError):
    """A job's process was killed from outside; it can be resumed."""


class End(TypedDict):
    """How a job ended, as columns of its row."""

    state: str
    error: str | None
    result: NotRequired[object]


class Told(TypedDict):
    """How far a job is."""

    done: float
    total: float
    message: str


@dataclass
class RunningJob:
    """A job as its handler sees it."""

    id: str
    kind: str
    project: Project
    settings: JobSettings
    _cancel: threading.Event = field(default_factory=threading.Event)
    seconds_left: float | None = None
    told: Told | None = None
    """How far the handler said it was, whether or not that is stored yet."""
    _began: float = field(default_factory=time.monotonic)
    _first_done: float | None = None
    _saved: float = 0.0

    def cancel(self) -> None:
        """Ask the handler to stop."""
        self._cancel.set()

    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._cancel.is_set()

    def progress(self, done: float, total: float, message: str) -> None:
        """Store how far the job is, at most twice a second, and estimate what is left.

        There is no estimate before a part is done that it can be told from, and none once all is
        done: what still runs then has no measure.
        """
        if self._first_done is None or done < self._first_done:
            self._first_done = done
        gained = done - self._first_done
        if gained <= BEGUN * total:
            self._began = time.monotonic()  # Until it moves it prepares, which says nothing.
        elapsed, moved = time.monotonic() - self._began, TOLD * total <= gained and done < total
        self.seconds_left = elapsed / gained * (total - done) if moved else None
        self.told = {"done": done, "total": total, "message": message}
        if time.monotonic() - self._saved > SAVE_SECONDS or done >= total:
            self._saved = time.monotonic()
            update_job(self.project.db, self.id, **self.told)


Handler = Callable[[RunningJob], Any]


class JobQueue:
    """Starts queued jobs in order, each in a thread, as soon as no running one is in its way."""

    def __init__(
        self, workspace: Workspace, handlers: Mapping[str, Handler], take_up: bool
    ) -> None:
        self._workspace = workspace
        self._handlers = handlers
        self._running: dict[str, RunningJob] = {}
        self._held: list[RunningJob] = []
        """What is under way and too short to be a job; only for a moment each."""
        self.changed = Changed()
        """Told when a job has ended."""
        self._closed = False
        for project in workspace.projects():
            for job in list_jobs(project.db, "running", *(() if take_up else ("queued",))):
                _mark_left(project, job["id"], take_up)
        self._dispatch()

    def submit(self, project: Project, kind: str, settings: Mapping[str, object]) -> str:
        """Queue a job and return its id."""
        job = create_job(project.db, kind, settings)
        self._dispatch()
        return str(job["id"])

    def resume(self, project: Project, key: str) -> None:
        """Queue a job again that failed, was cancelled or interrupted.

        Raises:
            AppError: it is done, or it still runs or waits.
        """
        with self.changed:
            state = get_job(project.db, key)["state"]
            if state not in RESUMABLE:
                raise AppError(f"The job {key} is {state}; only a stopped one can be resumed.")
            update_job(project.db, key, state="queued", error=None, ended_at=None, message="")
        self._dispatch()

    def cancel(self, project: Project, key: str) -> None:
        """Stop a running job soon, or a waiting one at once; an ended one stays as it is."""
        with self.changed:
            if key in self._running:
                self._running[key].cancel()
            elif get_job(project.db, key)["state"] == "queued":
                error = "Cancelled before it began."
                update_job(project.db, key, state="cancelled", error=error, ended_at=now())
                self.changed.notify_all()

    def running(self) -> list[RunningJob]:
        """Return what runs now."""
        return list(self._running.values())

    def seconds_left(self, key: str) -> float | None:
        """Return the estimate of a running job, in seconds."""
        job = self._running.get(key)
        return job.seconds_left if job else None

    def waits_for(self, project: Project, kind: str) -> RunningJob | None:
        """Return a running job that a job of this kind has to wait for."""
        return _in_the_way(self.running(), project, kind)

    @contextmanager
    def held(self, project: Project, kind: str) -> Iterator[RunningJob | None]:
        """Keep back the jobs that a job of this kind is in the way of; other jobs come and go.

        For what is too short to be a job. What is held already and in its way is waited for.

        Yields:
            A running job that is in its way; nothing is kept back then.
        """
        own = RunningJob("", kind, project, {})
        with self.changed:
            self.changed.wait_for(lambda: not _in_the_way(self._held, project, kind))
            other = _in_the_way(self._running.values(), project, kind)
            if other is None:
                self._held.append(own)
        try:
            yield other
        finally:
            if other is None:
                self._let_go(own)

    def _let_go(self, own: RunningJob) -> None:
        with self.changed:
            self._held = [job for job in self._held if job is not own]
            self.changed.notify_all()
        self._dispatch()

    def wait(self, project: Project, key: str, seconds: float | None = None) -> bool:
        """Wait until a job has ended; return whether it did within `seconds`."""
        with self.changed:
            return self.changed.wait_for(
                lambda: get_job(project.db, key)["state"] not in ("queued", "running"), seconds
            )

    def close(self, seconds: float = 20) -> None:
        """Stop taking jobs; those that run are stopped and taken up by the next engine."""
        with self.changed:
            self._closed = True
            for job in self._running.values():
                job.cancel()
            self.changed.wait_for(lambda: not self._running and not self._held, seconds)

    def _dispatch(self) -> None:
        with self.changed:
            if self._closed:
                return
            for project, job in self._queued():
                if _in_the_way([*self.running(), *self._held], project, job["kind"]) is None:
                    self._launch(project, job)

    def _queued(self) -> list[tuple[Project, StoredJob]]:
        found = [
            (project, job)
            for project in self._workspace.projects()
            for job in list_jobs(project.db, "queued")
            if job["id"] not in self._running
        ]
        return sorted(found, key=lambda pair: str(pair[1]["created_at"]))

    def _launch(self, project: Project, row: StoredJob) -> None:
        job = RunningJob(row["id"], row["kind"], project, row["settings"])
        self._running[job.id] = job
        started = row["started_at"] or now()
        update_job(project.db, job.id, state="running", started_at=started)
        threading.Thread(target=self._run, args=(job,), name=job.id, daemon=True).start()

    def _run(self, job: RunningJob) -> None:
        # Stands unless the handler ends in a way that is foreseen; a bug leaves its traceback in
        # the engine's log and this sentence on the screen.
        end: End = {
            "state": "failed",
            "error": "An error that Assay does not know stopped this job. Resume tries again; "
            "engine.log in the workspace says more.",
        }
        try:
            end = {"state": "done", "result": self._handlers[job.kind](job), "error": None}
        except CancelledError as error:
            # An engine that is closing stops its jobs for the next one to take up.
            state = "running" if self._closed else "cancelled"
            end = {"state": state, "error": str(error)}
        except InterruptedJobError as error:
            end = {"state": "interrupted", "error": str(error)}
        except AppError as error:
            end = {"state": "failed", "error": str(error)}
        finally:
            try:
                self._end(job, end)
            finally:  # Or what waits for this job would wait for ever.
                job.project.db.close()
                self._dispatch()

    def _end(self, job: RunningJob, end: End) -> None:
        with self.changed:
            try:
                if job.told:
                    update_job(job.project.db, job.id, **job.told)
                update_job(job.project.db, job.id, ended_at=now(), **end)
            finally:
                del self._running[job.id]
                self.changed.notify_all()


def _in_the_way(under_way: Iterable[RunningJob], project: Project, kind: str) -> RunningJob | None:
    """Return the first that a job of this kind would have to wait for."""
    return next((job for job in under_way if _conflict(job, project, kind)), None)


def _conflict(running: RunningJob, project: Project, kind: str) -> bool:
    same = running.project.id == project.id
    if same and DELETE in (running.kind, kind):
        return True
    return in_the_way(JOB_KINDS[running.kind], JOB_KINDS[kind], same_project=same)


def _mark_left(project: Project, key: str, take_up: bool) -> None:
    """Queue again, or mark as interrupted, what the last engine did not end."""
    if take_up:
        message = "taken up again after the engine stopped"
        update_job(project.db, key, state="queued", message=message)
    else:
        error = "The process that ran this job ended. Resume continues with what it had finished."
        update_job(project.db, key, state="interrupted", error=error, ended_at=now())
