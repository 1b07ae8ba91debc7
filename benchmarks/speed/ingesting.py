"""Documents in, passages found: how fast, and how that grows with the corpus."""

import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import harmonic_mean, median
from typing import Any

import chromadb
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from benchmarks.speed.interleaved import medians, rounds, seconds
from core.config import EMBEDDER, Paths
from core.corpus.corpus import Corpus
from core.corpus.search.embedder import Embedder
from core.project.workspace import Workspace
from core.setup import packages

Json = dict[str, Any]
SIZES = (1_000, 5_000, 20_000)
"""Passages."""
FILE = 20
"""Passages a file: 1,000 files hold the 20,000."""
PEER_ROUNDS = 3
RAW = 96
"""Passages that the embedder alone is timed on at every stop."""
STOPS, A_STOP = 8, 500
"""Stops on the way: at least so many, and one in so many passages."""
QUERIES = 100
WORDS = 70
"""Of a passage's paragraph, about what a passage of a real document holds."""


def measure() -> Iterator[Json]:
    """Yield the figures so far, a size more each time, then those of others."""
    embedder = Embedder(Paths().models / EMBEDDER)
    found: Json = {"sizes": []}
    for size in SIZES:
        found["sizes"].append(one_size(embedder, size))
        found["peak_mb"] = peak_mb()
        yield found
    yield found | {"peers": peers(embedder)}


def peers(embedder: Embedder) -> Json:
    """Return passages a second of what others would write, in turn on the same texts."""
    # Late: neither it nor LlamaIndex's embedder is a requirement of Assay.
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(packages.locate(packages.EMBEDDER).parent.as_posix())
    with tempfile.TemporaryDirectory() as name:
        texts = sample_texts(Path(name), 0)
        runs = {
            "raw embedder": lambda _: {"per_s": rate(embedder, texts)},
            "raw sentence-transformers": lambda _: {
                "per_s": len(texts) / seconds(lambda: model.encode(texts, batch_size=32))
            },
            "LlamaIndex and Chroma": lambda n: {
                "per_s": len(texts) / seconds(lambda: plain_index(texts, Path(name) / str(n)))
            },
        }
        return {name: medians(figures) for name, figures in rounds(runs, PEER_ROUNDS).items()}


def plain_index(texts: list[str], folder: Path) -> None:
    """Index texts as LlamaIndex's own pages show it: its Chroma store, its embedding class."""
    client = chromadb.PersistentClient(str(folder))
    collection = client.create_collection("plain", embedding_function=None)
    store = StorageContext.from_defaults(vector_store=ChromaVectorStore(collection))
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    model = HuggingFaceEmbedding(packages.locate(packages.EMBEDDER).parent.as_posix())
    nodes = [TextNode(text=text) for text in texts]
    VectorStoreIndex(nodes, storage_context=store, embed_model=model)


def one_size(embedder: Embedder, size: int) -> Json:
    """Index that many passages, look at them, change one file."""
    with _corpus(embedder) as (corpus, folder):
        files = write_files(folder / "files", size // FILE, seed=size)
        found = uploaded(corpus, folder / "files", sample_texts(folder, size))
        again = seconds(lambda: corpus.add_files([(folder / "files", "files")]))
        changed, searched = [], []
        for number in range(3):
            file = files[number * 7]
            file.write_text(file.read_text() + f"\n\nOne line more, number {number}.\n")
            changed.append(seconds(lambda: corpus.add_files([(folder / "files", "files")])))
            searched.append(seconds(lambda: corpus.retriever().retrieve("one line more")))
        retriever = corpus.retriever()
        times = sorted(seconds(partial(retriever.retrieve, asked)) for asked in questions(size))
        return found | {
            "files": len(files),
            "again_s": round(again, 3),
            "again_share": round(again / found["seconds"], 4),
            "changed_s": round(median(changed), 3),
            "then_search_s": round(median(searched), 3),
            "retrieve_p50_ms": round(1000 * median(times), 1),
            "retrieve_p95_ms": round(1000 * times[int(0.95 * len(times))], 1),
        }


def uploaded(corpus: Corpus, folder: Path, texts: list[str]) -> Json:
    """Upload a folder, its clock stopped now and then to time the embedder alone."""
    stops = max(STOPS, FILE * len(list(folder.iterdir())) // A_STOP)
    raw: list[float] = []
    paused = 0.0

    def between(done: float, total: float, _: str) -> None:
        nonlocal paused
        if done / total >= (len(raw) + 0.5) / stops:
            began = time.perf_counter()
            raw.append(rate(corpus.embedder, texts))
            paused += time.perf_counter() - began

    began = time.perf_counter()
    reports = corpus.add_files([(folder, "files")], between)
    spent = time.perf_counter() - began - paused
    assert all(report.state == "added" for report in reports), reports[:3]
    assert len(raw) == stops, raw
    passages = sum(report.passages for report in reports)
    return {
        "passages": passages,
        "seconds": round(spent, 1),
        "parse_s": round(sum(one.parse_s for one in reports), 1),
        "index_s": round(sum(one.index_s for one in reports), 1),
        "passages_per_s": round(passages / spent, 1),
        "raw_per_s": round(harmonic_mean(raw), 1),
        "share_of_raw": round(passages / spent / harmonic_mean(raw), 3),
    }


@contextmanager
def _corpus(embedder: Embedder) -> Iterator[tuple[Corpus, Path]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = Corpus(Workspace(folder / "workspace").create("speed"), embedder)
        try:
            yield corpus, folder
        finally:
            corpus.close()


def write_files(folder: Path, count: int, seed: int) -> list[Path]:
    """Write text files of `FILE` paragraphs, each long enough for a passage of its own."""
    folder.mkdir()
    draw = random.Random(seed)
    files = []
    for number in range(count):
        paragraphs = [_paragraph(draw) for _ in range(FILE)]
        file = folder / f"file-{number:05d}.txt"
        file.write_text("\n\n".join(paragraphs) + "\n")
        files.append(file)
    return files


def _word(draw: random.Random) -> str:
    return "".join(draw.choice("bdfgklmnprstv") + draw.choice("aeiou") for _ in range(2))


def _paragraph(draw: random.Random) -> str:
    words = [_word(draw) for _ in range(WORDS)]
    sentences = [words[at : at + 12] for at in range(0, len(words), 12)]
    return " ".join(" ".join(one).capitalize() + "." for one in sentences)


def sample_texts(folder: Path, seed: int) -> list[str]:
    """Return texts like the files' passages, for the embedder alone."""
    files = write_files(folder / "raw", RAW // FILE + 1, seed=-seed)
    found = [part for file in files for part in file.read_text().strip().split("\n\n")]
    return found[:RAW]


def rate(embedder: Embedder, texts: list[str]) -> float:
    """Return passages a second of the embedder alone, the short ones first as ingestion has it."""
    return len(texts) / seconds(lambda: embedder.embed(sorted(texts, key=len)))


def questions(seed: int) -> list[str]:
    """Return questions in the files' words."""
    draw = random.Random(f"questions {seed}")
    return [" ".join(_word(draw) for _ in range(8)) + "?" for _ in range(QUERIES)]


def peak_mb() -> int:
    """Return the most memory that this process held at once, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
