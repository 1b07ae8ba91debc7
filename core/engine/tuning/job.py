"""The training job: prepare examples, run the child, keep the adapter."""

import time
from functools import partial
from typing import Literal

from core.engine.child import child_status, last_line
from core.engine.context import Engine
from core.engine.queue import InterruptedJobError, RunningJob
from core.engine.speeds import remember
from core.engine.tuning.estimate import SPEED
from core.engine.tuning.examples import gather_training, training_examples
from core.errors import CancelledError, EngineError
from core.evaluation.scoring.cost import cost
from core.project.database import now
from core.project.questions import list_questions
from core.project.workspace import Project
from core.records.adapter import Manifest
from core.records.job import CurvePoint
from core.records.training import Trained
from core.tuning.adapters import adapters_folder, keep_adapter, list_adapters
from core.tuning.run_folder import RunFolder, run_folder
from core.tuning.settings import TrainingSettings, training_settings

KILLED = (-9, -15)
"""Exit statuses of a process ended by SIGKILL or SIGTERM; Windows has neither."""
Measured = Literal["tokens_per_s", "memory_gb", "dev_loss"]


def train(engine: Engine, job: RunningJob) -> Trained:
    """Train an adapter, or go on with it; return its id."""
    run, settings = run_folder(job.project, job.id), training_settings(job.settings)
    if not run.prepared:
        job.progress(0, 1, "preparing examples")
        _prepare(engine, job.project, run, settings)
    spent = _run_child(job, run)
    manifest = _manifest(job.project, run, settings, spent)
    took = partial(remember, engine.paths.models, job.project.base)
    took(SPEED, manifest["tokens_per_s"] or 0.0)
    if settings.recipe == training_settings().recipe:
        learned = len(list_questions(job.project.db, "train")) * settings.epochs
        took("adapter", spent / learned if learned else 0.0)
    adapter = keep_adapter(run, adapters_folder(job.project), "ad-" + job.id[2:], manifest)
    return {
        "adapter": adapter.id,
        "name": adapter.name,
        "seconds": manifest["seconds"],
        "dev_loss": _last(run, "dev_loss"),
    }


def _manifest(
    project: Project, run: RunFolder, settings: TrainingSettings, spent: float
) -> Manifest:
    """Return an adapter's manifest: what it was made from, and how that went."""
    lineage = run.settings()
    prices = project.db.setting("prices", {})
    curve: list[CurvePoint] = [
        {"step": line["step"], "loss": line["loss"], "dev_loss": line["dev_loss"]}
        for line in run.progress()
        if line["stage"] == "train"
    ]
    return {
        "name": settings.name or _free_name(project, settings.recipe),
        "recipe": settings.recipe,
        "settings": settings.as_dict(),
        "base": lineage["base"],
        "corpus_version": lineage["corpus_version"],
        "questions_hash": lineage["questions_hash"],
        "style": lineage["style"],
        "examples": lineage["examples"],
        "personal_data": lineage.get("personal_data"),
        "trained_on": run.trained_on(),
        "curve": curve,
        "tokens_per_s": _last(run, "tokens_per_s"),
        "memory_gb": _last(run, "memory_gb"),
        "seconds": round(spent, 1),
        "cost": cost(prices, spent, None, None) if prices.get("machine_per_hour") else None,
        "created_at": now(),
    }


def _last(run: RunFolder, key: Measured) -> float | None:
    values = [line[key] for line in run.progress() if line["stage"] == "train" and line[key]]
    return values[-1] if values else None


def _prepare(engine: Engine, project: Project, run: RunFolder, settings: TrainingSettings) -> None:
    source = gather_training(engine, project, settings)
    written = training_examples(source, engine.generators.tokenizer(source.base_folder))
    run.prepare(source.settings_of_run(written.count), written.epochs, written.dev)


def _run_child(job: RunningJob, run: RunFolder) -> float:
    """Run the child to its end; return the seconds of the run, earlier children included.

    Raises:
        CancelledError: the user stopped it.
        InterruptedJobError: it was killed from outside.
        EngineError: it failed by itself.
    """
    began = time.monotonic()
    status = child_status(
        job,
        ["core.tuning.train", str(run.folder)],
        run.folder / "train.log",
        partial(_show_progress, job, run),
        TOKENIZERS_PARALLELISM="false",
    )
    spent = run.add_seconds(time.monotonic() - began)
    _judge_end(job, run, status)
    return spent


def _show_progress(job: RunningJob, run: RunFolder) -> None:
    lines = run.progress()
    if lines:
        last = lines[-1]
        text = f"step {last['step']} of {last['steps']}"
        message = text if last["stage"] == "train" else last["stage"]
        job.progress(last["step"], last["steps"], message)


def _judge_end(job: RunningJob, run: RunFolder, status: int) -> None:
    checkpoint = run.last_checkpoint()
    kept = f"step {checkpoint.name.split('-')[1]}" if checkpoint else "the beginning"
    if status == 0:
        return
    if job.cancelled():
        raise CancelledError(f"The run was stopped. Resume continues from {kept}.")
    if status in KILLED:
        raise InterruptedJobError(
            f"The training process was killed from outside. Nothing else was lost: "
            f"Resume continues from {kept}."
        )
    last_words = last_line(run.folder / "train.log")
    raise EngineError(
        f"The training process failed with status {status}: {last_words} "
        "Resume tries again; with less memory in use, or a smaller batch, it may pass."
    )


def _free_name(project: Project, recipe: str) -> str:
    taken = {adapter.name for adapter in list_adapters(adapters_folder(project))}
    number = 1
    while f"{recipe} {number}" in taken:
        number += 1
    return f"{recipe} {number}"
