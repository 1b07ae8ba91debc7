"""A GGUF file as a base model: what it must hold, and the key it is prepared under.

The file is weights and text: nothing in it is run but its chat template, in a sandbox. The reader
makes an object of every value in the header, so it runs under limits, in a process of its own.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import psutil

from core.config import INGEST, MIN_FREE_DISK_MB
from core.errors import InvalidInputError, NotFoundError, ResourceError
from core.process.limits import GRACE_SECONDS, environment, failure
from core.project.workspace import require_disk

MAGIC = b"GGUF"
WORKER = ("-m", "core.setup.gguf_worker")
DISK_PER_WEIGHT = 8
"""Bytes: fp32 for training, F16 while the build is made, the build."""
MEMORY_PER_WEIGHT = 9
"""Bytes: the weights in fp32 twice while they are read, and some room."""


class Report(TypedDict, total=False):
    """What the worker says of a file: one of these."""

    weights: int
    error: str
    """A sentence for the user."""
    failure: str
    """time, memory or damaged."""


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


def check_gguf(named: str) -> GgufBase:
    """Return what a GGUF file is, if it can be a base model.

    Raises:
        NotFoundError: there is no such file.
        InvalidInputError: it is damaged, of another architecture, or lacks what answering needs.
    """
    path = Path(named).expanduser().resolve()
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}. Give the path of a GGUF file.")
    with path.open("rb") as file:
        magic = file.read(len(MAGIC))
        if magic != MAGIC:
            raise InvalidInputError(
                f"{path.name} is not a GGUF file: it begins with {magic!r}, not {MAGIC!r}. Give "
                "the path of a GGUF file, or a folder with config.json and safetensors."
            )
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    weights = _weights(path)
    return GgufBase(path, f"{path.stem}.gguf-{sha256[:12]}", sha256, weights)


def _weights(path: Path) -> int:
    """Return how many weights a file holds, once a limited process has found it fit to be a base.

    Raises:
        InvalidInputError: it is not.
    """
    report = _read(path)
    if "weights" in report:
        return report["weights"]
    reasons = {
        "time": f"takes longer than {INGEST.seconds} seconds to read and was stopped",
        "memory": f"needs more than {INGEST.memory_mb:,} MB of memory to read its header",
        "damaged": "is damaged and could not be read",
    }
    raise InvalidInputError(
        report.get("error")
        or f"{path.name} {reasons[report['failure']]}. Choose another file; nothing was made."
    )


def _read(path: Path) -> Report:
    """Return what the worker says of a file, or {"failure": ...} if it failed."""
    limits = (str(INGEST.seconds), str(INGEST.memory_mb))
    try:
        done = subprocess.run(
            [sys.executable, *WORKER, str(path), *limits],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=tempfile.gettempdir(),
            env=environment(),
            timeout=INGEST.seconds + GRACE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"failure": "time"}
    if done.returncode:
        return {"failure": failure(done.returncode)}
    answer: Report = json.loads(done.stdout)
    return answer


def require_room(base: GgufBase, models: Path) -> None:
    """Refuse a base model that this machine cannot prepare.

    Raises:
        ResourceError: not enough disk or memory.
    """
    require_disk(models, base.weights * DISK_PER_WEIGHT // 2**20 + MIN_FREE_DISK_MB)
    require_memory(base.weights, f"Preparing {base.path.name}", "Choose a smaller model")


def require_memory(weights: int, what: str, instead: str) -> None:
    """Refuse work on so many weights that does not fit into the memory that is free now.

    Args:
        what, instead: What needs the memory, and what to do instead, each as a sentence begins.

    Raises:
        ResourceError: not enough memory.
    """
    needed, free = weights * MEMORY_PER_WEIGHT / 1e9, psutil.virtual_memory().available / 1e9
    if needed > free:
        raise ResourceError(
            f"{what} ({weights / 1e9:.1f} billion weights) needs about {needed:.1f} GB of memory "
            f"and {free:.1f} GB are free. {instead}."
        )
