"""What waits for what: nothing that loads the machine runs beside answers that are timed."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from core.config import Paths
from core.engine import queue
from core.engine.queue import JobQueue, RunningJob
from core.errors import ResourceError
from core.project.database import Database
from core.project.jobs import get_job
from core.project.workspace import Project, Workspace

KINDS = ("index", "evaluate", "export", "selftest", "judge")


class Held:
    """A queue whose jobs run until they are let go."""

    def __init__(self, paths: Paths) -> None:
        self.workspace, self.go = Workspace(paths.workspace), threading.Event()
        self.one, self.other = (self.workspace.create(name, "base") for name in ("One", "Other"))
        self.queue = JobQueue(self.workspace, dict.fromkeys(KINDS, self._run), take_up=False)

    def _run(self, job: RunningJob) -> None:
        self.go.wait(30)

    def submit(self, project: Project, kind: str) -> str:
        return self.queue.submit(project, kind, {})

    def state(self, project: Project, kind: str) -> str:
        return str(get_job(project.db, self.submit(project, kind))["state"])


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    one = Held(Paths(tmp_path / "workspace", tmp_path))
    yield one
    one.go.set()
    one.queue.close()


@pytest.fixture
def beside() -> Iterator[Callable[..., "Future[Any]"]]:
    """What runs something in another thread."""
    with ThreadPoolExecutor() as pool:
        yield pool.submit


@pytest.mark.parametrize(
    ("first", "second", "waits"),
    [
        ("evaluate", "export", True),
        ("export", "evaluate", True),
        ("export", "export", True),
        ("evaluate", "index", True),
        ("index", "evaluate", True),
        ("selftest", "index", False),
        ("judge", "index", False),
    ],
)
def test_a_job_of_another_project_waits_where_it_would_falsify_times(
    held: Held, first: str, second: str, waits: bool
) -> None:
    assert held.state(held.one, first) == "running"
    assert held.state(held.other, second) == ("queued" if waits else "running")


def test_who_waits_for_a_job_hears_at_once_that_it_was_cancelled_before_it_began(
    held: Held, beside: Callable[..., "Future[bool]"]
) -> None:
    held.submit(held.one, "evaluate")
    waiting = held.submit(held.one, "export")
    looked, get = threading.Event(), queue.get_job

    def look(*where: Any) -> Any:
        looked.set()
        return get(*where)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "get_job", look)
        ended = beside(held.queue.wait, held.one, waiting, 20)
        looked.wait(20)
    held.queue.cancel(held.one, waiting)
    assert ended.result(5)


def test_jobs_are_cancelled_and_end_while_a_fact_is_edited(
    held: Held, beside: Callable[..., "Future[None]"]
) -> None:
    running = held.submit(held.one, "judge")
    waiting = held.submit(held.one, "export")
    with held.queue.held(held.one, "index"):
        beside(held.queue.cancel, held.one, waiting).result(5)
        held.go.set()
        assert beside(held.queue.wait, held.one, running, 5).result(10)


def test_a_job_that_changes_documents_begins_once_a_fact_is_edited(held: Held) -> None:
    with held.queue.held(held.one, "index") as other:
        assert other is None
        key = held.submit(held.one, "index")
        assert get_job(held.one.db, key)["state"] == "queued"
        assert held.state(held.one, "judge") == "running"
    assert get_job(held.one.db, key)["state"] == "running"


def test_two_facts_are_edited_one_after_the_other(
    held: Held, beside: Callable[..., "Future[None]"]
) -> None:
    order = []

    def edit() -> None:
        with held.queue.held(held.one, "index") as other:
            order.append(("second", other))

    with held.queue.held(held.one, "index"):
        second = beside(edit)
        order.append(("first", None))
    second.result(10)
    assert order == [("first", None), ("second", None)]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_job_whose_end_cannot_be_stored_holds_up_no_other(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.submit(held.one, "evaluate")
    second = held.submit(held.other, "evaluate")
    update = queue.update_job

    def failing(db: Database, key: str, **values: Any) -> None:
        if db is held.one.db:
            raise ResourceError("The disk is full.")
        update(db, key, **values)

    monkeypatch.setattr(queue, "update_job", failing)
    held.go.set()
    assert held.queue.wait(held.other, second, 10)


def test_an_ended_job_says_how_far_it_came(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    project = workspace.create("One", "base")

    def failing(job: RunningJob) -> None:
        for done in range(8):  # All within the time that a look at the job may be old.
            job.progress(done, 10, f"step {done}")
        raise ResourceError("No room.")

    jobs = JobQueue(workspace, {"index": failing}, take_up=False)
    key = jobs.submit(project, "index", {})
    with jobs.changed:
        jobs.changed.wait_for(lambda: get_job(project.db, key)["state"] == "failed", 10)
    jobs.close()
    ended = get_job(project.db, key)
    assert (ended["done"], ended["total"], ended["message"]) == (7, 10, "step 7")


def test_what_is_left_is_told_from_a_part_that_is_done_and_never_once_all_is(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.submit(held.one, "export")
    job = held.queue.running()[0]
    clock = Clock()
    monkeypatch.setattr(queue, "time", clock)
    told = []
    # Merging for a minute, of which a header comes; then 1 % a second; then what has no measure.
    for second, done in ((0, 0), (60, 0.001), (61, 1), (62, 2), (85, 25), (160, 100), (220, 100)):
        clock.now = second
        job.progress(done, 100, "written")
        told.append(None if job.seconds_left is None else round(job.seconds_left))
    assert told == [None, None, None, 98, 75, None, None]


class Clock:
    """Stands still until it is set."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now
