import pytest

from core.evaluation.retrieval_metrics import retrieval_figures


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
        "n": 4, "hit@1": 0.25, "hit@5": 0.5, "mrr@10": pytest.approx((1 + 1 / 4 + 1 / 6) / 4),
    }  # fmt: skip


def test_no_known_passage_gives_no_figures() -> None:
    assert retrieval_figures([]) is None
    assert retrieval_figures([(["a"], [])]) is None
