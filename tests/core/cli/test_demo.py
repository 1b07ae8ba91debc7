"""The demo's run as it is recorded."""

from typing import Any

import pytest

from core.cli import demo as verbs_demo


class Told:
    """A client that notes what it was told to do."""

    def __init__(self) -> None:
        self.calls: dict[str, dict[str, Any]] = {}

    def __getattr__(self, name: str) -> Any:
        return lambda **given: self.calls.setdefault(name, given)

    def jobs(self, **_given: Any) -> list[Any]:
        return []


def test_every_answer_of_a_run_is_given_alone_and_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = {"adapter": "a", "name": "mixed 1", "seconds": 1, "evaluation": "e", "experiment": "x"}
    monkeypatch.setattr(verbs_demo, "finish", lambda client, job: ends)
    client: Any = Told()
    verbs_demo.run_demo(client, "p")
    evaluated = client.calls["evaluate"]
    assert evaluated["timed"] == evaluated["n"] == verbs_demo.FULL.drawn
