"""Prepare the default models once: weights as safetensors, the base's 8-bit build, the embedder.

Every folder is written under a temporary name and renamed with its manifest inside, so that an
interrupted step is simply done again.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.config import ANSWER, BASE_GGUF, BASE_MODEL, BASE_MODEL_LABEL, EMBEDDER
from core.project.workspace import require_disk, write_json
from core.setup import packages

MANIFEST = "manifest.json"
NEEDED_MB = 2000
Say = Callable[[str], None]


def prepare(models: Path, say: Say) -> None:
    """Make what is missing in `models`.

    Raises:
        AppError: a package is missing or damaged, or the disk is full.
    """
    models.mkdir(parents=True, exist_ok=True)
    base, build = models / BASE_MODEL, models / f"{BASE_MODEL}-{ANSWER.precision}"
    embedder = models / EMBEDDER
    if not all((folder / MANIFEST).exists() for folder in (base, build, embedder)):
        require_disk(models, NEEDED_MB)
    if not (base / MANIFEST).exists():
        say(f"{BASE_MODEL_LABEL}: weights to safetensors")
        _unpack(packages.locate(packages.BASE), base)
    if not (build / MANIFEST).exists():
        from core.tuning.export import make_build

        say(f"{BASE_MODEL_LABEL}: 8-bit build")
        make_build(base, None, build, lambda stage: say(f"  {stage}"))
    if not (embedder / MANIFEST).exists():
        from core.corpus.convert_embedder import convert_embedder

        say("Embedder")
        convert_embedder(packages.locate(packages.EMBEDDER).parent, embedder)


def _unpack(gguf: Path, target: Path) -> None:
    """Save a GGUF file as the folder that transformers and the tokenizer load, in fp32."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    temporary = target.with_name(f".{target.name}.making")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    # Without `dequantize` the model still counts as quantised: it can be neither saved nor trained.
    model: Any = AutoModelForCausalLM.from_pretrained(
        gguf.parent, gguf_file=gguf.name, dtype=torch.float32,
        quantization_config=GgufConfig(dequantize=True),
    )  # fmt: skip
    model.save_pretrained(temporary)
    AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name).save_pretrained(temporary)
    shutil.copyfile(gguf, temporary / BASE_GGUF)
    write_json(temporary / MANIFEST, {"source": gguf.name, "sha256": packages.BASE.sha256})
    shutil.rmtree(target, ignore_errors=True)
    os.replace(temporary, target)
