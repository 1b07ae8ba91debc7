"""What is asked of an engine once, and what makes it be asked again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.config import Paths
from core.engine.operations import OPERATIONS
from core.engine.wire.cached import MOST, Remembering
from core.engine.wire.client import Client, LocalTransport
from core.project.workspace import Workspace
from core.records.operation import OperationFacts
from tests.core.engine import hand_made


class Counted(LocalTransport):
    """A real engine in this process that notes what it is asked."""

    def __init__(self, paths: Paths) -> None:
        super().__init__(paths)
        self.asked: list[str] = []

    def call(self, name: str, arguments: dict[str, Any]) -> Any:
        self.asked.append(name)
        return super().call(name, arguments)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Counted]:
    """An engine over a finished project."""
    paths = Paths(tmp_path / "workspace", tmp_path / "no models", tmp_path / "none")
    hand_made.make(Workspace(paths.workspace)).db.close()
    one = Counted(paths)
    yield one
    one.close()


@pytest.fixture
def client(engine: Counted) -> Client:
    """A page's client: it has seen the status, as every run of a page begins with it."""
    one = Client(engine).remembering()
    one.status()
    return one


def test_a_second_look_asks_nobody_and_shows_the_same(engine: Counted, client: Client) -> None:
    first = client.questions(project="Demo")
    first[0]["text"] = "changed by a page"
    client.status()
    again = client.questions(project="Demo")
    assert engine.asked.count("questions") == 1
    assert again == Client(engine).questions(project="Demo")


def test_an_estimate_is_made_once_until_what_it_depends_on_changes(
    engine: Counted, client: Client
) -> None:
    asked = {"project": "Demo", "arms": ["base", "rag"], "split": "test", "n": 4}
    first = client.estimate_evaluation(**asked)
    client.status()
    assert client.estimate_evaluation(**asked) == first
    assert engine.asked.count("estimate_evaluation") == 1
    client.estimate_evaluation(**asked | {"n": 5})
    assert engine.asked.count("estimate_evaluation") == 2
    client.set_prices(project="Demo", prices={"machine_per_hour": 7.5})
    client.status()
    client.estimate_evaluation(**asked)
    assert engine.asked.count("estimate_evaluation") == 3


def test_own_changes_are_seen_at_once(engine: Counted, client: Client) -> None:
    assert client.prices(project="Demo")["machine_per_hour"] != 7.5
    client.set_prices(project="Demo", prices={"machine_per_hour": 7.5})
    assert client.prices(project="Demo")["machine_per_hour"] == 7.5


def test_changes_of_others_are_seen_after_the_next_status(engine: Counted, client: Client) -> None:
    other = Client(engine)
    adapter = client.adapters(project="Demo")[0]
    other.set_prices(project="Demo", prices={"machine_per_hour": 7.5})
    other.rename_adapter(project="Demo", adapter=adapter["id"], name="Another name")
    client.status()
    assert client.prices(project="Demo")["machine_per_hour"] == 7.5
    assert client.adapters(project="Demo")[0]["name"] == "Another name"
    other.rename_project(project="Demo", name="Elsewhere")
    client.status()
    assert [row["name"] for row in client.projects()] == ["Elsewhere"]


class Fake:
    """A transport that gives an empty list and counts."""

    def __init__(self, *running: str) -> None:
        self.running, self.asked = running, 0

    def facts(self) -> dict[str, OperationFacts]:
        return {name: operation.facts() for name, operation in OPERATIONS.items()}

    def call(self, name: str, arguments: dict[str, Any]) -> Any:
        self.asked += 1
        return {"running": self.running, "data": "1"} if name == "status" else []


@pytest.mark.parametrize(("running", "asked"), [([], 1), (["a job"], 2)])
def test_jobs_are_asked_for_each_time_while_one_runs(running: list[str], asked: int) -> None:
    fake = Fake(*running)
    one = Remembering(fake)  # type: ignore[arg-type]
    one.call("status", {})
    one.call("jobs", {"project": "p"})
    one.call("jobs", {"project": "p"})
    assert fake.asked == 1 + asked


def test_before_the_first_status_nothing_is_held() -> None:
    fake = Fake()
    one = Remembering(fake)  # type: ignore[arg-type]
    one.call("votes", {"project": "p"})
    one.call("votes", {"project": "p"})
    assert fake.asked == 2


def test_of_many_results_the_ones_wanted_last_are_held() -> None:
    fake = Fake()
    one = Remembering(fake)  # type: ignore[arg-type]
    one.call("status", {})
    for number in range(MOST + 1):
        one.call("votes", {"project": f"p-{number}"})
    one.call("votes", {"project": f"p-{MOST}"})
    assert fake.asked == 1 + MOST + 1
    one.call("votes", {"project": "p-0"})
    assert fake.asked == 1 + MOST + 2


def test_what_is_held_is_only_read() -> None:
    held = {name: operation for name, operation in OPERATIONS.items() if operation.kept}
    assert len(held) > 20
    assert [name for name, operation in held.items() if not operation.reads] == []
