"""What many would write: peft and Hugging Face's Trainer with its defaults.

python -m benchmarks.speed.plain_trainer RUN_FOLDER

Trains on a run folder's examples as Assay's child is handed them, and prints its time and dev loss
as one line of JSON. Batch, epochs, learning rate, adapter and seed are the folder's; the rest is
Trainer's own: fp32, random order, batches padded to their longest, logits at every position.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, Trainer, TrainingArguments, set_seed

from core.tuning.batches import answer_loss, answer_tokens, micro_batches
from core.tuning.examples import Example
from core.tuning.run_folder import RunFolder
from core.tuning.shared_prefix import IGNORED


def main(run: RunFolder) -> None:
    """Train, and print the seconds and the dev loss."""
    given = run.settings()
    set_seed(given["seed"])
    base: Any = AutoModelForCausalLM.from_pretrained(given["base_folder"], dtype=torch.float32)
    lora = LoraConfig(
        r=given["lora_r"],
        lora_alpha=2 * given["lora_r"],
        lora_dropout=0.0,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(base, lora)
    examples = [one for epoch in run.examples("train") for one in epoch]
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(
            model=model,
            args=TrainingArguments(
                output_dir=folder,
                num_train_epochs=1,
                learning_rate=given["learning_rate"],
                per_device_train_batch_size=given["batch_size"],
                use_cpu=True,
                report_to="none",
                save_strategy="no",
                disable_tqdm=True,
                seed=given["seed"],
            ),
            train_dataset=[row(example) for example in examples],
            data_collator=padded,
        )
        seconds = trainer.train().metrics["train_runtime"]
    dev = micro_batches(run.examples("dev")[0])
    model.eval()
    with torch.no_grad():
        loss = sum(float(answer_loss(model, batch)) for batch in dev) / answer_tokens(dev)
    print(json.dumps({"seconds": seconds, "dev_loss": loss}))


def row(example: Example) -> dict[str, list[int]]:
    """Return an example as Trainer takes it: the prompt is not learned."""
    ids = example.prompt + example.answer
    return {"input_ids": ids, "labels": [IGNORED] * len(example.prompt) + example.answer}


def padded(rows: list[dict[str, list[int]]]) -> dict[str, torch.Tensor]:
    """Return a batch, padded to its longest."""
    longest = max(len(one["input_ids"]) for one in rows)
    fill = {"input_ids": 0, "labels": IGNORED, "attention_mask": 0}
    masked = [one | {"attention_mask": [1] * len(one["input_ids"])} for one in rows]
    return {
        key: torch.tensor([one[key] + [value] * (longest - len(one[key])) for one in masked])
        for key, value in fill.items()
    }


if __name__ == "__main__":
    main(RunFolder(Path(sys.argv[1])))
