"""How high the retriever ranks the passages that hold the answer."""

from collections.abc import Collection, Sequence

import numpy as np

from core.records.scored import RankedWell
from core.records.summary import RetrievalFigures

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
    gained = sum(gain for gain, passage in zip(gains, ranked, strict=False) if passage in gold)
    return float(gained / gains[: len(set(gold))].sum())


def ranked_well(ranking: Ranking) -> RankedWell | None:
    """Return `hit@1`, `hit@5`, `recall@5`, `mrr@10` and `ndcg@10` of one question.

    None for a question without gold passages.
    """
    ranked, gold = ranking[0], set(ranking[1])
    if not gold:
        return None
    return {
        "hit@1": hit(ranked, gold, k=1),
        "hit@5": hit(ranked, gold, k=5),
        "recall@5": recall(ranked, gold, k=5),
        "mrr@10": reciprocal_rank(ranked, gold),
        "ndcg@10": ndcg(ranked, gold),
    }


def retrieval_figures(rankings: Sequence[Ranking]) -> RetrievalFigures | None:
    """Return the means of `ranked_well` over the `n` questions whose gold passages are known.

    `left_out` counts the others. None if there is no such question.
    """
    known = [measured for ranking in rankings if (measured := ranked_well(ranking))]
    if not known:
        return None
    return {
        "n": len(known),
        "left_out": len(rankings) - len(known),
        "hit@1": _mean([ranking["hit@1"] for ranking in known]),
        "hit@5": _mean([ranking["hit@5"] for ranking in known]),
        "recall@5": _mean([ranking["recall@5"] for ranking in known]),
        "mrr@10": _mean([ranking["mrr@10"] for ranking in known]),
        "ndcg@10": _mean([ranking["ndcg@10"] for ranking in known]),
    }


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
