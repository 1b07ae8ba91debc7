"""Where an arm is right, drawn: every mark leads to its answers, and no markup gets through."""

from typing import Any

import pytest

from core.charts.quality import slices as slice_charts
from core.charts.style import Theme
from core.evaluation.figures.slices import slices
from core.evaluation.scoring.traces import answers_behind
from tests import fake_data
from tests.fake_answers import refused, row

ARMS = ("base", "rag")
DOCUMENTS = ["<b>faq</b> of the second and the third floor.html"] * 20 + ["a.md"] * 8 + ["b.md"] * 7


def rows() -> list[dict[str, Any]]:
    found = [
        row(n, {"base": 0.0, "rag": float(n % 4 > 0)}, document=document)
        for n, document in enumerate(DOCUMENTS)
    ]
    # Of other parts, so no mark may lead to them.
    other = {"base": True, "rag": True}
    return [
        *found,
        *(row(n, {"base": 1.0, "rag": 0.0}, stratum="seen") for n in range(40, 44)),
        *(refused(n, other, document="b.md") for n in range(44, 48)),
    ]


@pytest.fixture
def summary() -> dict[str, Any]:
    return {"slices": slices(rows(), ARMS, "f1")}


def drawn(summary: dict[str, Any], theme: Theme = "light") -> list[Any]:
    """Return the arms' traces, the legend's left out."""
    figure = slice_charts.where(summary, "document", theme)
    return [trace for trace in figure.data if trace.x[0] is not None]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_mark_leads_to_the_answers_that_it_is_the_mean_of(
    summary: dict[str, Any], theme: Theme
) -> None:
    for trace in drawn(summary, theme):
        assert [len(answers_behind(rows(), mark)) for mark in trace.customdata] == [20, 15]
        for value, mark in zip(trace.x, trace.customdata, strict=True):
            behind = [one["answers"][mark["arm"]]["f1"] for one in answers_behind(rows(), mark)]
            assert value == pytest.approx(100 * sum(behind) / len(behind))


def test_arms_differ_in_more_than_hue_and_thin_marks_are_hollow(summary: dict[str, Any]) -> None:
    base, rag = drawn(summary)
    assert base.marker.color != rag.marker.color
    assert (base.marker.symbol[0], rag.marker.symbol[0]) == ("circle", "square")
    thin = slices(
        [*rows(), *(row(n, {"rag": 1.0}, document="c", group="one") for n in (90, 91))], ARMS, "f1"
    )
    hollow = drawn({"slices": thin[:1] + [one | {"arms": _thin(one)} for one in thin[1:]]})
    assert list(hollow[0].marker.symbol) == ["circle", "circle-open"]


def _thin(one: dict[str, Any]) -> dict[str, Any]:
    return {arm: figures | {"thin": True} for arm, figures in one["arms"].items()}


def test_a_document_s_name_is_shown_as_it_stands_and_cut(summary: dict[str, Any]) -> None:
    figure = slice_charts.where(summary, "document")
    names = list(figure.layout.yaxis.ticktext)
    assert names == ["&lt;b&gt;faq&lt;/b&gt; of the sec…<br>n = 20", "2 others together<br>n = 15"]
    assert all("<b>" not in text for trace in drawn(summary) for text in trace.hovertext)


def test_the_sentences_name_the_extremes_and_call_nothing_a_finding(
    summary: dict[str, Any],
) -> None:
    shown, hidden = slice_charts.where_sentence(summary, "document")
    assert "mean F1 by document" in shown
    assert "RAG from 73 % (2 others together) to 75 % (<b>faq</b>" in shown
    assert "Hollow" not in shown
    assert "planned before the run" in hidden
    assert "hint where to look, not a finding" in hidden


def test_an_extreme_of_too_few_is_not_named(summary: dict[str, Any]) -> None:
    thin = {"slices": [one | {"arms": _thin(one)} for one in summary["slices"]]}
    shown, _ = slice_charts.where_sentence(thin, "document")
    assert "from" not in shown
    assert "Hollow marks rest on few questions or few groups" in shown


def test_the_table_names_what_was_put_together(summary: dict[str, Any]) -> None:
    table = slice_charts.where_table(summary, "document")
    assert list(table["n"]) == [20, 20, 15, 15]
    assert table["Document"].iloc[-1] == "2 others together: a.md, b.md"
    assert list(table["Arm"]) == ["Base", "RAG"] * 2


def test_strata_have_panels_as_high_as_they_have_slices() -> None:
    found = fake_data.summary()
    figure = slice_charts.where(found, "document")
    assert {trace.yaxis for trace in figure.data} >= {"y", "y2"}
    titles = [note.text for note in figure.layout.annotations]
    assert titles == ["<b>Seen in training: mean F1</b>", "<b>Held out from training: mean F1</b>"]
    fewer = {
        "slices": [
            one for one in found["slices"] if one["values"] != ["c.md"] or one["stratum"] == "seen"
        ]
    }
    layout = slice_charts.where(fewer, "document").layout
    heights = [end - start for start, end in (layout.yaxis.domain, layout.yaxis2.domain)]
    assert heights[0] == pytest.approx(1.5 * heights[1], rel=0.1)


@pytest.mark.parametrize(
    ("by", "values", "name"),
    [
        ("question_words", [4, 5, 6], "4 to 6 words"),
        ("gold_words", [1], "1 word"),
        ("document", [None], "not known"),
        ("kind", ["a", "b"], "2 others together"),
        ("kind", ["date"], "date"),
    ],
)
def test_a_slice_is_called_what_people_call_it(by: str, values: list[Any], name: str) -> None:
    assert slice_charts.slice_name({"by": by, "values": values}) == name


def test_nothing_to_slice_by_is_a_sentence() -> None:
    nothing: dict[str, Any] = {"slices": []}
    assert slice_charts.offered(nothing) == []
    assert slice_charts.where(nothing, "kind").layout.annotations
    assert slice_charts.where_sentence(nothing, "kind")[1] == ""
    assert slice_charts.where_table(nothing, "kind").empty
