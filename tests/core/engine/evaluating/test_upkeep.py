"""Upkeep of a project, and what is measured of it; a fixed length in a real evaluation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import BASE_MODEL, Paths
from core.engine.wire.client import Client, connect
from core.errors import InvalidInputError
from core.evaluation.asking import fixed_length
from core.project.workspace import Workspace
from tests.conftest import write_question_folder
from tests.core.engine import hand_made


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """An engine over a finished project, without any model on disk."""
    paths = Paths(tmp_path / "workspace", tmp_path / "no models", tmp_path / "none")
    project = hand_made.make(Workspace(paths.workspace))
    rows = project.db.rows("SELECT id, card FROM evaluations")
    card = "json_set(card, '$.adapter_ids', json_object('tuned', 'ad-1', 'hybrid', 'ad-9'))"
    for row in rows:
        project.db.write(f"UPDATE evaluations SET card = {card} WHERE id = ?", row["id"])
    one = connect(paths, own=True)
    yield one
    one.close()


def test_amounts_are_kept_with_their_day_and_can_be_taken_back(client: Client) -> None:
    assert set(client.upkeep(project="Demo").values()) == {None}
    client.set_upkeep(project="Demo", upkeep={"updates": 4, "wage": 40.0})
    client.set_upkeep(project="Demo", upkeep={"wage": None})
    kept = client.upkeep(project="Demo")
    assert (kept["updates"], kept["wage"]) == (4, None)
    assert kept["as_of"]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"rent": 3}, "no field called rent"),
        ({"wage": -1}, "at least 0, not '-1.0'"),
        ({"wage": True}, "not 'True'"),
        ({"wage": "much"}, "not 'much'"),
    ],
)
def test_what_is_no_amount_is_refused(client: Client, given: dict, text: str) -> None:
    with pytest.raises(InvalidInputError, match=text):
        client.set_upkeep(project="Demo", upkeep=given)
    assert set(client.upkeep(project="Demo").values()) == {None}


def test_machine_time_is_that_of_the_documents_and_of_the_evaluation_s_adapter(
    client: Client,
) -> None:
    client.set_prices(project="Demo", prices={"machine_per_hour": 3.6})
    key = client.evaluations(project="Demo")[0]["id"]
    months = client.month_costs(project="Demo", evaluation=key)
    assert months["index_s"] == pytest.approx(hand_made.FACTS * 0.2)
    assert months["adapters_s"] == {"tuned": 900.0}
    assert months["missing"] == ["hybrid"]
    assert months["arms"]["tuned"]["machine"] == pytest.approx(0.9)
    assert months["arms"]["rag"]["machine"] == pytest.approx(0.0024)
    assert [(pair["first"], pair["second"]) for pair in months["pairs"]] == [("tuned", "rag")]


def test_an_evaluation_times_a_fixed_length_for_its_first_questions(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fixed_length, "QUESTIONS", 2)
    client = connect(Paths(tmp_path / "workspace", small), own=True)
    try:
        project = client.create_project(name="Sites", base=BASE_MODEL)["id"]
        folder = str(write_question_folder(tmp_path / "questions"))
        job = client.import_folder(project=project, folder=folder, version=1)
        client.wait(project=project, job=job["id"], seconds=300)
        job = client.evaluate(project=project, arms=["base"], n=3)
        done = client.wait(project=project, job=job["id"], seconds=300)
        found = client.evaluation(project=project, evaluation=done["result"]["evaluation"])
    finally:
        client.close()
    assert found["card"]["fixed_length"] == {"tokens": 32, "questions": 2}
    assert [row["timed"] for row in found["rows"]] == [True, True, False]
    answer = found["rows"][0]["answers"]["base"]
    assert answer["fixed_tokens_out"] == 32
    base = found["summary"]["arms"]["base"]
    assert base["fixed"]["n"] == 2
    parts = base["parts_ms"]
    assert sum(parts.values()) == pytest.approx(
        sum(row["answers"]["base"]["latency_ms"] for row in found["rows"]) / 3, rel=0.02
    )
    assert parts["embed_ms"] == parts["search_ms"] == 0
