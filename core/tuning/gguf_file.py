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
OWN_FIELDS = ("GGUF.", "general.file_type", "general.quantization_version", "general.architecture")
"""Fields that describe the base file itself or that the writer sets."""


def write_gguf(base_gguf: Path, weights: Mapping[str, Array], target: Path, name: str) -> None:
    """Write `weights` (Hugging Face names, fp32 arrays) as F16 to `target`.

    Args:
        base_gguf: The base model's file; a llama-architecture model.
        name: Shown as the model's name by programs that open the file.
    """
    reader = gguf.GGUFReader(base_gguf)
    writer = gguf.GGUFWriter(target, "llama")
    for key, field in reader.fields.items():
        if not key.startswith(OWN_FIELDS) and key != "general.name":
            kind = field.types[0]
            inner = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(key, field.contents(), kind, inner)
    writer.add_name(name)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    for tensor, values in _tensors(reader, weights):
        writer.add_tensor(tensor, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _tensors(
    reader: gguf.GGUFReader, weights: Mapping[str, Array]
) -> Iterator[tuple[str, Array]]:
    """Yield GGUF names and arrays: matrices in F16, vectors in F32, q and k rows permuted."""
    blocks = int(reader.fields["llama.block_count"].contents())
    heads = int(reader.fields["llama.attention.head_count"].contents())
    kv_heads = int(reader.fields["llama.attention.head_count_kv"].contents())
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, blocks)
    for name, values in weights.items():
        target = names.get_name(name, try_suffixes=(".weight", ".bias"))
        if target is None:
            raise ValueError(f"GGUF has no name for the tensor {name}.")
        if name.endswith(("q_proj.weight", "k_proj.weight")):
            values = _permute(values, heads if "q_proj" in name else kv_heads)
        yield target, values.astype(np.float16 if values.ndim > 1 else np.float32)


def _permute(values: Array, heads: int) -> Array:
    """Reorder rows from Hugging Face's rotary halves to llama.cpp's pairs."""
    rows, columns = values.shape
    halves = values.reshape(heads, 2, rows // heads // 2, columns)
    return halves.swapaxes(1, 2).reshape(rows, columns)
