"""The training child: `python -m core.tuning.train RUN_FOLDER`.

It is handed JSONL of token ids, opens neither Chroma nor the project's SQLite file and writes its
progress as JSON lines. It may be killed at any moment, in the middle of a micro-batch too: that is
how the engine cancels it, and how it ends when the engine dies. Checkpoints make it resumable.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any, TypedDict

import psutil
import torch
from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training
from transformers import (
    AutoModelForCausalLM,
    BitsAndBytesConfig,
    Trainer,
    TrainerCallback,
    TrainingArguments,
    set_seed,
)

from core.config import BASE_GGUF
from core.inference.device import Device, this_device
from core.process.memory import leave
from core.records.training import RunSettings
from core.tuning.batches import (
    MicroBatch,
    answer_loss,
    answer_tokens,
    micro_batches,
    real_tokens,
    step_batches,
)
from core.tuning.examples import Example
from core.tuning.export import make_build
from core.tuning.run_folder import Progress, RunFolder

SAVE_SECONDS = 10
"""Least seconds between checkpoints: about what a kill may cost."""
DEV_LOSSES = 6
"""How often dev loss is measured in a run."""


class Step(TypedDict):
    """One optimizer step."""

    micro_batches: list[MicroBatch]


class Steps(torch.utils.data.Dataset[Step]):
    """Optimizer steps in training order; one item is one step's micro-batches."""

    def __init__(self, epochs: list[list[Example]], batch_size: int, share: bool) -> None:
        self._steps = [step for epoch in epochs for step in step_batches(epoch, batch_size, share)]

    def __len__(self) -> int:
        return len(self._steps)

    def __getitem__(self, index: int) -> Step:
        return {"micro_batches": self._steps[index]}


class StepTrainer(Trainer):  # type: ignore[misc]
    """Trainer whose step is a list of micro-batches, in the given order, with a loss per token."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(data_collator=lambda items: items[0], **settings)

    def _get_train_sampler(self, *_: Any, **__: Any) -> torch.utils.data.Sampler[int]:
        return torch.utils.data.SequentialSampler(self.train_dataset)

    def training_step(self, model: Any, inputs: Step, *_: Any) -> torch.Tensor:
        """Add up the gradients of a step's micro-batches; return its mean loss a token."""
        model.train()
        batches = inputs["micro_batches"]
        tokens = answer_tokens(batches)
        total = torch.zeros((), device=self.args.device)
        for batch in batches:
            loss = answer_loss(model, batch) / tokens
            self.accelerator.backward(loss)
            total += loss.detach()
        return total


class Reporter(TrainerCallback):  # type: ignore[misc]
    """Writes a progress line per step, measures dev loss, asks for checkpoints."""

    def __init__(self, run: RunFolder, dev: list[MicroBatch], steps: Steps) -> None:
        self._run, self._dev = run, dev
        self._tokens = [real_tokens(steps[n]["micro_batches"]) for n in range(len(steps))]
        self._began = self._saved = time.monotonic()
        self._first_step = 0
        self._dev_seconds = 0.0

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Remember the step this process starts at, so that the speed is its own."""
        self._began = self._saved = time.monotonic()
        self._first_step = state.global_step

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Ask for a log line, and for a checkpoint when the last one is old."""
        control.should_log = True
        if time.monotonic() - self._saved > SAVE_SECONDS:
            control.should_save = True

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Mark the checkpoint as whole; an unmarked one was cut off by a kill."""
        self._run.mark_checkpoint(state.global_step)
        self._saved = time.monotonic()

    def on_log(self, args: Any, state: Any, control: Any, logs: Any, **kwargs: Any) -> None:
        """Write the step's progress line."""
        if "loss" not in logs:
            return
        step, steps = state.global_step, len(self._tokens)
        dev_loss = self._dev_loss(kwargs["model"], step, steps)
        seconds = time.monotonic() - self._began - self._dev_seconds
        speed = sum(self._tokens[self._first_step : step]) / max(seconds, 1e-6)
        left = sum(self._tokens[step:]) / speed
        self._run.report(
            Progress(
                "train",
                step,
                steps,
                logs["loss"],
                dev_loss,
                round(speed, 1),
                round(left, 1),
                round(psutil.Process().memory_info().rss / 1e9, 2),
            )
        )

    def _dev_loss(self, model: Any, step: int, steps: int) -> float | None:
        due = {round(steps * n / DEV_LOSSES) for n in range(1, DEV_LOSSES + 1)}
        if step not in due or not self._dev:
            return None
        began = time.monotonic()
        model.eval()
        total = 0.0
        with torch.no_grad():
            for batch in self._dev:
                total += float(answer_loss(model, batch))
        self._dev_seconds += time.monotonic() - began
        return total / answer_tokens(self._dev)


def train(run: RunFolder) -> None:
    """Train the adapter of a run folder, from its last whole checkpoint if it has one."""
    settings = run.settings()
    set_seed(settings["seed"])
    device = this_device()
    run.note_device(device.trained_on)
    base = _load(Path(settings["base_folder"]), device)
    lora = LoraConfig(
        r=settings["lora_r"],
        lora_alpha=2 * settings["lora_r"],
        lora_dropout=0.0,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(base, lora)
    share = base.config._attn_implementation == "sdpa"
    steps = Steps(run.examples("train"), settings["batch_size"], share)
    dev = [batch for epoch in run.examples("dev") for batch in micro_batches(epoch, share)]
    trainer = StepTrainer(
        model=model,
        args=_arguments(run, settings, device),
        train_dataset=steps,
        callbacks=[Reporter(run, dev, steps)],
    )
    run.drop_unfinished()
    checkpoint = run.last_checkpoint()
    trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    model.save_pretrained(run.folder / "adapter.saving")
    os.replace(run.folder / "adapter.saving", run.adapter)


def _arguments(run: RunFolder, settings: RunSettings, device: Device) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(run.checkpoints),
        num_train_epochs=1,
        per_device_train_batch_size=1,
        learning_rate=settings["learning_rate"],
        lr_scheduler_type="cosine",
        warmup_steps=0.05,
        weight_decay=0.0,
        max_grad_norm=1.0,
        logging_strategy="no",
        save_strategy="no",
        save_total_limit=2,
        report_to="none",
        use_cpu=device.kind == "cpu",
        seed=settings["seed"],
        dataloader_num_workers=0,
        remove_unused_columns=False,
        disable_tqdm=True,
        dataloader_pin_memory=False,
    )


def _load(folder: Path, device: Device) -> Any:
    """Return the base model to train: fp32, or in 4 bits where the device has them (untested)."""
    if not device.four_bit:
        return AutoModelForCausalLM.from_pretrained(
            folder, dtype=torch.float32, trust_remote_code=False, use_safetensors=True
        )
    small = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=device.dtype,
    )
    base = AutoModelForCausalLM.from_pretrained(
        folder,
        dtype=device.dtype,
        trust_remote_code=False,
        use_safetensors=True,
        quantization_config=small,
        device_map={"": 0},
    )
    return prepare_model_for_kbit_training(base)


def main(folder: Path) -> int:
    """Train, then make the build; return the process's exit status."""
    run = RunFolder(folder)
    if hasattr(os, "nice"):
        os.nice(5)  # Answers on the screen come before training.
    if not run.adapter.exists():
        train(run)
    base = Path(run.settings()["base_folder"])
    if (base / BASE_GGUF).exists() and not run.build.exists():
        make_build(base, run.adapter, run.build, run.report_stage)
    return 0


if __name__ == "__main__":
    leave(main(Path(sys.argv[1])))
