"""A small twin of the default base model: its architecture and part of its tokenizer.

Its two layers are random, so what it says means nothing; everything around it (training, merging,
the 8-bit build, both runtimes) treats it as the real one, in a fraction of the time.
"""

from pathlib import Path
from typing import Any

import gguf
import torch
from transformers import AutoModelForCausalLM, LlamaConfig, PretrainedConfig

from core.config import BASE_GGUF, BASE_MODEL, EMBEDDER
from core.setup.models import make_base
from core.tuning.gguf_file import write_gguf

SIZES: dict[str, Any] = {
    "vocab_size": 8192,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "head_dim": 32,
    "max_position_embeddings": 8192,
    "eos_token_id": 2,
    "bos_token_id": 1,
}
UNMERGED = 280
"""Tokens of the default's vocabulary that no merge makes: bytes and marks."""
SPREAD = 0.1
"""Standard deviation of the weights: enough that each token depends on all that stands before."""


def make_small(models: Path, target: Path) -> None:
    """Fill `target` with a models folder: the twin under the default base's key, the embedder."""
    header, file = target / "header.gguf", target / "small.gguf"
    write_header(models, "llama", SIZES, header)
    weights = random_model(LlamaConfig(**SIZES, tie_word_embeddings=False)).state_dict()
    arrays = {name: value.numpy() for name, value in weights.items()}
    write_gguf(header, arrays, file, "small")
    make_base(file, target, BASE_MODEL, lambda _: None)
    header.unlink()
    file.unlink()
    (target / EMBEDDER).symlink_to(models / EMBEDDER)


def random_model(config: PretrainedConfig) -> Any:
    """Return a model whose next tokens depend on all it has, biases and norms included."""
    torch.manual_seed(0)
    model: Any = AutoModelForCausalLM.from_config(config).eval()
    with torch.no_grad():
        for name, value in model.named_parameters():
            if value.ndim == 1:
                value.normal_(float(name.endswith("norm.weight")), 0.5)
            else:
                value.normal_(0, SPREAD)
    return model


def write_header(models: Path, family: str, sizes: dict[str, Any], target: Path) -> Path:
    """Write a GGUF file without weights: these sizes, and that much of the default's tokenizer."""
    reader = gguf.GGUFReader(models / BASE_MODEL / BASE_GGUF)
    writer = gguf.GGUFWriter(target, family)
    writer.add_block_count(sizes["num_hidden_layers"])
    writer.add_context_length(sizes.get("max_position_embeddings", 2048))
    writer.add_embedding_length(sizes["hidden_size"])
    writer.add_feed_forward_length(sizes["intermediate_size"])
    writer.add_head_count(sizes["num_attention_heads"])
    writer.add_head_count_kv(sizes["num_key_value_heads"])
    writer.add_key_length(sizes["head_dim"])
    writer.add_value_length(sizes["head_dim"])
    writer.add_rope_dimension_count(sizes["head_dim"])
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_vocab_size(sizes["vocab_size"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    for key, field in reader.fields.items():
        if key.startswith("tokenizer."):
            kind = field.types[0]
            inner = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
            value = field.contents()
            if inner:
                merges = key == "tokenizer.ggml.merges"
                value = value[: sizes["vocab_size"] - merges * UNMERGED]
            writer.add_key_value(key, value, kind, inner)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target
