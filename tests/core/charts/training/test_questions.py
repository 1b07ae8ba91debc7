from typing import Any

import pytest

from core.charts.style import Theme
from core.charts.training import questions as question_charts
from tests.fake_data import checks, generated, question

QUESTIONS = [question(number, "train") for number in range(9)] + generated(8)


def found() -> dict[str, Any]:
    return checks(QUESTIONS)


def test_every_question_stands_in_one_bar() -> None:
    figure = question_charts.counts(found())
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert sum(sum(bar.x) for bar in bars) == len(QUESTIONS)
    assert len({bar.marker.pattern.shape for bar in bars}) == len(bars)
    [totals] = [trace for trace in figure.data if trace.type == "scatter"]
    assert [int(text.removeprefix("&nbsp;")) for text in totals.text] == list(totals.x)
    assert question_charts.counts_table(found())["n"].sum() == len(QUESTIONS)
    assert question_charts.counts_sentence(found())[0].startswith(f"{len(QUESTIONS)} questions: ")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lengths_stand_against_their_limits(theme: Theme) -> None:
    figure = question_charts.lengths(found(), theme)
    assert len(figure.data) == 3
    assert sorted(line.x0 for line in figure.layout.shapes) == [200, 600, 1024]
    titles = " ".join(note.text for note in figure.layout.annotations)
    assert "window 8,192" in titles
    for axis, furthest in (("xaxis2", 1024), ("xaxis3", 600)):
        assert figure.layout[axis].range[1] > furthest
    assert question_charts.lengths_table(found())["Limit"].tolist() == [8192, 8192, 1024, 600]
    assert "12 of 90 passages" in question_charts.lengths_sentence(found())[0]


def test_nothing_to_count_or_to_measure_is_said() -> None:
    nothing = found() | {"counts": [], "lengths": None}
    for figure in (question_charts.counts(nothing), question_charts.lengths(nothing)):
        assert not figure.data
        assert figure.layout.annotations
