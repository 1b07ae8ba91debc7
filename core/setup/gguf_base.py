"""A GGUF file as a base model: what it must hold, and the key it is prepared under.

The file is weights and text: nothing in it is run, its chat template in a sandbox apart.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import psutil

from core.config import MIN_FREE_DISK_MB
from core.errors import InvalidInputError, NotFoundError, ResourceError
from core.project.workspace import require_disk
from core.tuning.gguf_file import ARCHITECTURES, architecture

MAGIC = b"GGUF"
NEEDED = {
    "tokenizer.ggml.tokens": "tokenizer",
    "tokenizer.chat_template": "chat template (it was not made for answering)",
}
DISK_PER_WEIGHT = 8
"""Bytes: fp32 for training, F16 while the build is made, the build."""
MEMORY_PER_WEIGHT = 9
"""Bytes: the weights in fp32 twice while they are read, and some room."""


class _Reader(gguf.GGUFReader):  # type: ignore[misc]
    """One that refuses to read past the end; `gguf`'s own goes on with nothing in hand."""

    def _get(self, offset: int, dtype: Any, count: int = 1, *given: Any, **named: Any) -> Any:
        found = super()._get(offset, dtype, count, *given, **named)
        if len(found) < int(count):
            raise ValueError("it ends before its last value")
        return found


@dataclass(frozen=True)
class GgufBase:
    """A file that can be a base model."""

    path: Path
    key: str
    """Its folder below the models: the file's name and the start of its SHA-256."""
    sha256: str
    weights: int


def is_gguf(base: str) -> bool:
    """Whether what was given as a base model means a file."""
    return base.lower().endswith(".gguf") or Path(base).expanduser().is_file()


def check_gguf(given: str) -> GgufBase:
    """Return what a GGUF file is, if it can be a base model.

    Raises:
        NotFoundError: there is no such file.
        InvalidInputError: it is damaged, of another architecture, or lacks what answering needs.
    """
    path = Path(given).expanduser().resolve()
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}. Give the path of a GGUF file.")
    with path.open("rb") as file:
        magic = file.read(len(MAGIC))
        if magic != MAGIC:
            raise InvalidInputError(
                f"{path.name} is no GGUF file: it begins with {magic!r}, not {MAGIC!r}. Give the "
                "path of a GGUF file, or a folder with config.json and safetensors."
            )
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        reader = _Reader(path)
    except (ValueError, IndexError, KeyError, TypeError, OverflowError) as error:
        raise InvalidInputError(
            f"{path.name} is damaged or cut short ({error}). Fetch it again; nothing was made."
        ) from error
    _check_contents(reader, path.name)
    weights = sum(int(tensor.n_elements) for tensor in reader.tensors)
    return GgufBase(path, f"{path.stem}.gguf-{sha256[:12]}", sha256, weights)


def _check_contents(reader: gguf.GGUFReader, name: str) -> None:
    found = architecture(reader)
    if found not in ARCHITECTURES:
        raise InvalidInputError(
            f"{name} holds a model of the architecture '{found}'. A GGUF base can be one of "
            f"{', '.join(ARCHITECTURES)}. Choose such a file, or give the model's folder with "
            "config.json and safetensors."
        )
    parts, experts = reader.get_field("split.count"), reader.get_field(f"{found}.expert_count")
    if parts and parts.contents() > 1:
        raise InvalidInputError(
            f"{name} is one of {parts.contents()} parts of a model. Merge them into one file "
            "(llama-gguf-split --merge) and give that."
        )
    if experts and experts.contents() > 0:
        raise InvalidInputError(
            f"{name} holds a mixture of {experts.contents()} experts, which cannot be a base here. "
            "Choose a file without experts."
        )
    for field, what in NEEDED.items():
        if not reader.get_field(field):
            raise InvalidInputError(
                f"{name} holds no {what}. Choose a file of an instruction-tuned model that does."
            )


def require_room(found: GgufBase, models: Path) -> None:
    """Refuse a base model that this machine cannot prepare.

    Raises:
        ResourceError: not enough disk or memory.
    """
    require_disk(models, found.weights * DISK_PER_WEIGHT // 2**20 + MIN_FREE_DISK_MB)
    needed, free = found.weights * MEMORY_PER_WEIGHT / 1e9, psutil.virtual_memory().available / 1e9
    if needed > free:
        raise ResourceError(
            f"Preparing {found.path.name} ({found.weights / 1e9:.1f} billion weights) needs about "
            f"{needed:.1f} GB of memory and {free:.1f} GB are free. Choose a smaller model."
        )
