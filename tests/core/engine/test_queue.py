"""What waits for what: nothing that loads the machine runs beside answers that are timed."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import Paths
from core.engine.queue import JobQueue, RunningJob
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

    def state(self, project: Project, kind: str) -> str:
        return str(get_job(project.db, self.queue.submit(project, kind, {}))["state"])


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    one = Held(Paths(tmp_path / "workspace", tmp_path))
    yield one
    one.go.set()
    one.queue.close()


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
