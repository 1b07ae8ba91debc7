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


def recall(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """Return the share of the gold passages that are among the best `k`."""
    return len(set(ranked[:k]) & set(gold)) / len(set(gold))


def ndcg(ranked: Sequence[str], gold: Collection[str], k: int = MRR_DEPTH) -> float:
    """Return normalised discounted cumulative gain, every gold passage worth the same.

    Järvelin and Kekäläinen (2002, doi:10.1145/582415.582418) with the discount log2(rank + 1).
    """
    gains = 1 / np.log2(np.arange(2, k + 2))
    found = sum(gain for gain, passage in zip(gains, ranked, strict=False) if passage in gold)
    return float(found / gains[: len(set(gold))].sum())


def retrieval_figures(rankings: Sequence[Ranking]) -> dict[str, Any] | None:
    """Return how well retrieval ranks, over the questions whose gold passages are known.

    `n`, `hit@1`, `hit@5`, `recall@5`, `mrr@10` and `ndcg@10`.

    A question without gold passages is left out; None if that leaves no question.
    """
    known = [(ranked, set(gold)) for ranked, gold in rankings if gold]
    if not known:
        return None
    return {
        "n": len(known),
        "hit@1": float(np.mean([hit(*ranking, k=1) for ranking in known])),
        "hit@5": float(np.mean([hit(*ranking, k=5) for ranking in known])),
        "recall@5": float(np.mean([recall(*ranking, k=5) for ranking in known])),
        "ndcg@10": float(np.mean([ndcg(*ranking) for ranking in known])),
        "mrr@10": float(np.mean([reciprocal_rank(*ranking) for ranking in known])),
    }
