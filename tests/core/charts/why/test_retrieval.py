"""The chart of what retrieval finds."""

import pytest

from core.charts.why import retrieval as retrieval_charts
from core.evaluation.scoring.retrieval_metrics import retrieval_figures
from core.evaluation.scoring.traces import trace

FOUND = retrieval_figures([(["a", "b"], ["a"]), (["a", "b"], ["b"]), (["a"], ["c"]), (["a"], [])])
SUMMARY = {"retrieval": FOUND, "arms": {"base": {}, "rag": {}, "hybrid": {}}}


def test_a_mark_a_measure_over_the_questions_whose_passage_is_known() -> None:
    figure = retrieval_charts.retrieval(SUMMARY)
    marks = figure.data[0]
    assert list(marks.x) == pytest.approx([100 / 3, 200 / 3, 200 / 3, 50, 100 * FOUND["ndcg@10"]])
    assert marks.customdata[0] == trace("rag", "retrieval.hit@1")
    shown, _ = retrieval_charts.retrieval_sentence(SUMMARY)
    assert "Of 3 questions" in shown
    assert "their passage is not known: 1." in shown
    assert "n = 3, 1 left out" in figure.layout.annotations[0].text
    assert set(retrieval_charts.retrieval_table(SUMMARY)["Left out"]) == {1}
    assert "first for 33 % and among the first five for 67 %" in shown
    assert len(retrieval_charts.retrieval_table(SUMMARY)) == len(retrieval_charts.MEASURES)


def test_without_known_passages_or_arms_that_retrieve_there_is_nothing_to_draw() -> None:
    assert not retrieval_charts.has_retrieval(SUMMARY | {"retrieval": None})
    assert not retrieval_charts.has_retrieval(SUMMARY | {"arms": {"base": {}}})
    assert retrieval_charts.retrieval_table(SUMMARY | {"retrieval": None}).empty
