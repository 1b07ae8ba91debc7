"""What this machine can do at most: copying memory, multiplying matrices."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from benchmarks.speed.interleaved import medians, rounds, seconds

Json = dict[str, Any]
REPEATS = 7
MEGABYTES = 256
SIDE = 2048


def measure() -> Iterator[Json]:
    """Yield medians: copying in GB/s (bytes read and written), products in GFLOP/s or GOP/s."""
    copied_gb = 2 * MEGABYTES * 2**20 / 1e9
    source = np.ones(MEGABYTES * 2**20 // 8)
    target = np.empty_like(source)
    floats = torch.randn(SIDE, SIDE)
    halves = floats.to(torch.bfloat16)
    work = 2 * SIDE**3 / 1e9
    yield medians(
        rounds(
            {
                "all": lambda _: {
                    "copy_gb_s": copied_gb / seconds(lambda: np.copyto(target, source)),
                    "fp32_gflop_s": work / seconds(lambda: floats @ floats),
                    "bf16_gflop_s": work / seconds(lambda: halves @ halves),
                }
            },
            REPEATS,
        )["all"]
    )
