"""Whoever asks the catalogue gets every chart of something, and needs its data alone."""

from collections.abc import Iterable
from typing import Any

import pytest

from core.charts import catalogue
from core.charts.chart import Chart, offered
from core.charts.quality.judge import JUDGED
from core.charts.style import Theme
from core.evaluation.figures.abstention import abstention
from core.evaluation.figures.break_even import UPKEEP, month_figures
from core.evaluation.figures.labels import labels
from core.evaluation.figures.votes import standing
from tests import fake_checks, fake_data
from tests.core.charts.quality.test_judge import judge
from tests.core.charts.quality.test_votes import row
from tests.core.decision.stated import CASES, recommended
from tests.fake_answers import labelled, refused
from tests.fake_deciding import four_measures
from tests.fake_freshness import experiment

CHAPTERS = {
    "found": ["contrasts", "accuracy", "labels", "refusals", "form"],
    "where": ["where.kind", "where.document"],
    "why": ["retrieval", "misses", "waterfall.held_out.rag", "grounding", "consistency"],
    "cost": ["first_token_ms", "latency_ms", "parts", "fixed", "cost"],
}
Drawable = tuple[Chart[Any], Any]


def summary() -> Any:
    """Return an evaluation in which everything was asked for and measured."""
    plain = fake_data.summary(priced=True)
    plain["arms"]["oracle"] = plain["arms"]["rag"]
    form = {"n": 9, "valid": 0.9, "valid_interval": [0.7, 1.0], "right": 0.5}
    plain["arms"]["rag"]["strata"]["held_out"]["form"] = form | {"right_given_valid": 0.6}
    rows = [refused(n, {"base": False, "rag": True}) for n in range(9)]
    rows += [labelled(n, "ab"[n % 2], {"base": None, "rag": "a"}) for n in range(9, 20)]
    return plain | {
        "abstention": abstention(rows, ["base", "rag"]),
        "labels": labels(rows, ["rag"]),
        "grounding": fake_checks.grounding(),
        "consistency": fake_checks.consistency(),
    }


def months() -> Any:
    trained = {"tuned": 900.0, "hybrid": 900.0}
    return month_figures(fake_data.summary(priced=True), dict.fromkeys(UPKEEP, 2.0), 4.2, trained)


def comparison() -> Any:
    side = {"name": "Handbook", "evaluation": "e-1", "model": "M", "measured_at": "2026-11-30"}
    found = fake_data.contrast("rag", "rag", "refuted", -0.3, 200)
    return {"first": side, "second": side, "n": 200, "differences": [found]}


def everything() -> list[Drawable]:
    """Return every chart of the catalogue with data that it can draw."""
    evaluation, month = summary(), months()
    arms = list(fake_data.ARMS)
    kinds: list[tuple[Iterable[Chart[Any]], Any]] = [
        (own, evaluation) for own in catalogue.of_evaluation(evaluation).values()
    ]
    kinds += [
        (catalogue.of_months(month), month),
        (catalogue.MEASURES, four_measures()),
        (catalogue.EXPERIMENT, experiment("x-1", arms, retrain=True)),
        (catalogue.QUESTIONS, fake_data.checks([fake_data.question(1, "test")])),
        (catalogue.TRAINING, fake_data.curve()),
        (catalogue.VOTING, standing([row("One?", ["rag"])])),
        (catalogue.JUDGING, judge()),
        (catalogue.COMPARING, comparison()),
        (catalogue.DECIDING, recommended(CASES[2])),
    ]
    return [(chart, data) for charts, data in kinds for chart in offered(charts, data)]


ALL = everything()


def test_an_evaluation_has_its_charts_by_chapter_in_the_order_of_the_page() -> None:
    found = catalogue.of_evaluation(summary())
    assert {chapter: [chart.key for chart in own] for chapter, own in found.items()} == CHAPTERS


def test_a_month_comes_before_where_its_pairs_break_even() -> None:
    pairs = ["tuned.rag", "hybrid.rag", "tuned.hybrid"]
    keys = [chart.key for chart in catalogue.of_months(months())]
    assert keys == ["month", *(f"break-even.{pair}" for pair in pairs)]


def test_what_was_not_measured_has_no_chart() -> None:
    bare = fake_data.summary() | {"slices": [], "reading": {}, "retrieval": None, "contrasts": []}
    for arm in bare["arms"].values():
        arm["fixed"] = None
    found = catalogue.of_evaluation(bare)
    assert {chapter: [chart.key for chart in own] for chapter, own in found.items()} == {
        "found": ["accuracy"],
        "where": [],
        "why": [],
        "cost": ["first_token_ms", "latency_ms", "parts"],
    }
    before = experiment("x-1", ["rag"], retrain=False)
    before["arms"] = {"rag": {"before": before["arms"]["rag"]["before"]}}
    assert offered(catalogue.EXPERIMENT, before) == []
    assert offered(catalogue.TRAINING, []) == []
    assert offered(catalogue.VOTING, standing([])) == []
    assert offered([JUDGED], judge(figures=None)) == []


def test_no_two_charts_have_one_key() -> None:
    keys = [chart.key for chart, _ in ALL]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("chart", "data"), ALL, ids=[chart.key for chart, _ in ALL])
def test_a_chart_gives_figure_table_and_both_sentences(chart: Chart[Any], data: Any) -> None:
    themes: tuple[Theme, ...] = ("light", "dark")
    light, dark = (chart.figure(data, theme) for theme in themes)
    # Where one arm always costs less there is no line: the figure says so in words.
    assert light.data or chart.key.startswith("break-even")
    assert light.layout.font.color != dark.layout.font.color
    assert not chart.table(data).empty
    assert all(chart.sentences(data))
    assert chart.title
