"""Steps of a project: states in order, what comes next, and times only where they were measured."""

from pathlib import Path
from typing import Any

import pytest

from core.engine.projects.steps import progress
from core.engine.speeds import remember
from core.tuning.settings import training_settings

EMPTY: dict[str, Any] = {
    "documents": 0,
    "passages": 0,
    "questions": 0,
    "adapters": 0,
    "evaluations": 0,
    "complete": 0,
    "experiments": 0,
    "base": "a model",
}
FULL = {key: 3 for key in EMPTY} | {"base": "a model"}
SPLITS = {"train": 120, "dev": 10, "test": 60}
NONE = {"train": 0, "dev": 0, "test": 0}


def states(row: dict[str, Any], splits: dict[str, int], models: Path, *running: Any) -> list[str]:
    return [step["state"] for step in progress(row, splits, list(running), models)["steps"]]


def test_the_first_step_that_is_missing_and_possible_is_next(tmp_path: Path) -> None:
    assert states(EMPTY, NONE, tmp_path) == ["next", "todo", "todo", "todo", "todo"]
    begun = EMPTY | {"documents": 2, "passages": 9}
    assert states(begun, NONE, tmp_path) == ["done", "next", "todo", "todo", "todo"]
    assert states(FULL, SPLITS, tmp_path) == ["done"] * 5
    measured = FULL | {"complete": 0}
    assert states(measured, SPLITS, tmp_path) == ["done"] * 4 + ["next"]


def test_documents_that_could_not_be_read_do_not_count(tmp_path: Path) -> None:
    assert states(EMPTY | {"documents": 2}, NONE, tmp_path)[0] == "next"


def test_without_train_questions_the_adapter_is_passed_over_and_says_why(tmp_path: Path) -> None:
    asked = EMPTY | {"documents": 2, "passages": 9, "questions": 5}
    found = progress(asked, NONE | {"test": 5}, [], tmp_path)
    assert [step["state"] for step in found["steps"]] == ["done", "done", "todo", "next", "todo"]
    assert found["steps"][2]["detail"] == "no training questions to learn from"


def test_a_time_is_given_once_this_machine_has_measured_one(tmp_path: Path) -> None:
    ready = FULL | {"adapters": 0, "evaluations": 0, "complete": 0}
    assert progress(ready, SPLITS, [], tmp_path)["next"]["seconds"] is None
    epochs = training_settings().epochs
    remember(tmp_path, "another model", "adapter", 60.0)
    assert progress(ready, SPLITS, [], tmp_path)["next"]["seconds"] is None
    remember(tmp_path, FULL["base"], "adapter", 600 / (100 * epochs))
    assert progress(ready, SPLITS, [], tmp_path)["next"] == {
        "action": "Train an adapter",
        "text": "Fine-tuned and Hybrid answer with it.",
        "page": "finetune",
        "seconds": 720,
    }
    remember(tmp_path, FULL["base"], "answers", 0.5)
    trained = ready | {"adapters": 1}
    assert progress(trained, SPLITS, [], tmp_path)["next"]["seconds"] == 60 * 4 * 0.5


def test_what_runs_is_waited_for_with_its_own_estimate(tmp_path: Path) -> None:
    job = {"kind": "train", "settings": {}, "seconds_left": 90.0}
    found = progress(FULL, SPLITS, [job], tmp_path)
    assert found["steps"][2]["state"] == "running"
    assert found["next"]["action"] == "Wait for the adapter"
    assert found["next"]["seconds"] == 90.0


@pytest.mark.parametrize(
    ("kind", "settings", "page"),
    [
        ("freshness", {}, "freshness"),
        ("evaluate", {"gate": True}, "finetune"),
        ("evaluate", {}, "evaluate"),
        ("generate", {}, "questions"),
        ("import", {}, "documents"),
    ],
)
def test_waiting_leads_to_the_page_with_the_progress(
    tmp_path: Path, kind: str, settings: dict[str, Any], page: str
) -> None:
    job = {"kind": kind, "settings": settings, "seconds_left": None}
    assert progress(FULL, SPLITS, [job], tmp_path)["next"]["page"] == page


def test_when_all_is_done_a_change_and_then_a_question_are_left(tmp_path: Path) -> None:
    unchanged = FULL | {"experiments": 0}
    assert progress(unchanged, SPLITS, [], tmp_path)["next"]["page"] == "freshness"
    assert progress(FULL, SPLITS, [], tmp_path)["next"]["page"] == "ask"
