"""The demo's run as it is recorded."""

from types import SimpleNamespace
from typing import Any

import pytest

from core.cli import demo as verbs_demo
from core.cli import verbs


class Told:
    """A client that notes what it was told to do."""

    def __init__(self) -> None:
        self.calls: dict[str, dict[str, Any]] = {}

    def __getattr__(self, name: str) -> Any:
        return lambda **given: self.calls.setdefault(name, given or {"asked": True})


def test_every_answer_of_a_run_is_given_alone_and_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = {"adapter": "a", "name": "mixed 1", "seconds": 1, "evaluation": "e", "experiment": "x"}
    monkeypatch.setattr(verbs_demo, "once", lambda client, project, kind, begin: begin() and ends)
    client: Any = Told()
    verbs_demo.run_demo(client, "p")
    evaluated = client.calls["evaluate"]
    assert evaluated["timed"] == evaluated["n"] == verbs_demo.FULL.drawn


@pytest.mark.parametrize(
    ("states", "done"),
    [
        ([], "began"),
        (["done"], "stood"),
        (["cancelled", "done"], "resumed"),
        (["failed"], "resumed"),
    ],
)
def test_what_was_finished_stands_and_what_was_stopped_goes_on(
    states: list[str], done: str
) -> None:
    def ended(made: str) -> dict[str, Any]:
        return {
            "id": "j",
            "project": "p",
            "kind": "train",
            "state": "done",
            "result": {"made": made},
        }

    rows = [ended("stood") | {"state": state} for state in states]
    client: Any = SimpleNamespace(
        jobs=lambda project: [{"kind": "index"}, *rows],
        resume=lambda project, job: ended("resumed"),
    )
    assert verbs.once(client, "p", "train", lambda: ended("began"))["made"] == done
