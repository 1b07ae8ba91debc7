"""Prepare models once: weights as safetensors, the base's 8-bit build, the embedder.

Every folder is written under a temporary name and renamed with its manifest inside, so that an
interrupted step is simply done again.
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.config import ANSWER, BASE_GGUF, BASE_MODEL, BASE_MODEL_LABEL, EMBEDDER
from core.errors import InvalidInputError
from core.project.workspace import require_disk, write_json
from core.setup import packages
from core.tuning.export import BUILD_STAGES, make_build

MANIFEST = "manifest.json"
NEEDED_MB = 2000
STAGES = ("unpacking the weights", *BUILD_STAGES)
"""What `make_base` says, in order."""
Say = Callable[[str], None]


def prepare(models: Path, say: Say) -> None:
    """Make what is missing in `models`.

    Raises:
        AppError: a package is missing or damaged, or the disk is full.
    """
    models.mkdir(parents=True, exist_ok=True)
    embedder = models / EMBEDDER
    if not base_ready(models, BASE_MODEL) or not (embedder / MANIFEST).exists():
        require_disk(models, NEEDED_MB)
    if not base_ready(models, BASE_MODEL):
        say(BASE_MODEL_LABEL)
        make_base(packages.locate(packages.BASE), models, BASE_MODEL, lambda text: say(f"  {text}"))
    if not (embedder / MANIFEST).exists():
        from core.corpus.search.convert_embedder import convert_embedder

        say("Embedder")
        convert_embedder(packages.locate(packages.EMBEDDER).parent, embedder)


def base_ready(models: Path, key: str) -> bool:
    """Whether a base model's folder and its 8-bit build are there."""
    folders = (models / key, models / f"{key}-{ANSWER.precision}")
    return all((folder / MANIFEST).exists() for folder in folders)


def make_base(gguf: Path, models: Path, key: str, say: Say) -> None:
    """Make a base model's folder from a GGUF file, then its 8-bit build; existing ones stay.

    Raises:
        InvalidInputError: the file lacks weights of its architecture.
    """
    base, build = models / key, models / f"{key}-{ANSWER.precision}"
    if not (base / MANIFEST).exists():
        say(STAGES[0])
        _unpack(gguf, base)
    if not (build / MANIFEST).exists():
        make_build(base, None, build, say)


def _unpack(gguf: Path, target: Path) -> None:
    """Save a GGUF file as the folder that transformers and the tokenizer load, in fp32."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    temporary = target.with_name(f".{target.name}.making")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    # Without `dequantize` the model still counts as quantised: it can be neither saved nor trained.
    model: Any
    model, report = AutoModelForCausalLM.from_pretrained(
        gguf.parent,
        gguf_file=gguf.name,
        dtype=torch.float32,
        quantization_config=GgufConfig(dequantize=True),
        output_loading_info=True,
    )
    if report["missing_keys"]:  # They were made up at random.
        shutil.rmtree(temporary)
        raise InvalidInputError(
            f"{gguf.name} lacks weights of its model, among them {min(report['missing_keys'])}. "
            "Fetch it again, or choose another file."
        )
    model.save_pretrained(temporary)
    AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name).save_pretrained(temporary)
    shutil.copyfile(gguf, temporary / BASE_GGUF)
    with gguf.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    write_json(temporary / MANIFEST, {"source": gguf.name, "sha256": sha256})
    shutil.rmtree(target, ignore_errors=True)
    os.replace(temporary, target)
