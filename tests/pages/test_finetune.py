"""Fine-tuning: the estimate, a refusal, a running and an interrupted run, adapters."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.tuning.settings import RECIPES
from tests.fakes import FakeEngine

PAGE = "pages/prepare/finetune.py"


@pytest.fixture
def page(app: AppTest, handbook: str) -> AppTest:
    return app.run().switch_page(PAGE).run()


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def test_the_estimate_follows_the_settings(page: AppTest) -> None:
    assert page.radio(key="finetune.recipe").value == "mixed"
    assert metrics(page)["About"] == f"{5 * RECIPES['mixed'].epochs} min"
    page = page.number_input(key="finetune.mixed.epochs").set_value(3).run()
    assert metrics(page)["About"] == "15 min"


def test_a_run_starts_with_the_chosen_settings(page: AppTest, engine: FakeEngine) -> None:
    page.radio(key="finetune.recipe").set_value("closed-book")
    page.text_input(key="finetune.name").set_value("facts").run()
    page = page.button(key="finetune.start").click().run()
    settings = engine.calls[-1][1]
    assert (settings["recipe"], settings["name"], settings["epochs"]) == ("closed-book", "facts", 6)
    assert "facts" in [heading.value for heading in page.subheader]


def test_a_run_that_cannot_fit_is_refused_with_the_reason(
    page: AppTest, engine: FakeEngine
) -> None:
    engine.refused = "This needs 9 GB of memory and 4 GB are free. Choose a smaller batch."
    page = page.run()
    assert "This needs 9 GB" in page.error[0].value
    assert page.button(key="finetune.start").disabled


def test_the_gates_are_measured_before_training_and_say_what_they_mean(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = page.button(key="gates.measure").click().run()
    stored = engine.evaluations(handbook)[0]
    assert (stored["arms"], stored["split"]) == (["base", "oracle"], "dev")
    engine.gates_found = {
        "n": 60,
        "base": 0.04,
        "oracle": 0.07,
        "difference": 0.03,
        "interval": [-0.02, 0.08],
        "left_out": 0,
        "guess": 0.04,
        "majority": 0.1,
        "findings": ["unread"],
    }
    page = page.run()
    said = " ".join(text.value for text in page.text)
    assert "4 % right without passages and 7 % when handed the right one" in said
    assert any("makes little use of the right passage" in line.value for line in page.markdown)


def test_without_training_questions_the_page_leads_to_them(app: AppTest, project: str) -> None:
    page = app.run().switch_page(PAGE).run()
    assert "Add questions" in [link.value for link in page.page_link]
    assert "finetune.start" not in [button.key for button in page.button]


def test_a_running_job_shows_its_losses_and_no_second_can_start(
    page: AppTest, engine: FakeEngine
) -> None:
    engine.seconds = 1000
    page = page.button(key="finetune.start").click().run()
    shown = metrics(page)
    assert shown["Step"] == "1 of 60"
    assert shown["Dev loss"] == "1.210"
    assert page.get_by_key("chart.live.j-train-1")
    assert page.button(key="finetune.start").disabled
    assert "Cancel" in [button.label for button in page.button]


def test_an_interrupted_run_says_so_and_resumes(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.seconds = 1000
    page.button(key="finetune.start").click().run()
    engine.halt(handbook, "interrupted")
    page = page.run()
    assert page.warning[0].value.startswith("Interrupted.")
    resume = next(button for button in page.button if button.label == "Resume")
    page = resume.click().run()
    assert engine.jobs(handbook)[0]["state"] == "running"
    assert "Cancel" in [button.label for button in page.button]


def test_a_failed_run_shows_its_error(page: AppTest, engine: FakeEngine, handbook: str) -> None:
    engine.seconds = 1000
    page.button(key="finetune.start").click().run()
    engine.halt(handbook, "failed", "The disk is full. Free some space and resume.")
    page = page.run()
    assert "The disk is full" in page.error[0].value


def test_a_stale_adapter_says_so_in_words(page: AppTest) -> None:
    captions = [caption.value for caption in page.caption]
    assert r":material/update: Trained before travel policy\.docx changed\." in captions
    assert any("stale" in badge.value for badge in page.markdown)


def test_an_adapter_is_chosen_renamed_downloaded_and_deleted(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = page.button(key="adapter.choose.a-2").click().run()
    assert [row["chosen"] for row in engine.adapters(handbook)] == [False, True]
    page.text_input(key="adapter.name.a-2").set_value("facts")
    page = page.button(key="adapter.rename.a-2").click().run()
    assert engine.adapters(handbook)[1]["name"] == "facts"
    assert page.download_button(key="adapter.download.a-2").label == "Download"
    page = page.button(key="adapter.delete.a-2").click().run()
    assert [row["id"] for row in engine.adapters(handbook)] == ["a-1"]
    assert page.success[0].value == r"facts was deleted\."


def test_the_fine_tuned_model_leaves_as_a_gguf_file_with_how_to_run_it(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    assert "adapter.gguf.download.a-1" not in [button.key for button in page.download_button]
    page = page.button(key="adapter.gguf.a-1").click().run()
    assert [job["kind"] for job in engine.jobs(handbook)] == ["export"]
    path = engine.adapters(handbook)[0]["gguf"]["path"]
    assert page.download_button(key="adapter.gguf.download.a-1").label == "Download it (4 bytes)"
    shown = [code.value for code in page.code]
    assert shown[:2] == [path, f"llama-server -m {path}"]
    assert '"prompt": "Question: (the question)\\nAnswer:"' in shown[2]
    assert shown[3] == "curl http://localhost:8080/completion -d @question.json"
    assert shown[4].startswith(f"FROM {path}\nTEMPLATE")
    assert "ollama create mixed-1 -f Modelfile" in shown
    assert any("16 or 8 bits" in line.value for line in page.caption)
    assert "adapter.gguf.a-2" in [button.key for button in page.button]


def test_a_large_gguf_file_is_named_and_not_taken_into_memory(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.gguf_bytes = 500_000_001
    page = page.button(key="adapter.gguf.a-1").click().run()
    assert page.code[0].value == engine.adapters(handbook)[0]["gguf"]["path"]
    assert "adapter.gguf.download.a-1" not in [button.key for button in page.download_button]
    assert "Files above 500 MB are copied from there, not downloaded." in [
        line.value for line in page.caption
    ]


def test_a_gguf_file_that_was_removed_is_said_and_can_be_made_again(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = page.button(key="adapter.gguf.a-1").click().run()
    Path(engine.adapters(handbook)[0]["gguf"]["path"]).unlink()
    page = page.run()
    assert "was removed" in page.warning[0].value
    page = page.button(key="adapter.gguf.a-1").click().run()
    assert len(page.warning) == 0
    assert page.download_button(key="adapter.gguf.download.a-1").label == "Download it (4 bytes)"


def test_a_gguf_file_that_is_being_written_shows_its_progress(
    page: AppTest, engine: FakeEngine
) -> None:
    engine.seconds = 1000
    page = page.button(key="adapter.gguf.a-2").click().run()
    assert "**Writing the GGUF file**" in [line.value for line in page.markdown]
    assert not page.button(key="finetune.start").disabled


def test_a_blank_name_for_an_adapter_is_refused(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page.text_input(key="adapter.name.a-1").set_value(" ")
    page = page.button(key="adapter.rename.a-1").click().run()
    assert "needs a name" in page.error[0].value
    assert engine.adapters(handbook)[0]["name"] == "mixed-1"


def test_several_seeds_are_as_many_runs_alike_but_for_the_seed(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    minutes = 5 * RECIPES["mixed"].epochs
    page = page.number_input(key="finetune.seeds").set_value(2).run()
    assert metrics(page)["About"] == f"{2 * minutes} min"
    assert any("Don't change questions or documents" in line.value for line in page.caption)
    page = page.button(key="finetune.start").click().run()
    runs = [settings for call, settings in engine.calls if call == "train"]
    assert [run["seed"] for run in runs] == [0, 1]
    assert len({str(run | {"seed": 0}) for run in runs}) == 1
    assert not page.exception


def test_an_adapter_says_which_seeds_it_has_siblings_of(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.adapters(handbook)[0]["seeds"] = [0, 1, 2]
    said = [line.value.replace("\\", "") for line in page.run().caption]
    assert "Seed 0 of 0, 1, 2, trained alike otherwise." in said
