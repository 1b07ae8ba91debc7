"""What of the answers stands in their passages, in pictures and words."""

from typing import Any

import pytest

from core.charts.style import ARM_COLOURS
from core.charts.why import grounding as grounding_charts
from core.evaluation.scoring.traces import trace
from tests import fake_checks, fake_data


@pytest.fixture
def summary() -> dict[str, Any]:
    return fake_data.summary() | {"grounding": fake_checks.grounding()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_bar_adds_up_and_its_parts_are_told_apart_by_pattern(
    summary: dict[str, Any], theme: grounding_charts.Theme
) -> None:
    bars = [
        bar
        for bar in grounding_charts.grounding(summary, theme).data
        if bar.type == "bar" and bar.x[0] is not None
    ]
    rag, rest = bars[:4], bars[4:]
    assert [round(bar.x[0]) for bar in rag] == [70, 10, 5, 15]
    assert len({bar.marker.pattern.shape for bar in rag}) == 4
    assert {bar.marker.line.color for bar in rag} == {ARM_COLOURS[theme]["rag"]}
    assert [round(bar.x[0]) for bar in rest] == [99, 1, 50, 50]


def test_every_part_leads_to_its_answers(summary: dict[str, Any]) -> None:
    bars = [
        bar
        for bar in grounding_charts.grounding(summary).data
        if bar.type == "bar" and bar.x[0] is not None
    ]
    assert list(bars[0].customdata) == [
        trace("rag", "containment", having={"grounding.fate": "copied"}, part="held_out")
    ]
    assert list(bars[-1].customdata) == [
        trace("hybrid", "containment", having={"grounding.fate": "absent"}, part="unanswerable")
    ]


def test_the_sentences_say_what_was_found_and_that_words_are_no_truth(
    summary: dict[str, Any],
) -> None:
    shown, hidden = grounding_charts.grounding_sentence(summary)
    assert "Held out from training: RAG 70 % and 15 % of 100, Hybrid 99 % and 1 % of 100." in shown
    assert 'Unanswerable: Hybrid 50 % and 50 % of 6 (21 more say "I don\'t know").' in shown
    assert "checks words, not truth" in hidden


def test_the_table_has_a_row_for_each_stratum_and_arm(summary: dict[str, Any]) -> None:
    table = grounding_charts.grounding_table(summary)
    assert list(table["Arm"]) == ["RAG", "Hybrid", "Hybrid"]
    assert list(table["Word for word %"]) == [70, 99, 50]
    assert list(table["No number or name is absent %"]) == [85, 99, 50]


@pytest.mark.parametrize("missing", [{}, {"grounding": {}}])
def test_without_passages_there_is_a_sentence(missing: dict[str, Any]) -> None:
    plain = fake_data.summary() | missing
    assert not grounding_charts.strata(plain)
    assert grounding_charts.grounding(plain).layout.annotations
    assert grounding_charts.grounding_sentence(plain)[1] == ""
    assert grounding_charts.grounding_table(plain).empty
