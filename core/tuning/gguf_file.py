"""Write merged weights as an F16 GGUF file, the input of the 8-bit build and the user's export.

Tensor names come from `gguf`'s own map; everything else (sizes, tokenizer, chat template) is
copied from the GGUF file that the base model came as.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
ARCHITECTURES = {
    "llama": gguf.MODEL_ARCH.LLAMA,
    "qwen2": gguf.MODEL_ARCH.QWEN2,
    "qwen3": gguf.MODEL_ARCH.QWEN3,
}
"""What OpenVINO GenAI's GGUF reader and this writer know, by the name in the file's header."""
OWN_FIELDS = ("GGUF.", "general.file_type", "general.quantization_version", "general.architecture")
"""Fields that describe the base file itself or that the writer sets."""


def write_gguf(base_gguf: Path, weights: Mapping[str, Array], target: Path, name: str) -> None:
    """Write `weights` (Hugging Face names, fp32 arrays) as F16 to `target`.

    Args:
        base_gguf: The base model's file, of one of `ARCHITECTURES`.
        name: Shown as the model's name by programs that open the file.
    """
    reader = gguf.GGUFReader(base_gguf)
    family = architecture(reader)
    writer = gguf.GGUFWriter(target, family)
    for key, field in reader.fields.items():
        if not key.startswith(OWN_FIELDS) and key != "general.name":
            kind = field.types[0]
            inner = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(key, field.contents(), kind, inner)
    writer.add_name(name)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    for tensor, values in _tensors(reader, family, weights):
        writer.add_tensor(tensor, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def architecture(reader: gguf.GGUFReader) -> str:
    """Return the architecture that a GGUF file names, "none" if it names none."""
    field = reader.get_field("general.architecture")
    return str(field.contents()) if field else "none"


def _tensors(
    reader: gguf.GGUFReader, family: str, weights: Mapping[str, Array]
) -> Iterator[tuple[str, Array]]:
    """Yield GGUF names and arrays: matrices in F16, vectors in F32, llama's q and k permuted."""

    def size(key: str) -> int:
        return int(reader.fields[f"{family}.{key}"].contents())

    names = gguf.get_tensor_name_map(ARCHITECTURES[family], size("block_count"))
    rows = {"q_proj": size("attention.head_count"), "k_proj": size("attention.head_count_kv")}
    for name, values in weights.items():
        target = names.get_name(name, try_suffixes=(".weight", ".bias"))
        if target is None:
            raise ValueError(f"GGUF has no name for the tensor {name}.")
        heads = rows.get(name.split(".")[-2])
        if heads and family == "llama":
            values = _permute(values, heads)
        yield target, values.astype(np.float16 if values.ndim > 1 else np.float32)


def _permute(values: Array, heads: int) -> Array:
    """Reorder rows from Hugging Face's rotary halves to llama.cpp's pairs."""
    halves = values.reshape(heads, 2, len(values) // heads // 2, *values.shape[1:])
    return halves.swapaxes(1, 2).reshape(values.shape)
