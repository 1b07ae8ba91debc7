"""GGUF files of every architecture that is written: OpenVINO reads back the same model."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openvino
import openvino_genai
import pytest
import torch
from transformers import LlamaConfig, PretrainedConfig, Qwen2Config, Qwen3Config

from core.tuning.gguf_file import write_gguf
from tests.small_model import random_model, write_header

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
EXACT = {
    "INFERENCE_PRECISION_HINT": "f32",
    "KV_CACHE_PRECISION": "f32",
    "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0",
}
"""What makes OpenVINO calculate as exactly as transformers: random weights forgive nothing."""


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
    model = random_model(CONFIGS[family](**SIZES, tie_word_embeddings=tied))
    weights = {name: value.half().float().numpy() for name, value in model.state_dict().items()}
    if tied:
        weights.pop("lm_head.weight")
    written = tmp_path / "written.gguf"
    header = write_header(models, family, SIZES, tmp_path / "base.gguf")
    write_gguf(header, weights, written, "tiny")
    pipeline = openvino_genai.LLMPipeline(written, "CPU", **EXACT)
    config = openvino_genai.GenerationConfig()
    config.max_new_tokens, config.do_sample, config.ignore_eos = 8, False, True
    for start in range(3):
        prompt = [300 + start * 100 + n * 27 for n in range(20)]
        ids = openvino.Tensor(np.array([prompt], dtype=np.int64))
        theirs = list(pipeline.generate(ids, config).tokens[0])
        assert theirs == list(greedy(model, prompt, 8))
