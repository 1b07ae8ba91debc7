"""Rewordings of a fact: being right and being the same are both shown."""

from typing import Any

import pytest

from core.charts.why import consistency as consistency_charts
from core.evaluation.scoring.traces import trace
from tests import fake_checks, fake_data


@pytest.fixture
def summary() -> dict[str, Any]:
    return fake_data.summary() | {"consistency": fake_checks.consistency()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_always_the_same_and_wrong_is_a_part_of_its_own(
    summary: dict[str, Any], theme: consistency_charts.Theme
) -> None:
    bars = [
        bar
        for bar in consistency_charts.consistency(summary, theme).data
        if bar.type == "bar" and bar.x[0] is not None
    ]
    assert [(round(bar.x[0]), bar.name) for bar in bars[:2]] == [
        (10, "wrong in all, differing"),
        (90, "wrong in all, always the same"),
    ]
    assert [round(bar.x[0]) for bar in bars[2:]] == [80, 10, 5, 5]
    assert len({bar.marker.pattern.shape for bar in bars[2:]}) == 4
    assert list(bars[2].customdata) == [trace("hybrid", "containment", part="seen", reworded=True)]


def test_the_sentence_gives_sameness_only_beside_being_right(summary: dict[str, Any]) -> None:
    shown, hidden = consistency_charts.consistency_sentence(summary)
    assert "Seen in training: Base 0 % and 90 % of 40, Hybrid 80 % and 90 % of 40." in shown
    assert "sameness alone is no merit" in hidden
    assert "taken from the question file, not checked" in hidden


def test_the_table_holds_both_with_their_intervals(summary: dict[str, Any]) -> None:
    table = consistency_charts.consistency_table(summary)
    assert list(table["Right in every wording %"]) == [0, 80]
    assert list(table["Always the same answer %"]) == [90, 90]
    assert list(table["95 % from, same"]) == [80, 80]


@pytest.mark.parametrize("missing", [{}, {"consistency": {}}])
def test_without_rewordings_there_is_a_sentence(missing: dict[str, Any]) -> None:
    plain = fake_data.summary() | missing
    assert not consistency_charts.strata(plain)
    assert consistency_charts.consistency(plain).layout.annotations
    assert consistency_charts.consistency_sentence(plain)[1] == ""
    assert consistency_charts.consistency_table(plain).empty
