"""A training run stops within seconds, in the middle of a micro-batch too, and goes on later."""

import multiprocessing
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import torch
from safetensors.torch import load_file
from transformers import LlamaConfig, LlamaForCausalLM

from core.engine.queue import RunningJob
from core.project.jobs import create_job, get_job
from core.project.workspace import Workspace
from core.tuning import train
from core.tuning.examples import Example
from core.tuning.run_folder import RunFolder
from tests.core.engine.conftest import wait_for
from tests.core.engine.tuning.owning import REACHED, slow_status, train_slowly

STEPS = 8
SECONDS = 10
"""Within which a child has ended that was to end: twice the five that are meant, as this machine
may have other work to do."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model of two layers."""
    folder = tmp_path_factory.mktemp("base")
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def prepared(folder: Path, base: Path) -> RunFolder:
    """Return a run of one micro-batch a step."""
    run = RunFolder(folder)
    examples = [Example(f"q{n}", [1, 2, 3 + n], [20 + n, 5]) for n in range(STEPS)]
    settings = {
        "seed": 0,
        "base_folder": str(base),
        "lora_r": 4,
        "batch_size": 1,
        "learning_rate": 1e-2,
    }
    run.prepare(settings, [examples], [])
    return run


def gone_after(key: str, job: RunningJob, end: Callable[[], None], run: RunFolder) -> float:
    """End a child in its long micro-batch; return the seconds until it was gone."""
    wait_for(lambda: (run.folder / REACHED).exists(), 600)
    process = psutil.Process(get_job(job.project.db, key)["pid"])
    began = time.monotonic()
    end()
    # Only looked at: who waits for it here takes its status from the one that started it.
    wait_for(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE, 60)
    return time.monotonic() - began


def step(run: RunFolder) -> int:
    kept = run.last_checkpoint()
    assert kept is not None
    return int(kept.name.split("-")[1])


def test_a_run_ends_in_a_micro_batch_and_goes_on_from_its_last_checkpoint(
    base: Path, tmp_path: Path
) -> None:
    through = prepared(tmp_path / "through", base)
    train.train(through)
    run = prepared(tmp_path / "run", base)
    (run.folder / "slow").touch()
    project = Workspace(tmp_path / "workspace").create("Runs", "tiny")
    key = create_job(project.db, "train", {})["id"]
    job = RunningJob(key, "train", project, {})

    # The engine is killed in the fourth micro-batch.
    arguments = (tmp_path / "workspace", key, run.folder)
    owner = multiprocessing.get_context("spawn").Process(target=train_slowly, args=arguments)
    owner.start()
    assert gone_after(key, job, owner.kill, run) < SECONDS
    assert step(run) == 3
    owner.join()
    (run.checkpoints / "checkpoint-9").mkdir()  # As a kill leaves one that was being written.

    # The user cancels in the seventh.
    (run.folder / REACHED).unlink()
    statuses: list[int] = []
    thread = threading.Thread(
        target=lambda: statuses.append(slow_status(job, run.folder)), daemon=True
    )
    thread.start()
    assert gone_after(key, job, job.cancel, run) < SECONDS
    assert step(run) == 6
    kept = {path.name for path in run.checkpoints.iterdir()}
    assert kept == {"checkpoint-5", "checkpoint-6"}
    thread.join(SECONDS)
    assert statuses != [0]

    (run.folder / "slow").unlink()
    assert slow_status(RunningJob(key, "train", project, {}), run.folder) == 0
    assert [line["step"] for line in run.progress()] == list(range(1, STEPS + 1))
    ended, meant = (load_file(one.adapter / "adapter_model.safetensors") for one in (run, through))
    assert ended.keys() == meant.keys()
    for name, weights in meant.items():
        torch.testing.assert_close(ended[name], weights, atol=1e-5, rtol=1e-4)
