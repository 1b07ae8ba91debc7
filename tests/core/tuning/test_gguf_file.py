"""GGUF files of every architecture that is written: OpenVINO reads back the same model."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import openvino
import openvino_genai
import pytest
import torch
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
    PretrainedConfig,
    Qwen2Config,
    Qwen3Config,
)

from core.config import BASE_GGUF, BASE_MODEL
from core.tuning.gguf_file import write_gguf

SIZES: dict[str, Any] = {
    "vocab_size": 1024,
    "hidden_size": 128,
    "intermediate_size": 192,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 32,
    "eos_token_id": 2,
    "bos_token_id": 1,
}
CONFIGS: dict[str, type[PretrainedConfig]] = {
    "llama": LlamaConfig,
    "qwen2": Qwen2Config,
    "qwen3": Qwen3Config,
}
LENGTHS = {"tokenizer.ggml.merges": SIZES["vocab_size"] - 280}
"""Those that make tokens of the vocabulary; the other lists have an entry a token."""
EXACT = {
    "INFERENCE_PRECISION_HINT": "f32",
    "KV_CACHE_PRECISION": "f32",
    "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0",
}
"""What makes OpenVINO calculate as exactly as transformers: random weights forgive nothing."""


def random_model(family: str, tied: bool) -> Any:
    """Return a small model whose next tokens depend on all it has, biases and norms included."""
    torch.manual_seed(0)
    config = CONFIGS[family](**SIZES, tie_word_embeddings=tied)
    model: Any = AutoModelForCausalLM.from_config(config).eval()
    with torch.no_grad():
        for name, value in model.named_parameters():
            if value.ndim == 1:
                value.normal_(float(name.endswith("norm.weight")), 0.5)
            else:
                value.normal_(0, 0.1)
    return model


def base_file(models: Path, family: str, target: Path) -> Path:
    """Write a GGUF file of that architecture: the beginning of a real tokenizer, no weights."""
    reader = gguf.GGUFReader(models / BASE_MODEL / BASE_GGUF)
    writer = gguf.GGUFWriter(target, family)
    writer.add_block_count(SIZES["num_hidden_layers"])
    writer.add_context_length(2048)
    writer.add_embedding_length(SIZES["hidden_size"])
    writer.add_feed_forward_length(SIZES["intermediate_size"])
    writer.add_head_count(SIZES["num_attention_heads"])
    writer.add_head_count_kv(SIZES["num_key_value_heads"])
    writer.add_key_length(SIZES["head_dim"])
    writer.add_value_length(SIZES["head_dim"])
    writer.add_rope_dimension_count(SIZES["head_dim"])
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_vocab_size(SIZES["vocab_size"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    for key, field in reader.fields.items():
        if key.startswith("tokenizer."):
            kind = field.types[0]
            inner = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
            value = field.contents()
            if inner:
                value = value[: LENGTHS.get(key, SIZES["vocab_size"])]
            writer.add_key_value(key, value, kind, inner)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


def greedy(model: Any, prompt: list[int], tokens: int) -> Iterator[int]:
    ids = list(prompt)
    for _ in range(tokens):
        with torch.no_grad():
            ids.append(int(model(torch.tensor([ids])).logits[0, -1].argmax()))
        yield ids[-1]


@pytest.mark.parametrize(
    ("family", "tied"), [("llama", True), ("llama", False), ("qwen2", True), ("qwen3", True)]
)
def test_openvino_answers_from_the_written_file_as_transformers_does(
    models: Path, tmp_path: Path, family: str, tied: bool
) -> None:
    model = random_model(family, tied)
    weights = {name: value.half().float().numpy() for name, value in model.state_dict().items()}
    if tied:
        weights.pop("lm_head.weight")
    written = tmp_path / "written.gguf"
    write_gguf(base_file(models, family, tmp_path / "base.gguf"), weights, written, "tiny")
    pipeline = openvino_genai.LLMPipeline(written, "CPU", **EXACT)
    config = openvino_genai.GenerationConfig()
    config.max_new_tokens, config.do_sample, config.ignore_eos = 8, False, True
    for start in range(3):
        prompt = [300 + start * 100 + n * 27 for n in range(20)]
        ids = openvino.Tensor(np.array([prompt], dtype=np.int64))
        theirs = list(pipeline.generate(ids, config).tokens[0])
        assert theirs == list(greedy(model, prompt, 8))
