"""What torch computes on, and in which precision.

Only the CPU is tested; no GPU was at hand.
"""

import importlib.util
from dataclasses import dataclass

import torch

DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}


@dataclass(frozen=True)
class Device:
    """A torch device, and the precision that weights have on it."""

    kind: str
    """"cuda", "mps" or "cpu"."""
    precision: str
    """Of served weights, a key of `DTYPES`; trained adapters are fp32 everywhere."""
    four_bit: bool
    """Whether training holds the base model's weights in 4 bits (QLoRA, arXiv:2305.14314)."""

    @property
    def dtype(self) -> torch.dtype:
        """Return the precision as torch names it."""
        return DTYPES[self.precision]

    @property
    def trained_on(self) -> str | None:
        """Return what an adapter's lineage says; None on the CPU, where nothing is special."""
        if self.kind == "cpu":
            return None
        return f"{self.kind}, base model in {'4 bits (NF4)' if self.four_bit else 'fp32'}"


def choose_device(*, cuda: bool, bf16: bool, mps: bool, bitsandbytes: bool) -> Device:
    """Return what to compute on.

    Args:
        bf16: Whether the CUDA device multiplies bfloat16.
        bitsandbytes: Whether the package that holds weights in 4 bits is installed.
    """
    if cuda:
        return Device("cuda", "bf16" if bf16 else "fp32", bitsandbytes)
    if mps:
        return Device("mps", "fp16", four_bit=False)
    return Device("cpu", "fp32", four_bit=False)


def this_device() -> Device:
    """Return what this machine has."""
    cuda = torch.cuda.is_available()
    return choose_device(
        cuda=cuda,
        bf16=cuda and torch.cuda.is_bf16_supported(),
        mps=torch.backends.mps.is_available(),
        bitsandbytes=importlib.util.find_spec("bitsandbytes") is not None,
    )
