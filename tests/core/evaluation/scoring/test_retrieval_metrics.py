import random
from math import log2

import ir_measures
import pytest
from ir_measures import RR, R, Success, nDCG

from core.evaluation.scoring.retrieval_metrics import retrieval_figures


def test_ranks_worked_by_hand() -> None:
    ranked = [f"p{rank}" for rank in range(1, 13)]
    rankings = [
        (ranked, ["p1"]),
        (ranked, ["p9", "p4"]),
        (ranked, {"p6"}),
        (ranked, ["p11"]),
        (ranked, []),
    ]
    assert retrieval_figures(rankings) == {
        "n": 4,
        "left_out": 1,
        "hit@1": 0.25,
        "hit@5": 0.5,
        "recall@5": pytest.approx((1 + 1 / 2) / 4),
        "ndcg@10": pytest.approx(
            (1 + (1 / log2(5) + 1 / log2(10)) / (1 + 1 / log2(3)) + 1 / log2(7)) / 4
        ),
        "mrr@10": pytest.approx((1 + 1 / 4 + 1 / 6) / 4),
    }


def test_the_figures_are_those_of_ir_measures() -> None:
    rng = random.Random(0)
    passages = [f"p{number}" for number in range(40)]
    rankings = [
        (rng.sample(passages, 10), rng.sample(passages, rng.randint(1, 4))) for _ in range(300)
    ]
    qrels = [
        ir_measures.Qrel(str(n), passage, 1)
        for n, (_, gold) in enumerate(rankings)
        for passage in gold
    ]
    run = [
        ir_measures.ScoredDoc(str(n), passage, 1 / rank)
        for n, (ranked, _) in enumerate(rankings)
        for rank, passage in enumerate(ranked, start=1)
    ]
    names = {
        "hit@1": Success @ 1,
        "hit@5": Success @ 5,
        "recall@5": R @ 5,
        "mrr@10": RR @ 10,
        "ndcg@10": nDCG @ 10,
    }
    expected = ir_measures.calc_aggregate(list(names.values()), qrels, run)
    found = retrieval_figures(rankings)
    assert found is not None
    assert {key: found[key] for key in names} == pytest.approx(
        {key: expected[measure] for key, measure in names.items()}
    )


def test_no_known_passage_gives_no_figures() -> None:
    assert retrieval_figures([]) is None
    assert retrieval_figures([(["a"], [])]) is None
