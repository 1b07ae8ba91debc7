"""Jobs, evaluations, projects and their refusals, on a real engine."""

from pathlib import Path
from typing import Any

import pytest

from core.config import MIN_FREE_DISK_MB
from core.engine.wire.client import Client
from core.errors import InvalidInputError, NotFoundError, ResourceError
from core.evaluation.scoring.cost import EXAMPLE
from core.project import workspace


def finished(client: Client, job: dict[str, Any]) -> dict[str, Any]:
    done: dict[str, Any] = client.wait(project=job["project"], job=job["id"], seconds=300)
    return done


def test_an_evaluation_scores_every_arm_in_both_strata(shared: Client) -> None:
    job = finished(shared, shared.evaluate(project="Sites", split="test", seed=0))
    assert job["state"] == "done", job["error"]
    found = shared.evaluation(project="Sites", evaluation=job["result"]["evaluation"])
    summary = found["summary"]
    assert list(summary["arms"]) == ["base", "rag", "tuned", "hybrid"]
    for arm in summary["arms"].values():
        assert arm["strata"]["seen"]["n"] == 2
        assert arm["strata"]["held_out"]["n"] == 4
        assert arm["failed"] == 0
        assert arm["latency_ms"]["p95"] is None
        assert arm["cost"] == pytest.approx(arm["latency_ms"]["p50"] / 3.6e6 * 0.5, rel=1)
    assert summary["retrieval"]["hit@5"] == 1.0
    assert found["card"]["adapters"] == {"tuned": "first", "hybrid": "first"}
    assert {len(row["answers"]) for row in found["rows"]} == {4}


def test_costs_follow_the_prices_that_are_set_later(shared: Client) -> None:
    job = finished(shared, shared.evaluate(project="Sites", arms=["base"], n=2))
    key = job["result"]["evaluation"]
    shared.set_prices(project="Sites", prices={"machine_per_hour": 3.6})
    arm = shared.evaluation(project="Sites", evaluation=key)["summary"]["arms"]["base"]
    rows = shared.evaluation(project="Sites", evaluation=key)["rows"]
    seconds = [row["answers"]["base"]["latency_ms"] / 1000 for row in rows]
    assert arm["cost"] == pytest.approx(sum(seconds) / len(seconds) * 0.001)
    shared.set_prices(project="Sites", prices={"machine_per_hour": None})
    assert shared.prices(project="Sites") == EXAMPLE
    with pytest.raises(InvalidInputError, match="at least 0"):
        shared.set_prices(project="Sites", prices={"machine_per_hour": -1})


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"split": "exam"}, "no split 'exam'"),
        ({"arms": ["magic"]}, "No arm is called magic"),
        ({"n": 0}, "at least 1 question"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_at_once(
    shared: Client, arguments: dict[str, Any], text: str
) -> None:
    with pytest.raises(InvalidInputError, match=text):
        shared.evaluate(project="Sites", **arguments)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"recipe": "magic"}, "No recipe is called 'magic'"),
        ({"epochs": 0}, "Epochs must lie between 1 and 50"),
        ({"learning_rate": "fast"}, "must be a number"),
        ({"speed": 3}, "no setting called speed"),
    ],
)
def test_wrong_training_settings_are_refused(
    shared: Client, settings: dict[str, Any], text: str
) -> None:
    with pytest.raises(InvalidInputError, match=text):
        shared.train(project="Sites", settings=settings)


def test_training_without_questions_says_where_to_add_them(shared: Client, empty: str) -> None:
    with pytest.raises(InvalidInputError, match="Questions page"):
        shared.train(project=empty, settings={})


