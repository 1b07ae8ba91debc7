import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.config import ROOT
from core.corpus.search.embedder import Embedder
from core.errors import NotFoundError

TEXTS = [
    "What is the tallest mountain?",
    "Mount Everest rises 8,849 metres above the sea.",
    "ok",
    "Größe und Länge, naïve café; 日本",
    "A long passage about rivers and their names, told again. " * 60,
]
REFERENCE = """
import sys, numpy, torch
from transformers import AutoModel, AutoTokenizer
from core.setup import packages
folder = packages.locate(packages.EMBEDDER).parent
model, tokenizer = AutoModel.from_pretrained(folder).eval(), AutoTokenizer.from_pretrained(folder)
vectors = []
for text in eval(sys.stdin.read()):
    batch = tokenizer(text, truncation=True, max_length=256, padding=False, return_tensors="pt")
    with torch.no_grad():
        vectors.append(model(**batch).last_hidden_state[0].mean(0).numpy())
numpy.save(sys.argv[1], numpy.stack(vectors))
"""


def test_vectors_equal_those_of_transformers(embedder: Embedder, tmp_path: Path) -> None:
    file = tmp_path / "reference.npy"
    command = [sys.executable, "-c", REFERENCE, str(file)]
    subprocess.run(command, input=repr(TEXTS), text=True, check=True, cwd=ROOT)
    reference = np.load(file)
    reference /= np.linalg.norm(reference, axis=1, keepdims=True)
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    assert (vectors * reference).sum(1).min() > 0.999


def test_vectors_have_unit_length_and_do_not_depend_on_the_batch(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS * 10)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, rtol=1e-5)
    np.testing.assert_allclose(together[-5:], alone, atol=1e-4)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_tokens_are_counted_uncut(embedder: Embedder) -> None:
    assert len(embedder.tokens("word " * 500)) == 500


def test_a_folder_without_an_embedder_names_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"Run start\.py to prepare it"):
        Embedder(tmp_path)


def test_the_corpus_imports_no_torch_and_the_worker_nothing_heavy() -> None:
    code = "import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"

    def loaded(module: str) -> set[str]:
        command = [sys.executable, "-c", code.format(module=module)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        return set(done.stdout.split())

    engine = loaded("core.corpus.corpus")
    assert "chromadb" in engine
    assert not engine & {"torch", "transformers", "streamlit"}
    worker = loaded("core.corpus.reading.parse_worker")
    assert not worker & {"torch", "transformers", "chromadb", "llama_index", "numpy", "openvino"}
