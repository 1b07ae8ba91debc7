"""Find passages for a question by meaning and by words, fused by reciprocal rank."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from core.corpus.search.bm25 import word_stems
from core.corpus.search.embedder import Embedder, Vectors
from core.errors import InvalidInputError
from core.project.database import Row

RRF_K = 60
"""Cormack et al. 2009: the larger, the less one rank differs from the next."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class RetrievedPassage:
    """A passage that was found, and why."""

    id: str
    document: str
    page: int
    text: str
    score: float
    """Sum of 1 / (60 + rank) over the two searches; higher is better, at most 2 / 61."""
    similarity: float | None
    """Cosine in [-1, 1]; None where only the words found it."""
    dense_rank: int | None
    """From 1; None where meaning did not find it."""
    bm25_rank: int | None
    matches: tuple[str, ...]
    """Words of the question as they stand in the passage, inflected or not."""


@dataclass(frozen=True)
class Retrieval:
    """What retrieval found for one question, and how long it took."""

    passages: tuple[RetrievedPassage, ...]
    embed_ms: float
    search_ms: float


class Searched(Protocol):
    """What is searched: the passages of one project (`core.corpus.corpus.Corpus`)."""

    @property
    def embedder(self) -> Embedder:
        """What made the passages' vectors."""
        ...

    def is_empty(self) -> bool:
        """Whether nothing is indexed."""
        ...

    def search(
        self, vector: Vectors, question: str, depth: int
    ) -> tuple[dict[str, float], list[tuple[str, float]]]:
        """Return the two rankings: {id: cosine} and (id, BM25 score), best first."""
        ...

    def passages(self, ids: Iterable[str]) -> list[Row]:
        """Return passages by id, in no order."""
        ...


class Retriever:
    """Finds passages of one project; always sees the corpus as it is now."""

    def __init__(self, corpus: Searched) -> None:
        self._corpus = corpus

    def retrieve(self, question: str, k: int = 5, depth: int = 50) -> Retrieval:
        """Return the `k` best passages, best first.

        Args:
            depth: How far down each of the two rankings counts.

        Raises:
            InvalidInputError: the question is blank, or nothing is indexed.
        """
        if not question.strip():
            raise InvalidInputError("Type a question first.")
        if k < 1:
            raise InvalidInputError(f"The number of passages is {k}; ask for at least 1.")
        if self._corpus.is_empty():
            raise InvalidInputError(
                "No document of this project is indexed yet. Add one on the Documents page."
            )
        start = time.perf_counter()
        vector = self._corpus.embedder.embed([question])[0]
        embedded = time.perf_counter()
        dense, words = self._corpus.search(vector, question, max(k, depth))
        passages = self._passages(question, dense, [key for key, _ in words], k)
        done = time.perf_counter()
        return Retrieval(passages, (embedded - start) * 1e3, (done - embedded) * 1e3)

    def _passages(
        self, question: str, dense: dict[str, float], words: list[str], k: int
    ) -> tuple[RetrievedPassage, ...]:
        """Fuse two rankings, each best first, and describe the `k` best."""
        dense_ranks = {key: rank for rank, key in enumerate(dense, start=1)}
        word_ranks = {key: rank for rank, key in enumerate(words, start=1)}
        scores = fuse(dense_ranks, word_ranks)
        # Equal scores are common (second here, third there): the nearer in meaning goes first.
        best = sorted(scores, key=lambda key: (-scores[key], -dense.get(key, -1.0), key))[:k]
        rows = {row["id"]: row for row in self._corpus.passages(best)}
        stems = set(word_stems([question])[0])
        return tuple(
            RetrievedPassage(
                id=key,
                document=rows[key]["document"],
                page=rows[key]["page"],
                text=rows[key]["text"],
                score=scores[key],
                similarity=dense.get(key),
                dense_rank=dense_ranks.get(key),
                bm25_rank=word_ranks.get(key),
                matches=matches(stems, rows[key]["text"]),
            )
            for key in best
            # A document may be replaced between the search and this line.
            if key in rows
        )


def fuse(*rankings: dict[str, int]) -> dict[str, float]:
    """Return the reciprocal-rank score of every id in any of the rankings (ranks from 1)."""
    scores: dict[str, float] = {}
    for ranks in rankings:
        for key, rank in ranks.items():
            scores[key] = scores.get(key, 0.0) + 1.0 / (RRF_K + rank)
    return scores


def matches(stems: set[str], text: str) -> tuple[str, ...]:
    """Return the words of `text` that share a stem with the question, each once, in order."""
    words = list(dict.fromkeys(word for word in _WORD.findall(text)))
    shared = [
        word for word, stem in zip(words, word_stems(words), strict=True) if stems & set(stem)
    ]
    return tuple({word.lower(): word for word in reversed(shared)}.values())[::-1]
