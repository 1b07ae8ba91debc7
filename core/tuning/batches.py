"""Training examples to the tensors of optimizer steps, and the loss on the answer alone.

A step's examples are sorted by length and cut into micro-batches of at most `TOKEN_BUDGET`
padded tokens: memory stays bounded and little is padded. Logits are computed at answer positions
only; the vocabulary of 49,152 makes full logits the largest tensor otherwise.
"""

from collections.abc import Sequence
from typing import Any

import torch

from core.tuning.examples import Example
from core.tuning.settings import TOKEN_BUDGET
from core.tuning.shared_prefix import IGNORED, common_prefix, pack, packs

SHORT = 3
"""Examples of at most this many times their common beginning are packed together."""
SHAPE_STEP = 32
"""Lengths are padded to multiples of this: every new shape costs memory that stays."""

MicroBatch = dict[str, torch.Tensor]


def step_batches(
    examples: Sequence[Example], batch_size: int, share: bool = False
) -> list[list[MicroBatch]]:
    """Cut one epoch's examples, in order, into steps of `batch_size`, each a list of batches."""
    steps = [examples[n : n + batch_size] for n in range(0, len(examples), batch_size)]
    return [micro_batches(step, share) for step in steps]


def micro_batches(examples: Sequence[Example], share: bool = False) -> list[MicroBatch]:
    """Return padded batches of similar length, each within the token budget.

    Args:
        share: Read the common beginning of short examples once
            (`core.tuning.shared_prefix`); the model
            must take a mask of its own for every pair of positions, as SDPA attention does.
    """
    ordered = sorted(examples, key=_length)
    prefix = common_prefix(ordered) if share and len(ordered) > 1 else 0
    short = [example for example in ordered if _length(example) <= SHORT * prefix]
    packed = [pack(group, prefix, SHAPE_STEP) for group in packs(short, prefix)]
    return packed + _padded(ordered[len(short) :])


def _padded(examples: Sequence[Example]) -> list[MicroBatch]:
    groups: list[list[Example]] = []
    for example in examples:
        fits = groups and _length(example) * (len(groups[-1]) + 1) <= TOKEN_BUDGET
        if fits:
            groups[-1].append(example)
        else:
            groups.append([example])
    return [_pad(group) for group in groups]


def _length(example: Example) -> int:
    return len(example.prompt) + len(example.answer)


def _pad(group: Sequence[Example]) -> MicroBatch:
    """Return int64 tensors (examples, longest): ids, mask, and labels that skip the prompt.

    Labels are masked by position, never by comparing with the padding id: in this tokenizer the
    padding token is the end-of-turn token, and it must be learned.
    """
    longest = max(map(_length, group))
    shape = (len(group), -(-longest // SHAPE_STEP) * SHAPE_STEP)
    ids, mask = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    labels = torch.full(shape, IGNORED, dtype=torch.long)
    for row, example in enumerate(group):
        end, begin = _length(example), len(example.prompt)
        ids[row, :end] = torch.tensor(example.prompt + example.answer)
        mask[row, :end] = 1
        labels[row, begin:end] = torch.tensor(example.answer)
    return {"input_ids": ids, "attention_mask": mask, "labels": labels, "tokens": mask.sum()}


def answer_tokens(batches: Sequence[MicroBatch]) -> int:
    """Return how many tokens are learned."""
    return sum(int((batch["labels"] != IGNORED).sum()) for batch in batches)


def real_tokens(batches: Sequence[MicroBatch]) -> int:
    """Return how many tokens the examples have, padding left out."""
    return sum(int(batch["tokens"]) for batch in batches)


def has_fast_bf16(device: str) -> bool:
    """Whether "cpu", "cuda" or "mps" multiplies bfloat16 in hardware; else fp32 is faster."""
    if device != "cpu":
        return device == "cuda" and torch.cuda.is_bf16_supported()
    supported = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return bool(supported)


def answer_loss(model: Any, batch: MicroBatch) -> torch.Tensor:
    """Return the summed cross-entropy of the answer tokens (divide by `answer_tokens`).

    Args:
        model: A causal language model, plain or wrapped by peft; its weights stay fp32, its
            matrix products are bf16 where its device has them.
    """
    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    device = inner.device
    batch = {name: value.to(device) for name, value in batch.items()}
    with torch.autocast(device.type, torch.bfloat16, enabled=has_fast_bf16(device.type)):
        hidden = inner.get_decoder()(
            input_ids=batch["input_ids"],
            attention_mask=batch["attention_mask"],
            position_ids=batch.get("position_ids"),
            use_cache=False,
        ).last_hidden_state
        # The state at a position predicts the token after it.
        rows, positions = torch.nonzero(batch["labels"] != IGNORED, as_tuple=True)
        logits = inner.get_output_embeddings()(hidden[rows, positions - 1])
    targets = batch["labels"][rows, positions]
    return torch.nn.functional.cross_entropy(logits.float(), targets, reduction="sum")
