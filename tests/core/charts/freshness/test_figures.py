"""The freshness charts, their tables and their sentences."""

import math
from typing import Any

import pytest

from core.charts.freshness import figures as charts
from core.charts.style import ARM_COLOURS
from tests.fake_freshness import experiment

ARMS = ["base", "rag", "tuned", "hybrid"]


@pytest.fixture
def found() -> dict[str, Any]:
    return experiment("x", ARMS, retrain=True)


def named(figure: Any, mode: str) -> dict[str, Any]:
    return {one.name: one for one in figure.data if getattr(one, "mode", None) == mode}


def texts(figure: Any) -> str:
    written = [str(text) for trace in figure.data for text in (trace.text or ())]
    return " ".join([*written, *(note.text for note in figure.layout.annotations)])


def test_the_timeline_steps_up_when_an_arm_has_caught_up(found: dict[str, Any]) -> None:
    figure = charts.timeline(found)
    marks = named(figure, "lines+markers")
    assert list(marks) == ["RAG (n = 12)", "Fine-tuned (n = 16)", "Hybrid (n = 19)"]
    assert list(marks["Fine-tuned (n = 16)"].x) == pytest.approx([2.3, 827.3])
    low, high = marks["Fine-tuned (n = 16)"].y
    assert low == 0
    assert high > 80
    line = named(figure, "lines")["Fine-tuned"]
    assert line.line.shape == "hv"
    assert line.y[0] == 0
    assert figure.layout.xaxis.type == "log"
    assert "index updated<br><b>2.3 s</b>" in texts(figure)
    assert "retrained<br><b>14 min</b>" in texts(figure)


def test_arms_differ_by_more_than_colour(found: dict[str, Any]) -> None:
    for theme in ("light", "dark"):
        marks = named(charts.timeline(found, theme), "lines+markers").values()
        assert len({one.line.dash for one in marks}) == 3
        assert len({one.marker.symbol for one in marks}) == 3
        assert {one.line.color for one in marks} == {
            ARM_COLOURS[theme][arm] for arm in ("rag", "tuned", "hybrid")
        }


def test_a_row_for_each_arm_and_phase_adds_up_to_all_facts(found: dict[str, Any]) -> None:
    figure = charts.outcome(found)
    sums: dict[int, float] = {}
    for bar in (one for one in figure.data if one.type == "bar" and one.x[0] is not None):
        sums[bar.y[0]] = sums.get(bar.y[0], 0) + bar.x[0]
    assert list(figure.layout.yaxis.ticktext) == [
        "Base",
        "RAG",
        "Fine-tuned, updated",
        "Fine-tuned, retrained",
        "Hybrid, updated",
        "Hybrid, retrained",
    ]
    assert sums == pytest.approx(dict.fromkeys((1, 2, 3, 4, 5), 100))
    assert "none right before" in texts(figure)
    shapes = {bar.name: bar.marker.pattern.shape for bar in figure.data if bar.showlegend is None}
    assert shapes == {"new": "", "old": "/", "old and new": "x", "neither": "."}


def test_tables_hold_what_the_charts_draw(found: dict[str, Any]) -> None:
    table = charts.timeline_table(found)
    assert len(table) == 5
    assert set(table["n"]) == {12, 16, 19}
    every = charts.outcome_table(found)
    row = every[
        (every["Arm"] == "RAG")
        & (every["Asked"] == "after the change")
        & (every["Facts"] == "changed")
        & (every["Answered"] == "new")
    ].iloc[0]
    assert row["n all"] == 20
    assert row["% of all"] < row["%"]
    assert not math.isnan(row["95 % from"])


def test_sentences_name_n_times_and_what_is_missing(found: dict[str, Any]) -> None:
    shows, hides = charts.timeline_sentence(found)
    assert "RAG (n = 12)" in shows
    assert "No line for Base" in shows
    assert "Fine-tuned after 14 min" in shows
    assert "Few facts (RAG 12, Fine-tuned 16, Hybrid 19)" in hides
    shows, _ = charts.outcome_sentence(found)
    assert "Changed facts still answered old when last asked" in shows
    for word in ("significant", "supported", "better"):
        assert word not in shows + hides


def test_an_arm_that_never_catches_up_is_called_so() -> None:
    shows, _ = charts.timeline_sentence(experiment("x", ["tuned"], retrain=False))
    assert "80 % new: Fine-tuned not reached." in shows


def test_nothing_known_before_is_a_sentence_not_an_empty_chart() -> None:
    nothing = experiment("x", ["base"], retrain=False)
    assert "No arm had a changed fact right" in texts(charts.timeline(nothing))
    assert "No arm had a changed fact right" in charts.timeline_sentence(nothing)[0]


def test_removed_documents_have_their_own_panel(found: dict[str, Any]) -> None:
    part = {"n": 4, "groups": 4, "still": 0.5, "still_interval": [0.2, 0.8]}
    for phases in found["arms"].values():
        for parts in phases.values():
            parts |= {"changed": None, "unchanged": None, "removed": part | {"all": part}}
    figure = charts.outcome(found)
    assert "Removed facts still told" in texts(figure)
    assert "50 % of 4" in texts(figure)
    assert "still told when last asked" in charts.outcome_sentence(found)[0]


def test_every_figure_says_that_nobody_reviewed_its_questions(found: dict[str, Any]) -> None:
    asked = {"n": 40, "generated": 40, "reviewed": 0, "unreviewed": 40, "accept_rate": None}
    for draw, say in (
        (charts.timeline, charts.timeline_sentence),
        (charts.outcome, charts.outcome_sentence),
    ):
        assert draw(found).layout.title.text is None
        figure = draw(found | {"questions": asked})
        assert figure.layout.title.text.endswith("Questions generated, 0 of 40 reviewed")
        assert "nobody reviewed them" in say(found | {"questions": asked})[0]
