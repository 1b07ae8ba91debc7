"""A job as the database and clients know it."""

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

JobSettings = dict[str, Any]
"""Each kind of job has its own, as JSON; who asks for a job has checked them."""
JobResult = dict[str, Any]
"""Each kind of job has its own, as JSON; the TypedDicts of results say which."""


class JobRow(TypedDict):
    """A row of the table, its JSON decoded."""

    id: str
    kind: str
    state: str
    """queued, running, done, failed, cancelled or interrupted."""
    settings: JobSettings
    done: float
    total: float
    message: str
    error: str | None
    result: JobResult | None
    created_at: str
    started_at: str | None
    ended_at: str | None


class StoredJob(JobRow):
    """With the process that runs it."""

    pid: int | None
    pid_created: float | None


class CurvePoint(TypedDict):
    """One step of a training run."""

    step: int
    loss: float | None
    dev_loss: float | None


Curve = Sequence[CurvePoint]
"""A training run's, in the order of its steps."""


class ProgressLine(CurvePoint):
    """One line of a run's progress; see `core.tuning.run_folder.Progress`."""

    stage: str
    steps: int
    tokens_per_s: float
    seconds_left: float
    memory_gb: float


class Live(CurvePoint):
    """Where a training run stands."""

    stage: str
    steps: int
    tokens_per_s: float
    memory_gb: float
    curve: list[CurvePoint]


class Job(JobRow):
    """A job as clients see it."""

    project: str
    """Its id."""
    seconds_left: float | None
    live: NotRequired[Live | None]
    """Of a training run asked for by itself; None before its first step."""


class Status(TypedDict):
    """What an engine holds and runs."""

    pid: int
    started_at: float
    """Seconds since 1970."""
    uptime_s: float
    version: str
    memory_gb: float
    builds: list[str]
    """Loaded ones."""
    running: list[Job]
    data: str
    """Another text whenever what clients may keep has changed."""
