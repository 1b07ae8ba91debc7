"""Labels drawn: two measures, each beside the line of one label for all."""

from typing import Any

import pytest

from core.charts.quality import labels as label_charts
from core.charts.style import Theme
from core.evaluation.figures.labels import labels
from core.evaluation.scoring.traces import answers_behind
from tests.fake_answers import labelled

GOLDS = ["<i>a</i>"] * 8 + ["b"] * 2


def rows() -> list[dict[str, Any]]:
    return [labelled(n, gold, {"base": None, "tuned": gold}) for n, gold in enumerate(GOLDS)]


@pytest.fixture
def summary() -> dict[str, Any]:
    return {"labels": labels(rows(), ["base", "tuned"], GOLDS[0])}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_measure_has_the_line_of_one_label_for_all(
    summary: dict[str, Any], theme: Theme
) -> None:
    figure = label_charts.labelled(summary, theme)
    assert [line.x0 for line in figure.layout.shapes] == pytest.approx([80, 100 * 8 / 18])
    said = [note.text for note in figure.layout.annotations]
    assert {"one label for all: 80 %", "one label for all: 44 %"} <= set(said)
    values = {one.name: [] for one in figure.data if one.mode == "markers"}
    for one in figure.data:
        if one.mode == "markers" and one.x[0] is not None:
            values[one.name].append(one.x[0])
            assert len(answers_behind(rows(), one.customdata[0])) == 10
    assert values == {"Base": [0, 0], "Fine-tuned": [100, 100]}


def test_a_line_stands_beside_its_own_block_of_rows(summary: dict[str, Any]) -> None:
    accuracy, macro = label_charts.labelled(summary).layout.shapes
    assert accuracy.y0 < 0 < 1 < accuracy.y1 < macro.y0 < 3 < 4 < macro.y1


@pytest.mark.parametrize(
    ("of", "said"), [("training", "in training"), ("asked", "among the questions asked")]
)
def test_the_sentences_say_where_the_common_label_comes_from(
    summary: dict[str, Any], of: str, said: str
) -> None:
    summary["labels"]["held_out"]["majority"]["of"] = of
    shown, hidden = label_charts.labelled_sentence(summary)
    assert "Base 0 % and 0 %; Fine-tuned 100 % and 100 %" in shown
    assert f'always saying "<i>a</i>", the most common label {said}, 80 % and 44 %.' in shown
    assert "no label is wrong" in shown
    assert "not clearly lie right of the dashed line" in hidden


def test_the_table_has_a_row_for_the_common_label(summary: dict[str, Any]) -> None:
    table = label_charts.labelled_table(summary)
    assert list(table["Arm"]) == ["Base", "Fine-tuned", "Always: <i>a</i>"]
    assert list(table["A label %"]) == [0, 100, 100]


def test_other_questions_show_nothing() -> None:
    nothing: dict[str, Any] = {"labels": {}}
    assert label_charts.labelled(nothing).layout.annotations
    assert label_charts.labelled_sentence(nothing)[1] == ""
    assert label_charts.labelled_table(nothing).empty
