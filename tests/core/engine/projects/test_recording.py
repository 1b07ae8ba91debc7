"""A recorded result: written small, opened fast, read-only, and the same as what was recorded."""

import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.config import Paths
from core.engine.context import READ_ONLY
from core.engine.operations import OPERATIONS
from core.engine.projects.opening import NAME
from core.engine.projects.recording import about_recording, record
from core.engine.wire.client import Client, connect
from core.errors import InvalidInputError, NotFoundError, ReadOnlyError
from core.project.workspace import Workspace
from tests.core.engine import hand_made


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A workspace with a finished project, and where its recording lies."""
    paths = Paths(tmp_path / "workspace", tmp_path / "no models", tmp_path / "demo.jsonl.gz")
    record(hand_made.make(Workspace(paths.workspace)), paths.recorded, hand_made.ABOUT)
    return paths


@pytest.fixture
def client(paths: Paths) -> Iterator[Client]:
    """An engine without any model on disk."""
    one = connect(paths, own=True)
    yield one
    one.close()


def without(row: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}


def test_the_opened_project_shows_what_the_recorded_one_shows(client: Client) -> None:
    opened = client.open_recorded()
    assert opened["name"] == NAME
    was, now = {"project": "Demo"}, {"project": opened["id"]}
    for operation in ("documents", "questions", "question_report", "evaluations", "prices"):
        assert getattr(client, operation)(**now) == getattr(client, operation)(**was), operation
    for row in client.evaluations(**was):
        which = {"evaluation": row["id"]}
        assert client.evaluation(**now, **which) == client.evaluation(**was, **which)
        whole = client.evaluation(**now, **which)
        assert client.figures(**now, **which) == without(whole, "rows")
        one = client.evaluation(**was, **which)["rows"][0]["question_id"]
        answers = [client.stored_answers(**where, **which, question=one) for where in (was, now)]
        assert without(answers[0], "project") == without(answers[1], "project")
        assert [arm["state"] for arm in answers[1]["arms"]] == ["done"] * 4
        assert [len(arm["passages"]) for arm in answers[1]["arms"]] == [0, 3, 0, 3]
        assert answers[1]["arms"][1]["passages"][0]["text"].startswith("The dock code of site")
    kept = [without(row, "bytes") for row in client.adapters(**was)]
    assert [without(row, "bytes") for row in client.adapters(**now)] == kept
    assert {job["kind"] for job in client.jobs(**now)} == {"evaluate"}


def test_it_opens_in_two_seconds_of_work_without_a_model_or_an_index(
    client: Client, paths: Paths
) -> None:
    began = time.process_time()
    opened = client.open_recorded()
    assert time.process_time() - began < 2
    assert client.status()["builds"] == []
    assert not (paths.workspace / "projects" / opened["id"] / "chroma").exists()


def test_opening_again_finds_the_same_project(client: Client) -> None:
    first = client.open_recorded()
    assert first["recorded"]["minutes"] == 38
    assert client.open_recorded() == first
    assert [row["name"] for row in client.projects()] == ["Demo", NAME]
    assert client.overview(project=first["id"])["project"]["recorded"] == first["recorded"]


def test_a_newer_recording_takes_the_place_of_the_older(client: Client, paths: Paths) -> None:
    first = client.open_recorded()
    project = Workspace(paths.workspace).project("Demo")
    record(project, paths.recorded, hand_made.ABOUT | {"minutes": 40})
    second = client.open_recorded()
    assert second["id"] != first["id"]
    assert [row["name"] for row in client.projects()] == ["Demo", NAME]


def test_a_project_of_that_name_stays_the_users(client: Client) -> None:
    mine = client.rename_project(project="Demo", name=NAME)
    assert client.open_recorded()["name"] == f"{NAME} 2"
    assert mine["id"] in [row["id"] for row in client.projects()]


def test_every_operation_that_is_not_reading_is_refused(client: Client) -> None:
    project = client.open_recorded()["id"]
    refused = 0
    for name, operation in OPERATIONS.items():
        if not operation.recorded and "project" in operation.run.__annotations__:
            with pytest.raises(ReadOnlyError, match=READ_ONLY[:60]):
                getattr(client, name)(project=project)
            refused += 1
    assert refused > 15


def test_its_prices_may_be_set_and_it_may_be_deleted(client: Client) -> None:
    project = client.open_recorded()["id"]
    client.set_prices(project=project, prices={"machine_per_hour": 0.2})
    shown = client.evaluations(project=project)[0]["id"]
    summary = client.evaluation(project=project, evaluation=shown)["summary"]
    assert summary["arms"]["rag"]["cost"] > 0
    client.delete_project(project=project)
    assert [row["name"] for row in client.projects()] == ["Demo"]


def test_the_same_content_gives_the_same_bytes(paths: Paths, tmp_path: Path) -> None:
    again = tmp_path / "again.gz"
    record(Workspace(paths.workspace).project("Demo"), again, hand_made.ABOUT)
    assert again.read_bytes() == paths.recorded.read_bytes()


def test_a_recording_of_a_recording_is_the_same_result(
    client: Client, paths: Paths, tmp_path: Path
) -> None:
    opened = client.open_recorded()["id"]
    record(Workspace(paths.workspace).project(opened), tmp_path / "b.gz", hand_made.ABOUT)
    assert (tmp_path / "b.gz").read_bytes() == paths.recorded.read_bytes()


def test_a_text_is_written_once_and_no_folder_is_named(paths: Paths) -> None:
    text = gzip.decompress(paths.recorded.read_bytes()).decode()
    lines = [json.loads(line) for line in text.splitlines()]
    passages = [json.dumps(value, sort_keys=True) for kind, value in lines if kind == "text"]
    assert len(passages) == len(set(passages))
    assert all(
        isinstance(read[0], int)
        for kind, value in lines
        if kind == "answers"
        for read in value["answer"].get("passages", [])
    )
    assert str(paths.workspace) not in text
    assert "embedding" not in text


def test_what_names_a_folder_of_this_machine_is_not_recorded(paths: Paths) -> None:
    project = Workspace(paths.workspace).project("Demo")
    project.db.set_setting("style", str(project.folder))
    with pytest.raises(InvalidInputError, match="would name the folder"):
        record(project, paths.recorded, hand_made.ABOUT)
    with pytest.raises(InvalidInputError, match="does not say its minutes"):
        record(project, paths.recorded, without(hand_made.ABOUT, "minutes"))


def test_a_missing_or_damaged_file_is_said_and_leaves_no_project(
    client: Client, paths: Paths
) -> None:
    whole = paths.recorded.read_bytes()
    paths.recorded.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InvalidInputError, match=r"demo\.jsonl\.gz cannot be read"):
        client.open_recorded()
    assert [path.name for path in (paths.workspace / "projects").iterdir()] == [
        row["id"] for row in client.projects()
    ]
    assert len(client.projects()) == 1
    paths.recorded.unlink()
    assert client.recorded() is None
    with pytest.raises(NotFoundError, match="no recorded result"):
        client.open_recorded()


def test_a_recording_says_what_it_is_by_its_first_line(paths: Paths) -> None:
    about = about_recording(paths.recorded)
    assert about is not None
    assert without(about, "sha256") == hand_made.ABOUT


def test_thousands_of_answers_stay_small_and_open_fast(paths: Paths, client: Client) -> None:
    db = Workspace(paths.workspace).project("Demo").db
    source = client.evaluations(project="Demo")[0]["id"]
    for number in range(150):
        db.write(
            "INSERT INTO answers SELECT evaluation_id, question_id || ?, arm, answer FROM answers "
            "WHERE evaluation_id = ? AND length(question_id) < 5",
            *(f"-again-{number}", source),
        )
    record(Workspace(paths.workspace).project("Demo"), paths.recorded, hand_made.ABOUT)
    assert paths.recorded.stat().st_size < 1_500_000
    began = time.process_time()
    opened = client.open_recorded()
    assert time.process_time() - began < 2
    assert max(row["answers"] for row in client.evaluations(project=opened["id"])) > 5000
