"""What retrieval missed and what reading missed, in pictures and words."""

from typing import Any

import pytest

from core.charts.why import reading as reading_charts
from core.charts.why.reading import KINDS
from tests import fake_data


@pytest.fixture
def summary() -> dict[str, Any]:
    found = fake_data.summary()
    oracle = {"failed": 0, "strata": {"held_out": {"f1": 0.8, "n": 100, "groups": 50}}}
    found["arms"] |= {"oracle": oracle}
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_fate_is_a_part_of_the_bar_told_apart_by_its_pattern(
    summary: dict[str, Any], theme: reading_charts.Theme
) -> None:
    figure = reading_charts.misses(summary, theme)
    bars = [trace for trace in figure.data if trace.type == "bar" and trace.x[0] is not None]
    assert sorted(bar.x[0] for bar in bars[:4]) == [4, 16, 30, 50]
    assert sum(bar.x[0] for bar in bars[:4]) == 100
    assert len({bar.marker.pattern.shape for bar in bars[:4]}) == len(KINDS)


def test_the_sentence_tells_retrieval_from_reading(summary: dict[str, Any]) -> None:
    shown, hidden = reading_charts.misses_sentence(summary)
    found = "the answer was in its passages for 80 % of 100 questions, 62 % of these right"
    assert found in shown
    assert "of 6 that the base model knows without passages it got 2 wrong" in shown
    assert "Only words are looked for" in hidden


def test_a_waterfall_needs_the_oracle_and_adds_up(summary: dict[str, Any]) -> None:
    assert reading_charts.waterfalls(summary) == [("held_out", "rag")]
    steps = {
        name: value for name, value, _ in reading_charts.waterfall_steps(summary, "held_out", "rag")
    }
    reached = 100 * summary["arms"]["rag"]["strata"]["held_out"]["f1"]
    assert steps["Oracle"] == pytest.approx(80)
    assert 100 + steps["Reading loss"] + steps["Retrieval loss"] == pytest.approx(reached)
    assert "retrieval costs" in reading_charts.waterfall_sentence(summary, "held_out", "rag")[0]
    summary["arms"]["oracle"]["strata"]["held_out"]["f1"] = 0.0
    shown, _ = reading_charts.waterfall_sentence(summary, "held_out", "rag")
    assert "points more: the arm reads several passages" in shown
    summary["arms"]["oracle"]["failed"] = 1
    assert reading_charts.waterfalls(summary) == []
    del summary["arms"]["oracle"]
    assert reading_charts.waterfalls(summary) == []


def test_no_passages_is_a_sentence(summary: dict[str, Any]) -> None:
    summary["reading"] = {}
    assert reading_charts.misses(summary).layout.annotations
    assert reading_charts.misses_sentence(summary)[0] == "No arm here read passages."
