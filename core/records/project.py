"""A project as clients see it: its row, the way to its verdict, where its model is served."""

from typing import TypedDict

from core.records.asked import Checks
from core.records.job import Job


class ServerSettings(TypedDict):
    """Where a project's model is served, and under which limits."""

    url: str
    adapter: str | None
    """The server's name for the adapted model."""
    per_minute: float | None
    """Most requests a minute."""
    cap: float | None
    """The most that one job may cost, in the currency of the prices."""


class Machine(TypedDict):
    """Where a recording was made."""

    cores: int
    memory_gb: float
    cpu: str


class AboutRecording(TypedDict):
    """What a recorded result says of itself."""

    recorded_at: str
    machine: Machine
    command: str
    minutes: float
    """How long the recording took there, from nothing."""
    versions: dict[str, str]
    sha256: str
    """Of its file."""


class DemoFacts(TypedDict):
    """What a demo project was made from."""

    seed: int
    notice: str


class ProjectCounts(TypedDict):
    """How much of each thing a project holds."""

    documents: int
    passages: int
    questions: int
    evaluations: int
    complete: int
    """Evaluations that ran to their end."""
    experiments: int


class ProjectRow(ProjectCounts):
    """A project in the list of all."""

    id: str
    name: str
    base: str
    server: ServerSettings | None
    adapters: int
    bytes: int
    created_at: str
    use: str | None
    recorded: AboutRecording | None
    demo: DemoFacts | None


class NewProject(ProjectRow):
    """With the job that prepares its base model, where one has to."""

    job: Job | None


class NewDemo(TypedDict):
    """A demo project and its index job."""

    project: NewProject
    job: Job


class StepRow(TypedDict):
    """A step of a project as its progress line shows it."""

    key: str
    label: str
    page: str
    state: str
    """done, running, next or todo."""
    detail: str


class NextStep(TypedDict):
    """What to do next."""

    action: str
    text: str
    page: str
    seconds: float | None
    """How long it takes; None where nothing was measured."""


class Way(TypedDict):
    """The way from documents to a verdict."""

    steps: list[StepRow]
    next: NextStep


class Overview(Way):
    """What a project holds, what is stale or stopped, and what to do next."""

    project: ProjectRow
    corpus_version: str | None
    questions_hash: str | None
    splits: dict[str, int]
    unreviewed: int
    failed_documents: int
    stale: list[str]
    interrupted: list[Job]
    running: list[Job]
    self_test: Checks | None
    """The result of the newest one."""
