"""Every mark stands for the number that its own answers give, on the recorded demo."""

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import pytest

from core.charts.cost import answer as cost_charts
from core.charts.quality import accuracy as accuracy_charts
from core.charts.quality import contrasts as contrast_charts
from core.charts.time import latency as latency_charts
from core.charts.why import reading as reading_charts
from core.config import Paths
from core.engine.wire.client import connect
from core.evaluation.scoring.traces import answers_behind, trace
from ui.evaluate import traced

Json = dict[str, Any]
PRICES = {"machine_per_hour": 0.2, "currency": "EUR"}


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Json:
    """The recorded demo's evaluation, with a price."""
    folder = tmp_path_factory.mktemp("traced")
    client = connect(Paths(folder / "workspace", folder / "none"), own=True)
    try:
        project = client.open_recorded()["id"]
        client._transport._owner.engine.project(project).db.set_setting("prices", PRICES)
        key = client.evaluations(project=project)[0]["id"]
        found: Json = client.evaluation(project=project, evaluation=key)
    finally:
        client.close()
    return found


def marks(figure: go.Figure) -> Iterator[tuple[float, Json]]:
    """Yield every marked value of a figure with its trace."""
    for data in figure.data:
        if data.customdata is not None:
            yield from zip(data.x, data.customdata, strict=True)


def shown(summary: Json) -> Iterator[tuple[go.Figure, float]]:
    """Yield every chart with what its axis multiplies a number with."""
    yield accuracy_charts.accuracy(summary), 100
    yield cost_charts.cost(summary), 1000
    for which in ("first_token_ms", "latency_ms"):
        yield latency_charts.latency(summary, which), 1
    yield contrast_charts.differences(summary["contrasts"]), 100


def test_a_mark_is_the_number_that_its_answers_give(evaluation: Json) -> None:
    compared = 0
    for figure, scale in shown(evaluation["summary"]):
        for value, mark in marks(figure):
            behind = answers_behind(evaluation["rows"], mark)
            number = traced.number(behind, mark)
            compared += 1
            assert value == pytest.approx(scale * number), mark
    assert compared > 40


def test_a_part_of_a_bar_counts_its_answers(evaluation: Json) -> None:
    summary = evaluation["summary"]
    for value, mark in marks(reading_charts.misses(summary)):
        n = summary["reading"][mark["where"]["part"]][mark["arm"]]["n"]
        behind = answers_behind(evaluation["rows"], mark)
        assert value == pytest.approx(100 * len(behind) / n), mark
        assert traced.figure(behind, mark).startswith(f"{len(behind)} answer")


def test_a_comparison_shows_both_answers_the_largest_differences_first(evaluation: Json) -> None:
    mark = next(
        mark for _, mark in marks(contrast_charts.differences(evaluation["summary"]["contrasts"]))
    )
    behind = answers_behind(evaluation["rows"], mark)
    frame = traced.table(behind, mark)
    one, other = frame["RAG: F1"], frame["Fine-tuned: F1"]
    gaps = list((one - other).abs())
    assert gaps == sorted(gaps, reverse=True)
    assert traced.title(mark) == "RAG less Fine-tuned, F1, seen in training"


def test_what_failed_is_wrong_and_has_no_time() -> None:
    rows = [
        {"answers": {"rag": {"f1": 1.0, "latency_ms": 90.0, "error": None}}},
        {"answers": {"rag": {"f1": 1.0, "latency_ms": 0.0, "error": "out of memory"}}},
    ]
    mark = trace("rag", "")
    assert traced.number(rows, mark | {"field": "f1"}) == 0.5
    assert traced.number(rows, mark | {"field": "latency_ms"}) == 90
