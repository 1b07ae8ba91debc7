"""A base model that did not come as GGUF: served and trained by transformers."""

import shutil
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, LlamaConfig

from core.config import BASE_MODEL
from core.engine.wire.client import Client
from tests.conftest import write_question_folder
from tests.core.engine.test_operations import finished


@pytest.fixture(scope="module")
def tiny(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer model with random weights and the default model's tokenizer."""
    folder = tmp_path_factory.mktemp("tiny")
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=49152,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        eos_token_id=2,
        bos_token_id=1,
    )
    AutoModelForCausalLM.from_config(config).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        shutil.copy(models / BASE_MODEL / name, folder / name)
    return folder


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
