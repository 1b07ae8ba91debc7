"""Adapter to build, and to the GGUF file that leaves Assay: merge, F16 GGUF, OpenVINO IR, 8 bits.

`python -m core.tuning.export BASE_FOLDER ADAPTER_FOLDER FILE NAME` writes the file in a process of
its own, so that the engine need not import torch and the memory is free again.

OpenVINO's GGUF reader matches no LoRA layer and answers as the base model without an error, so
the adapter is merged first. The build is 8-bit, for the base as well, or arms could not be
compared; what an adapter keeps at fewer bits was not measured here.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.config import BASE_GGUF
from core.process.memory import leave
from core.project.workspace import write_json

BUILD_STAGES = ("reading the weights", "converting to OpenVINO", "compressing to 8 bits")
"""The stages that `make_build` reports for a base model, in order."""
GGUF_NAME = "model-f16.gguf"
Progress = Callable[[str], None]


def make_build(base: Path, adapter: Path | None, target: Path, progress: Progress) -> None:
    """Make the 8-bit OpenVINO build of a base model, with an adapter merged in or without.

    Args:
        base: Folder of the base model: safetensors, tokenizer and the GGUF file it came as.
        adapter: Folder with adapter_model.safetensors, or None for the base itself.
        target: Folder to make; it appears whole, its manifest last, or not at all.
    """
    temporary = unfinished(target)
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    progress("merging the adapter" if adapter else BUILD_STAGES[0])
    merged = temporary / GGUF_NAME
    _write_merged(base, adapter, merged, target.name)
    progress(BUILD_STAGES[1])
    _convert(merged)
    progress(BUILD_STAGES[2])
    _compress(temporary)
    merged.unlink()
    sizes = {file.name: file.stat().st_size for file in sorted(temporary.iterdir())}
    manifest = {"precision": "int8", "files": sizes, "weights_sha256": _sha256(temporary)}
    write_json(temporary / "manifest.json", manifest)
    shutil.rmtree(target, ignore_errors=True)
    os.replace(temporary, target)


def export_gguf(base: Path, adapter: Path, target: Path, name: str) -> None:
    """Write the base model with an adapter merged in as one F16 GGUF file.

    Args:
        base: As in `make_build`.
        target: File to make; it appears whole or not at all.
        name: What programs that open the file call the model.
    """
    temporary = unfinished(target)
    _write_merged(base, adapter, temporary, name)
    os.replace(temporary, target)


def unfinished(target: Path) -> Path:
    """Return the path of a file while it is being written."""
    return target.with_name(f".{target.name}.making")


def _write_merged(base: Path, adapter: Path | None, target: Path, name: str) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    from core.tuning.gguf_file import write_gguf

    model: Any = AutoModelForCausalLM.from_pretrained(
        base, dtype=torch.float32, trust_remote_code=False, use_safetensors=True
    )
    if adapter is not None:
        from peft import PeftModel

        model = PeftModel.from_pretrained(model, adapter).merge_and_unload()
    weights = {name: value.numpy() for name, value in model.state_dict().items()}
    if model.config.tie_word_embeddings:
        weights.pop("lm_head.weight", None)
    write_gguf(base / BASE_GGUF, weights, target, name)


def _convert(merged: Path) -> None:
    """Let OpenVINO GenAI read the GGUF file and save model and tokenizer as IR beside it."""
    import openvino_genai

    openvino_genai.LLMPipeline(merged, "CPU", enable_save_ov_model=True)


def _compress(folder: Path) -> None:
    """Replace the IR's weights by 8-bit ones (asymmetric, one scale a row)."""
    import nncf
    import openvino

    model = openvino.Core().read_model(folder / "openvino_model.xml")
    small = nncf.compress_weights(model, mode=nncf.CompressWeightsMode.INT8_ASYM)
    openvino.save_model(small, folder / "small.xml", compress_to_fp16=False)
    del model
    for suffix in ("xml", "bin"):
        os.replace(folder / f"small.{suffix}", folder / f"openvino_model.{suffix}")


def _sha256(folder: Path) -> str:
    with (folder / "openvino_model.bin").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main(base: str, adapter: str, target: str, name: str) -> int:
    """Export; return the exit status."""
    export_gguf(Path(base), Path(adapter), Path(target), name)
    return 0


if __name__ == "__main__":
    leave(main(*sys.argv[1:]))
