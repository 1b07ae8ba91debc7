"""Search by words: BM25 over stems."""

from collections.abc import Sequence

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
    """An index of texts by their words; made anew when they change."""

    def __init__(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        import bm25s

        self._ids = list(ids)
        stems = word_stems(texts) if texts else []
        self._index = bm25s.BM25() if any(stems) else None
        if self._index is not None:
            self._index.index(stems, show_progress=False)

    @property
    def ids(self) -> set[str]:
        """The ids of all texts in the index."""
        return set(self._ids)

    def search(self, question: str, depth: int) -> list[tuple[str, float]]:
        """Return at most `depth` (id, score), best first; texts that share no word are left out."""
        stems = word_stems([question])[0]
        if self._index is None or not stems:
            return []
        scores = np.asarray(self._index.get_scores(stems))
        best = np.argsort(-scores, kind="stable")[:depth]
        return [(self._ids[index], float(scores[index])) for index in best if scores[index] > 0]
