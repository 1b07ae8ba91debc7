"""Where things lie, and every default in one place."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

BASE_MODEL = "smollm2-135m-instruct"
BASE_MODEL_LABEL = "SmolLM2-135M-Instruct"
EMBEDDER = "all-minilm-l6-v2"
BASE_GGUF = "base.gguf"
"""The GGUF file that a base model came as, in its folder; without one transformers serves it."""


GGUF_KEY = re.compile(r"(?P<file>.+\.gguf)-[0-9a-f]{12}")
"""Key of a base model that came as a GGUF file of the user's: its name, and of its SHA-256."""


def model_label(base: str) -> str:
    """Return what people call a base model."""
    own = GGUF_KEY.fullmatch(base)
    return BASE_MODEL_LABEL if base == BASE_MODEL else own["file"] if own else base


def _folder(variable: str, fallback: str | Path) -> Path:
    """Return the absolute path that an environment variable names, else `fallback`."""
    return Path(os.environ.get(variable) or fallback).expanduser().resolve()


@dataclass(frozen=True)
class Paths:
    """The two folders everything lives in, and the recorded demo that came with the code."""

    workspace: Path = field(default_factory=lambda: _folder("ASSAY_WORKSPACE", "workspace"))
    models: Path = field(default_factory=lambda: _folder("ASSAY_MODELS", "models"))
    """Base models and their builds, shared by all workspaces."""
    recorded: Path = field(
        default_factory=lambda: _folder("ASSAY_RECORDED", ROOT / "recorded" / "demo.jsonl.gz")
    )
    """The recorded demo; Home offers it where the file is there."""

    @property
    def uploads(self) -> Path:
        """Where copies of uploaded files wait until they are indexed."""
        return self.workspace / "uploads"


@dataclass(frozen=True)
class AnswerDefaults:
    """What all arms of a comparison share."""

    passages: int = 3
    """Passages that a retrieving arm puts in its prompt, best first."""
    passage_tokens: int = 600
    """Most tokens of the base model's that those passages may take together."""
    answer_tokens: int = 48
    """Most tokens an answer may have."""
    precision: str = "int8"
    """Weights of the served builds, base and tuned alike."""


@dataclass(frozen=True)
class IngestLimits:
    """What one uploaded file may cost before it is refused."""

    file_mb: int = 50
    pages: int = 2000
    characters: int = 5_000_000
    unpacked_mb: int = 200
    """Size that a zipped format (DOCX, PPTX, XLSX) may unpack to."""
    seconds: int = 60
    memory_mb: int = 2048


ANSWER = AnswerDefaults()
INGEST = IngestLimits()
TIMED_QUESTIONS = 40
"""Of an evaluation, answered one at a time and timed, unless more is asked for; a median has an
interval from 6. The others are answered together, which is faster.
"""
MIN_P95_ANSWERS = 200
"""Below this many timed answers the 95th percentile is not shown (docs/method.md, "Latency
protocol")."""
MIN_SEEDS = 3
"""Adapters of other seeds from which a verdict is on fine-tuning, not on them (docs/method.md,
"Several seeds")."""
MIN_FREE_DISK_MB = 500
"""A job that writes is refused when the disk has less than this left."""
