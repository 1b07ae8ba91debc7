"""Search by words: BM25 over stems."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import Stemmer

_WORD = r"(?u)\b\w+\b"
"""One digit is a word too: questions ask for numbers."""


def word_stems(texts: Sequence[str]) -> list[list[str]]:
    """Return the English stems of each text, without stop words."""
    import bm25s  # Late, as below: it brings scipy's matrices.

    stems: list[list[str]] = bm25s.tokenize(
        list(texts),
        stopwords="en",
        token_pattern=_WORD,
        stemmer=Stemmer.Stemmer("english"),
        return_ids=False,
        show_progress=False,
    )
    return stems


class WordIndex:
    """An index of texts by their words.

    Each text is split into words once; only the sums over them are computed again, at the first
    search after a change.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Index (id, text) pairs."""
        self._vocabulary: dict[str, int] = {}
        self._tokens: dict[str, list[int]] = {}
        self._ids: list[str] = []
        self._index: Any = None
        self.change((), pairs)

    @property
    def ids(self) -> set[str]:
        """The ids of all texts in the index."""
        return set(self._tokens)

    def change(self, removed: Iterable[str], added: Iterable[tuple[str, str]]) -> None:
        """Take texts out by id and put (id, text) pairs in."""
        for key in removed:
            self._tokens.pop(key, None)
        pairs = list(added)
        stems = word_stems([text for _, text in pairs]) if pairs else []
        for (key, _), words in zip(pairs, stems, strict=True):
            self._tokens[key] = [
                self._vocabulary.setdefault(word, len(self._vocabulary)) for word in words
            ]
        self.changed = True

    def make_ready(self, order: Iterable[str] | None = None) -> None:
        """Compute the sums now rather than at the next search.

        Args:
            order: Ids in the order in which equal scores come; None for the order of arrival.
        """
        import bm25s

        wanted = self._tokens if order is None else order
        self._ids = [key for key in wanted if key in self._tokens]
        tokens = [self._tokens[key] for key in self._ids]
        self._index = bm25s.BM25() if any(tokens) else None
        if self._index is not None:
            # Words that no text holds any more stay in the vocabulary and count for nothing.
            vocabulary = dict(self._vocabulary)  # It adds an empty word of its own.
            self._index.index((tokens, vocabulary), show_progress=False)
        self.changed = False

    def search(self, question: str, depth: int) -> list[tuple[str, float]]:
        """Return at most `depth` (id, score), best first; texts that share no word are left out."""
        if self.changed:
            self.make_ready()
        stems = word_stems([question])[0]
        if self._index is None or not stems:
            return []
        scores = np.asarray(self._index.get_scores(stems))
        best = np.argsort(-scores, kind="stable")[:depth]
        return [(self._ids[index], float(scores[index])) for index in best if scores[index] > 0]
