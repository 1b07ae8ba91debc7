"""Short examples that begin alike, read as one sequence that holds the beginning once.

A closed-book example is mostly the chat template and the instruction, the same in all of them.
Each example's own tokens see that beginning and themselves, at the positions they would have
alone, so states, losses and gradients are those of separate examples: about half the tokens are
read.
"""

from collections.abc import Sequence
from itertools import takewhile

import torch

from core.tuning.examples import Example

IGNORED = -100
PACK_TOKENS = 512
"""Longest sequence: attention over other examples' tokens is computed and thrown away."""
PADDING = -1


def common_prefix(examples: Sequence[Example]) -> int:
    """Return how many tokens all prompts begin with; at least one token of each is left out."""
    prompts = [example.prompt for example in examples]
    # What the first and the last in sorted order share, all between them share.
    pairs = zip(min(prompts), max(prompts), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return min(shared, *(len(prompt) - 1 for prompt in prompts))


def packs(examples: Sequence[Example], prefix: int) -> list[list[Example]]:
    """Return the examples in groups that fit `PACK_TOKENS` with the prefix read once."""
    groups: list[list[Example]] = []
    room = 0
    for example in examples:
        own = len(example.prompt) + len(example.answer) - prefix
        if not groups or own > room:
            groups.append([])
            room = PACK_TOKENS - prefix
        groups[-1].append(example)
        room -= own
    return groups


def pack(examples: Sequence[Example], prefix: int, multiple: int) -> dict[str, torch.Tensor]:
    """Return one sequence, its length padded to a multiple of `multiple`.

    Returns:
        `input_ids`, `labels` and `position_ids`, int64 (1, length); `attention_mask`, bool
        (1, 1, length, length); `tokens`, the examples' tokens if read apart, prefixes included.
    """
    ids, labels = list(examples[0].prompt[:prefix]), [IGNORED] * prefix
    positions, owners = list(range(prefix)), [0] * prefix
    for owner, example in enumerate(examples, start=1):
        own = example.prompt[prefix:] + example.answer
        ids += own
        labels += [IGNORED] * (len(own) - len(example.answer)) + example.answer
        positions += range(prefix, prefix + len(own))
        owners += [owner] * len(own)
    spare = -len(ids) % multiple
    owner_of = torch.tensor(owners + [PADDING] * spare)
    # A row that sees nothing would give NaN: padding sees the padding before it.
    mine = (owner_of[:, None] == owner_of[None, :]) | (
        (owner_of[None, :] == 0) & (owner_of[:, None] != PADDING)
    )
    return {
        "input_ids": torch.tensor([ids + [0] * spare]),
        "labels": torch.tensor([labels + [IGNORED] * spare]),
        "position_ids": torch.tensor([positions + [0] * spare]),
        "attention_mask": torch.tril(mine)[None, None],
        "tokens": torch.tensor(sum(len(e.prompt) + len(e.answer) for e in examples)),
    }