def test_a_run_that_does_not_fit_is_refused_with_the_reason(
    shared: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = shared.estimate_training(project="Sites", settings={})
    assert plan["refused"] is None
    assert plan["minutes"] > 0
    monkeypatch.setattr("core.engine.tuning.estimate.MEMORY_START_GB", 10_000)
    with pytest.raises(InvalidInputError, match="GB of memory"):
        shared.train(project="Sites", settings={})


def test_a_full_disk_is_one_sentence_and_changes_nothing(
    shared: Client, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "note.txt"
    file.write_text("The gate opens at nine.")

    class Full:
        free = (MIN_FREE_DISK_MB - 1) * 2**20

    monkeypatch.setattr(workspace.shutil, "disk_usage", lambda path: Full)
    files = [{"path": str(file), "name": "note.txt"}]
    with pytest.raises(ResourceError, match="MB are free"):
        shared.add_documents(project=empty, files=files)
    with pytest.raises(ResourceError, match="nothing was changed"):
        shared.create_project(name="Another")
    assert shared.documents(project=empty) == []


def test_a_model_that_is_not_there_is_one_sentence(shared: Client) -> None:
    with pytest.raises(NotFoundError, match="no model 'nobody/nothing'"):
        shared.create_project(name="Elsewhere", base="nobody/nothing")
    assert "Elsewhere" not in [project["name"] for project in shared.projects()]


def test_documents_come_and_go(shared: Client, empty: str, tmp_path: Path) -> None:
    for name, text in (("a.txt", "The gate opens at nine."), ("b.txt", "The kiosk sells tea.")):
        (tmp_path / name).write_text(text)
    job = finished(
        shared,
        shared.add_documents(project=empty, files=[{"path": str(tmp_path), "name": "folder"}]),
    )
    assert [file["state"] for file in job["result"]["files"]] == ["added", "added"]
    found = shared.retrieve(project=empty, question="When does the gate open?", k=1)
    assert found["passages"][0]["document"] == "folder/a.txt"
    assert {"gate", "opens"} <= {word.lower() for word in found["passages"][0]["matches"]}
    finished(shared, shared.remove_documents(project=empty, documents=["folder/a.txt"]))
    found = shared.retrieve(project=empty, question="When does the gate open?", k=5)
    assert [passage["document"] for passage in found["passages"]] == ["folder/b.txt"]


def test_an_adapter_goes_stale_when_questions_change(shared: Client) -> None:
    before = shared.questions(project="Sites")
    assert shared.adapters(project="Sites")[0]["stale"] == []
    changed = [{**before[0], "text": "Which dock code has Aldmoor?"}, *before[1:]]
    shared.save_questions(project="Sites", questions=changed)
    assert "Questions changed" in shared.adapters(project="Sites")[0]["stale"][0]
    assert "Questions changed" in shared.overview(project="Sites")["stale"][0]
    shared.save_questions(project="Sites", questions=before)
    assert shared.adapters(project="Sites")[0]["stale"] == []


def test_an_adapter_is_exported_renamed_and_chosen(real: Client) -> None:
    adapter = real.adapters(project="Sites")[0]
    assert adapter["ready"]
    assert adapter["curve"][-1]["loss"] < adapter["curve"][0]["loss"]
    path = Path(real.export_adapter(project="Sites", adapter="first")["path"])
    assert path.stat().st_size > 1_000_000
    real.rename_adapter(project="Sites", adapter="first", name="second")
    real.choose_adapter(project="Sites", adapter="second")
    assert real.adapters(project="Sites")[0]["chosen"]
    real.rename_adapter(project="Sites", adapter="second", name="first")
    real.choose_adapter(project="Sites", adapter=None)


def test_overview_names_the_next_step(shared: Client, empty: str) -> None:
    assert shared.overview(project=empty)["next"]["page"] == "documents"
    assert shared.overview(project="Sites")["splits"]["test"] == 6


def test_an_unknown_project_or_operation_is_named(shared: Client) -> None:
    with pytest.raises(NotFoundError, match="no project 'nowhere'"):
        shared.overview(project="nowhere")
    with pytest.raises(NotFoundError, match="no operation 'format_disk'"):
        shared.format_disk()
