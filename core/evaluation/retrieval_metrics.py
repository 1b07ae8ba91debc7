"""How high the retriever ranks the passages that hold the answer."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

MRR_DEPTH = 10
Ranking = tuple[Sequence[str], Collection[str]]
"""Passage ids, best first, and the ids that are gold."""


def hit(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """Return 1.0 if one of the best `k` passages is gold, else 0.0."""
    return float(any(passage in gold for passage in ranked[:k]))


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str], depth: int = MRR_DEPTH) -> float:
    """Return 1 / rank of the best gold passage, 0.0 if none is among the first `depth`."""
    ranks = (rank for rank, passage in enumerate(ranked[:depth], start=1) if passage in gold)
    return next((1 / rank for rank in ranks), 0.0)


def retrieval_figures(rankings: Sequence[Ranking]) -> dict[str, Any] | None:
    """Return `n`, `hit@1`, `hit@5` and `mrr@10` over the questions whose gold passages are known.

    A question without gold passages is left out; None if that leaves no question.
    """
    known = [(ranked, set(gold)) for ranked, gold in rankings if gold]
    if not known:
        return None
    return {
        "n": len(known),
        "hit@1": float(np.mean([hit(*ranking, k=1) for ranking in known])),
        "hit@5": float(np.mean([hit(*ranking, k=5) for ranking in known])),
        "mrr@10": float(np.mean([reciprocal_rank(*ranking) for ranking in known])),
    }
