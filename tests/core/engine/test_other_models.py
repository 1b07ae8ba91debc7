"""A base model that did not come as GGUF: served and trained by transformers."""

from pathlib import Path

from core.engine.wire.client import Client
from tests.conftest import write_question_folder
from tests.core.engine.test_operations import finished


def test_a_model_from_a_folder_is_trained_and_answers_in_all_arms(
    shared: Client, tiny: Path, tmp_path: Path
) -> None:
    project = shared.create_project(name="Tiny", base=str(tiny))["id"]
    folder = write_question_folder(tmp_path / "questions")
    finished(shared, shared.import_folder(project=project, folder=str(folder)))
    settings = {"recipe": "mixed", "epochs": 2, "learning_rate": 5e-3}
    trained = finished(shared, shared.train(project=project, settings=settings))
    assert trained["state"] == "done", trained["error"]
    assert shared.adapters(project=project)[0]["ready"]
    begun = shared.ask(project=project, question="What is the dock code of Carrow?")
    *_, state = shared.stream(begun["ask"])
    assert [arm["state"] for arm in state["arms"]] == ["done"] * 4
    assert {arm["fingerprint"]["precision"] for arm in state["arms"]} == {"fp32"}
    assert {arm["fingerprint"]["runtime"].split()[0] for arm in state["arms"]} == {"transformers"}
    assert state["arms"][0]["text"] != state["arms"][2]["text"]
    assert "135M" not in str(shared.overview(project=project))
    shared.delete_project(project=project)
