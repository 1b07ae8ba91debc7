"""Training: tokens a second beside Hugging Face's Trainer with its defaults, and the dev loss."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.question_sets.places import question_set
from benchmarks.speed import DATA
from benchmarks.speed.interleaved import medians, rounds
from core.config import ROOT, Paths
from core.engine.owner import Owner
from core.engine.tuning.examples import gather_training, training_examples
from core.inference.builds import base_folder
from core.tuning.run_folder import RunFolder
from core.tuning.settings import training_settings

Json = dict[str, Any]
ROUNDS = 3
EXAMPLES = {"mixed": 64}
"""Of an epoch of each recipe; the trainer takes minutes for so few."""
DEV = 40


def measure() -> Iterator[Json]:
    """Yield medians by recipe and trainer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield {recipe: compared(prepared(folder, recipe)) for recipe in EXAMPLES}


def prepared(folder: Path, recipe: str) -> RunFolder:
    """Write what a run of the first examples of an epoch is handed."""
    owner = Owner(Paths(workspace=folder / recipe))
    engine = owner.engine
    try:
        project = engine.workspace.create("speed")
        job = owner.call(
            "import_folder", {"project": project.id, "folder": str(question_set(DATA))}
        )
        owner.call("wait", {"project": project.id, "job": job["id"], "seconds": 600})
        settings = training_settings({"recipe": recipe, "epochs": 1})
        given = gather_training(engine, project, settings)
        found = training_examples(given, engine.generators.tokenizer(given.base_folder))
        base = str(base_folder(engine.paths.models, project.base))
    finally:
        owner.close()
    run = RunFolder(folder / f"run-{recipe}")
    examples = next(iter(found.epochs))[: EXAMPLES[recipe]]
    run.prepare(settings.as_dict() | {"base_folder": base}, [examples], found.dev[:DEV])
    return run


def compared(run: RunFolder) -> Json:
    """Train both ways in turn; every round begins anew, with a seed of its own."""
    examples = run.examples("train")[0]
    tokens = sum(len(one.prompt) + len(one.answer) for one in examples)
    found = rounds(
        {"assay": lambda n: ours(run, n), "trainer": lambda n: theirs(run, n, tokens)}, ROUNDS
    )
    return {
        "examples": len(examples),
        "tokens": tokens,
        **{name: medians(figures) for name, figures in found.items()},
    }


def ours(run: RunFolder, number: int) -> Json:
    """Train as a job does, in a child of its own, without the build that follows."""
    fresh = seeded(run, number, "ours")
    fresh.build.mkdir()  # As if it were there already.
    command = [sys.executable, "-m", "core.tuning.train", str(fresh.folder)]
    # Its input stays open: it stops when that closes.
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.wait() == 0, f"the training child ended with status {child.returncode}"
    last = fresh.progress()[-1]
    return {"tokens_per_s": last["tokens_per_s"], "dev_loss": last["dev_loss"]}


def seeded(run: RunFolder, seed: int, whose: str) -> RunFolder:
    """Return a fresh folder for the same run with another seed."""
    fresh = RunFolder(run.folder.with_name(f"{run.folder.name}-{whose}-{seed}"))
    settings = run.settings() | {"seed": seed}
    fresh.prepare(settings, run.examples("train"), run.examples("dev")[0])
    return fresh


def theirs(run: RunFolder, number: int, tokens: int) -> Json:
    """Train with Trainer's defaults."""
    folder = str(seeded(run, number, "theirs").folder)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed.plain_trainer", folder],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return {"tokens_per_s": tokens / found["seconds"], "dev_loss": found["dev_loss"]}
