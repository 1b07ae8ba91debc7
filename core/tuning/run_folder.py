"""The folder of a training run: what it is handed, how far it is, what it made."""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from core.project.workspace import Project, write_json
from core.records.job import ProgressLine
from core.records.training import RunSettings
from core.tuning.examples import Example

WHOLE = "whole"


@dataclass(frozen=True)
class Progress:
    """One line of a run's progress."""

    stage: str
    step: int
    steps: int
    loss: float | None
    """Mean cross-entropy of the step's answer tokens, in nats."""
    dev_loss: float | None
    tokens_per_s: float
    """Tokens read a second, padding left out."""
    seconds_left: float
    memory_gb: float


@dataclass(frozen=True)
class RunFolder:
    """Written by the engine and by the training child, never both the same file."""

    folder: Path

    @property
    def checkpoints(self) -> Path:
        """Where Trainer keeps its checkpoints."""
        return self.folder / "checkpoints"

    @property
    def adapter(self) -> Path:
        """The finished adapter; it is there whole or not at all."""
        return self.folder / "adapter"

    @property
    def build(self) -> Path:
        """The finished 8-bit build; it is there whole or not at all."""
        return self.folder / "int8"

    def prepare(
        self, settings: Mapping[str, object], train: Iterable[list[Example]], dev: list[Example]
    ) -> None:
        """Write what the child is handed; settings last, as the sign that the rest is whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, epochs in (("train", train), ("dev", [dev])):
            with (self.folder / f"{name}.jsonl").open("w") as file:
                for epoch in epochs:
                    file.write(json.dumps([asdict(example) for example in epoch]) + "\n")
        write_json(self.folder / "settings.json", settings)

    @property
    def prepared(self) -> bool:
        """Whether the child can start from here."""
        return (self.folder / "settings.json").exists()

    def settings(self) -> RunSettings:
        """Return the run's settings."""
        settings: RunSettings = json.loads((self.folder / "settings.json").read_text())
        return settings

    def examples(self, name: str) -> list[list[Example]]:
        """Return the examples of each epoch of "train" or "dev"."""
        with (self.folder / f"{name}.jsonl").open() as file:
            return [[Example(**example) for example in json.loads(line)] for line in file]

    def report(self, progress: Progress) -> None:
        """Append one progress line."""
        with (self.folder / "progress.jsonl").open("a") as file:
            file.write(json.dumps(asdict(progress)) + "\n")

    def report_stage(self, stage: str) -> None:
        """Append a line for a stage without steps."""
        last = self.progress()[-1]
        self.report(Progress(**(last | {"stage": stage, "loss": None, "dev_loss": None})))

    def progress(self) -> list[ProgressLine]:
        """Return the progress lines in step order; a resumed step replaces what it repeats."""
        path = self.folder / "progress.jsonl"
        lines: list[ProgressLine] = []
        for text in path.read_text().splitlines() if path.exists() else []:
            try:
                line = json.loads(text)
            except json.JSONDecodeError:
                continue  # A kill cut off this line.
            while line["stage"] == "train" and lines and lines[-1]["step"] >= line["step"]:
                lines.pop()
            lines.append(line)
        return lines

    def mark_checkpoint(self, step: int) -> None:
        """Say that the checkpoint of this step is whole."""
        (self.checkpoints / f"checkpoint-{step}" / WHOLE).touch()

    def last_checkpoint(self) -> Path | None:
        """Return the newest whole checkpoint, or None."""
        whole = [path.parent for path in self.checkpoints.glob(f"checkpoint-*/{WHOLE}")]
        return max(whole, key=lambda path: int(path.name.split("-")[1]), default=None)

    def drop_unfinished(self) -> None:
        """Remove every checkpoint but the last whole one.

        Kills leave parts of others, and Trainer, which counts them all, would keep those.
        """
        kept = self.last_checkpoint()
        for path in self.checkpoints.glob("checkpoint-*"):
            if path != kept:
                shutil.rmtree(path)

    def note_device(self, trained_on: str | None) -> None:
        """Write what the adapter's lineage will say about the device."""
        write_json(self.folder / "device.json", trained_on)

    def trained_on(self) -> str | None:
        """Return what `note_device` wrote; None on the CPU."""
        path = self.folder / "device.json"
        device: str | None = json.loads(path.read_text()) if path.exists() else None
        return device

    def add_seconds(self, seconds: float) -> float:
        """Add a child's time to the run's and return the sum; a resumed run has several."""
        path = self.folder / "seconds.json"
        total = seconds + (json.loads(path.read_text()) if path.exists() else 0.0)
        write_json(path, total)
        return total


def run_folder(project: Project, job: str) -> RunFolder:
    """Return the folder of a training run."""
    return RunFolder(project.folder / "runs" / job)
