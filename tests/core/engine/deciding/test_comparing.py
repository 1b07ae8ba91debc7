"""Two stored evaluations compared: of one project, of two, and what cannot be compared."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.cli import stored
from core.config import Paths
from core.engine.owner import Owner
from core.engine.projects.recording import record
from core.engine.wire.client import Client, connect
from core.errors import InvalidInputError, NotFoundError
from core.project.workspace import Workspace
from tests.core.engine import hand_made

FACTS = 120
"""80 of them are test questions, each in a group of its own: enough for a word."""
ASKED = [f"q-{number}" for number in range(FACTS // 3, FACTS)]
Ids = dict[str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Ids]]:
    """Two projects of the same questions, one of others, and an engine over them."""
    folder = tmp_path_factory.mktemp("compare")
    paths = Paths(folder / "workspace", folder / "no models", folder / "demo.jsonl.gz")
    workspace = Workspace(paths.workspace)
    project = hand_made.make(workspace, "Handbook", FACTS)
    adapters = {"adapter_ids": {"tuned": "ad-2", "hybrid": "ad-1"}}
    tuned_wrong = {(key, "tuned") for key in ASKED[:40]}
    before = {"adapter_ids": {"tuned": "ad-1", "hybrid": "ad-1"}}
    ids = {"first": hand_made.evaluation(project, before, FACTS)}
    ids["second"] = hand_made.evaluation(project, adapters, FACTS, tuned_wrong)
    other = hand_made.make(workspace, "Other model", FACTS)
    ids["other"] = hand_made.evaluation(other, {"model": "Qwen3-0.6B"}, FACTS)
    few = hand_made.make(workspace, "Other questions", 30)
    client = connect(paths, own=True)
    ids["few"] = client.evaluations(project=few.id)[0]["id"]
    yield client, ids
    client.close()


def compared(made: tuple[Client, Ids], first: str, second: str, *places: str) -> Any:
    client, ids = made
    project, other = places or ("Handbook", "Handbook")
    return client.compare(
        project=project,
        evaluation=ids.get(first, first),
        other_project=other,
        other_evaluation=ids.get(second, second),
    )


def test_an_evaluation_with_another_adapter_is_compared_arm_by_arm(
    made: tuple[Client, Ids],
) -> None:
    found = compared(made, "first", "second")
    words = {row["first"]: row["verdict"] for row in found["differences"]}
    assert words == dict.fromkeys(("base", "rag", "hybrid"), "equivalent") | {"tuned": "refuted"}
    assert found["n"] == 80
    assert {(item["arm"], item["better"]) for item in found["moved"]} == {("tuned", False)}
    assert found["moved"][0]["question_id"] in ASKED[:40]
    assert len(found["moved"]) == 40
    assert found["changed"] == [
        "Fine-tuned answered with another adapter: mixed 1 (ad-1) in the first, mixed 1 (ad-2) in "
        "the second."
    ]
    assert found["moved"][0]["second"] == "nobody knows"


def test_it_works_across_projects_and_says_what_differs(made: tuple[Client, Ids]) -> None:
    found = compared(made, "first", "other", "Handbook", "Other model")
    assert found["second"]["name"] == "Other model"
    assert found["changed"] == [
        "The model differs: SmolLM2-135M-Instruct in the first, Qwen3-0.6B in the second."
    ]
    assert found["moved"] == []


def test_the_command_line_tells_a_comparison_in_lines(made: tuple[Client, Ids]) -> None:
    client, ids = made
    options = Namespace(project="Other model", first=f"Handbook/{ids['first']}", second="")
    options.second = f"Handbook/{ids['second']}"
    found = stored.compare(client, options)
    lines = stored.compared(found).splitlines()
    assert lines[0].startswith(f"First: Handbook, {ids['first']}, SmolLM2-135M-Instruct, 20")
    assert "Fine-tuned: the first beats the second evaluation on facts held out" in lines[5]
    worse = [line for line in lines if line.startswith("worse   Fine-tuned: What is the dock")]
    assert len(worse) == 40
    assert worse[0].endswith("Second: nobody knows")


def test_other_questions_the_same_evaluation_and_an_unknown_one_are_refused(
    made: tuple[Client, Ids],
) -> None:
    with pytest.raises(InvalidInputError, match="of 80 in the first and 20 in the second, 0 are"):
        compared(made, "first", "few", "Handbook", "Other questions")
    with pytest.raises(InvalidInputError, match="one evaluation twice"):
        compared(made, "first", "first")
    with pytest.raises(NotFoundError, match="no evaluation 'e-gone'"):
        compared(made, "first", "e-gone")
    with pytest.raises(NotFoundError, match="no project 'Gone'"):
        compared(made, "first", "second", "Handbook", "Gone")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "workspace", tmp_path / "no models", tmp_path / "demo.jsonl.gz")


def test_one_that_is_not_complete_is_refused(paths: Paths) -> None:
    project = hand_made.make(Workspace(paths.workspace))
    half = hand_made.evaluation(project, {}, hand_made.FACTS)
    project.db.write("DELETE FROM answers WHERE evaluation_id = ? AND arm = 'rag'", half)
    client = connect(paths, own=True)
    try:
        first = next(row["id"] for row in client.evaluations(project="Demo") if row["id"] != half)
        with pytest.raises(InvalidInputError, match=f"{half} of Demo is not complete"):
            client.compare(
                project="Demo", evaluation=first, other_project="Demo", other_evaluation=half
            )
    finally:
        client.close()


def test_a_project_that_goes_meanwhile_is_said(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(paths.workspace)
    for name in ("Here", "Gone"):
        hand_made.make(workspace, name)
    owner = Owner(paths)
    projects = {name: owner.engine.project(name) for name in ("Here", "Gone")}
    ids = {name: owner.call("evaluations", {"project": name})[0]["id"] for name in ("Here", "Gone")}
    owner.call("delete_project", {"project": "Gone"})
    # As a call holds them that looked them up a moment before.
    monkeypatch.setattr(owner.engine, "project", projects.__getitem__)
    try:
        for one, other in (("Here", "Gone"), ("Gone", "Here")):
            asked = {"project": one, "evaluation": ids[one]}
            asked |= {"other_project": other, "other_evaluation": ids[other]}
            with pytest.raises(NotFoundError, match="was deleted in the meantime"):
                owner.call("compare", asked)
    finally:
        owner.close()


def test_a_recorded_result_is_compared_with_a_project_of_ones_own(paths: Paths) -> None:
    project = hand_made.make(Workspace(paths.workspace))
    record(project, paths.recorded, hand_made.ABOUT)
    client = connect(paths, own=True)
    try:
        opened = client.open_recorded()["id"]
        [own], [stored] = (client.evaluations(project=key) for key in ("Demo", opened))
        found = client.compare(
            project=opened,
            evaluation=stored["id"],
            other_project="Demo",
            other_evaluation=own["id"],
        )
        assert {row["verdict"] for row in found["differences"]} == {"exploratory"}
    finally:
        client.close()
