"""Texts to vectors: all-MiniLM-L6-v2 on OpenVINO, without torch."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import NotFoundError

DIMENSIONS = 384
MAX_TOKENS = 256
"""The model's window, [CLS] and [SEP] included; what is longer is cut."""
BATCH = 32

Vectors = NDArray[np.float32]


class Embedder:
    """The embedder in a folder that `convert_embedder` wrote; any number of threads may use it."""

    def __init__(self, folder: Path) -> None:
        """Load it.

        Raises:
            NotFoundError: the folder holds no embedder.
        """
        if not (folder / "manifest.json").is_file():
            raise NotFoundError(f"There is no embedder in {folder}. Run start.py to prepare it.")
        import openvino
        from tokenizers import Tokenizer

        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.key = str(manifest["source_sha256"])
        """What its vectors were made with; vectors of another key do not compare."""
        # The packaged tokenizer.json cuts at 128 tokens and pads to 128: both are set anew.
        self._cutting = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cutting.no_padding()
        self._cutting.enable_truncation(MAX_TOKENS)
        self._whole = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._whole.no_padding()
        self._whole.no_truncation()
        # Left alone, OpenVINO computes in bf16 where the machine can, and vectors would differ.
        settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
        self._model = openvino.Core().compile_model(folder / "openvino_model.xml", "CPU", settings)
        self._local = threading.local()

    def tokens(self, text: str) -> list[int]:
        """Return the word pieces of `text`, uncut and without [CLS] and [SEP]."""
        return list(self._whole.encode(text, add_special_tokens=False).ids)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors of unit length, shape (len(texts), 384)."""
        encoded = [encoding.ids for encoding in self._cutting.encode_batch(list(texts))]
        # Neighbours in length share a batch, so that little of it is padding.
        order = sorted(range(len(encoded)), key=lambda index: len(encoded[index]))
        vectors = np.zeros((len(encoded), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            vectors[chosen] = self._batch([encoded[index] for index in chosen])
        return vectors

    def _batch(self, rows: list[list[int]]) -> Vectors:
        width = max(len(row) for row in rows)
        ids = np.zeros((len(rows), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = row
            mask[index, : len(row)] = 1
        result = self._request().infer([ids, mask, np.zeros_like(ids)])
        return np.array(result[0], dtype=np.float32)

    def _request(self) -> Any:
        """Return this thread's inference request: a question need not wait for an upload."""
        if not hasattr(self._local, "request"):
            self._local.request = self._model.create_infer_request()
        return self._local.request
