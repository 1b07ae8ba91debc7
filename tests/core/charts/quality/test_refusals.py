"""Refusals on two axes: who always refuses is seen not to win."""

from typing import Any

import pytest

from core.charts.quality import refusals as abstention_charts
from core.charts.style import Theme
from core.evaluation.figures.abstention import abstention
from core.evaluation.scoring.traces import answers_behind
from tests.fake_answers import abstaining, refused

ARMS = ["base", "tuned"]


def rows() -> list[dict[str, Any]]:
    """Return rows where Base always refuses and Fine-tuned refuses where it should, mostly."""
    found = [
        abstaining(n, {"base": True, "tuned": n == 1}, stratum=("seen", "held_out")[n % 2])
        for n in range(40)
    ]
    return found + [refused(n, {"base": True, "tuned": n > 41}) for n in range(40, 50)]


@pytest.fixture
def summary() -> dict[str, Any]:
    return {"abstention": abstention(rows(), ARMS)}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_arm_that_always_refuses_stands_top_right_where_it_says_it_wins_nothing(
    summary: dict[str, Any], theme: Theme
) -> None:
    figure = abstention_charts.refusals(summary, theme)
    points = {
        (one.name, one.yaxis): (one.x[0], one.y[0])
        for one in figure.data
        if one.mode == "markers" and one.x[0] is not None
    }
    assert points == {
        ("Base", "y"): (100, 100),
        ("Base", "y2"): (100, 100),
        ("Fine-tuned", "y"): (0, 80),
        ("Fine-tuned", "y2"): (5, 80),
    }
    corners = {(note.x, note.y): note.text for note in figure.layout.annotations}
    assert "wins nothing" in corners[100, 100]
    assert "best" in corners[0, 100]
    lines = [one for one in figure.data if one.mode == "lines"]
    assert [(list(one.x), list(one.y)) for one in lines] == [([0, 100], [0, 100])] * 2


def test_both_axes_have_intervals_and_a_mark_leads_to_both_sorts_of_questions(
    summary: dict[str, Any],
) -> None:
    figure = abstention_charts.refusals(summary)
    one = next(one for one in figure.data if one.name == "Fine-tuned" and one.yaxis == "y2")
    assert one.error_x.array[0] > 0
    assert one.error_y.array[0] > 0
    behind = answers_behind(rows(), one.customdata[0])
    assert len(behind) == 30
    assert "80 % of 10 unanswerable questions" in one.hovertext[0]


def test_the_sentences_give_both_axes_and_what_refusals_do_not_win(summary: dict[str, Any]) -> None:
    shown, hidden = abstention_charts.refusals_sentence(summary)
    assert "Base 100 %, Fine-tuned 80 % (n = 10)" in shown
    assert "held out from training Base 100 %, Fine-tuned 5 % (n = 20). On the dotted line" in shown
    assert "always refuses is at the top right" in hidden


def test_the_table_says_which_refusals_are_right(summary: dict[str, Any]) -> None:
    table = abstention_charts.refusals_table(summary)
    assert list(table["A refusal is"]) == ["wrong"] * 4 + ["right"] * 2
    assert list(table["n"]) == [20, 20, 20, 20, 10, 10]


def test_without_unanswerable_questions_nothing_is_drawn() -> None:
    nothing: dict[str, Any] = {"abstention": {}}
    assert abstention_charts.refusals(nothing).layout.annotations
    assert abstention_charts.refusals_sentence(nothing)[1] == ""
