"""A real server that speaks OpenAI's protocol, llama.cpp's, under a project's base model."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import xllamacpp

from core.config import BASE_GGUF, BASE_MODEL, Paths
from core.engine.wire.client import Client, connect
from core.inference.tokenizer import ChatTokenizer
from tests.conftest import write_question_folder
from tests.core.engine.test_operations import finished


@pytest.fixture
def address(models: Path) -> Iterator[str]:
    given = xllamacpp.CommonParams()
    given.model.path = str(models / BASE_MODEL / BASE_GGUF)
    given.n_ctx, given.n_parallel, given.verbosity = 2048, 1, 0
    given.cpuparams.n_threads, given.warmup = 1, False
    server = xllamacpp.Server(given)
    yield f"{server.listening_address}/v1"
    del server


@pytest.fixture
def client(models: Path, tmp_path: Path) -> Iterator[Client]:
    one = connect(replace(Paths(models=models), workspace=tmp_path / "workspace"), own=True)
    yield one
    one.close()


def test_base_and_rag_are_answered_by_a_real_server(
    client: Client, models: Path, address: str, tmp_path: Path
) -> None:
    made = client.create_project(name="Llama", base="smollm2", server={"url": address})
    project = made["id"]
    folder = write_question_folder(tmp_path / "questions")
    finished(client, client.import_folder(project=project, folder=str(folder)))
    question = "What is the dock code of Carrow?"
    begun = client.ask(project=project, question=question, arms=["base", "rag"])
    states = list(client.stream(begun["ask"]))
    base, rag = states[-1]["arms"]
    assert [base["state"], rag["state"]] == ["done", "done"], (base["error"], rag["error"])
    assert base["text"].strip()
    assert rag["text"].strip()
    assert "Carrow" in rag["passages"][0]["text"]
    # Its tokens are the server's own count, and its model's tokenizer is the one we count by.
    assert not base["counted"]
    read = len(ChatTokenizer(models / BASE_MODEL).ids(rag["passages"][0]["text"]))
    assert rag["tokens_in"] > base["tokens_in"] + read
    assert 0 < base["first_token_ms"] < base["latency_ms"]
    assert {arm["text"] for state in states for arm in state["arms"][:1]} > {"", base["text"]}
