"""Where the time goes, and arms at the same length, in pictures and words."""

from typing import Any

import pytest

from core.charts.style import ARM_COLOURS, Theme
from core.charts.time import fixed_length as length_charts
from core.charts.time import latency as latency_table_charts
from core.charts.time import parts as latency_charts
from core.evaluation.scoring.traces import trace
from tests import fake_data


@pytest.fixture
def summary() -> dict[str, Any]:
    return fake_data.summary()


def bars(figure: Any) -> list[Any]:
    return [trace for trace in figure.data if trace.type == "bar" and trace.x[0] is not None]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_parts_of_an_arm_are_one_bar_told_apart_by_pattern(
    summary: dict[str, Any], theme: Theme
) -> None:
    rag = [bar for bar in bars(latency_charts.parts(summary, theme)) if bar.y[0] == 1]
    assert sum(bar.x[0] for bar in rag) == pytest.approx(1.249)
    assert len({bar.marker.pattern.shape for bar in rag}) == len(latency_charts.KINDS)
    assert {bar.marker.line.color for bar in rag} == {ARM_COLOURS[theme]["rag"]}


def test_each_part_leads_to_the_answers_it_was_computed_from(summary: dict[str, Any]) -> None:
    for bar in bars(latency_charts.parts(summary)):
        assert len(bar.customdata) == len(bar.x)
        assert bar.customdata[0].keys() == trace("rag", "embed_ms").keys()
    fields = [bar.customdata[0]["field"] for bar in bars(latency_charts.parts(summary))[:3]]
    assert fields == ["latency_ms", "prefill_ms", "decode_ms"]


def test_the_table_adds_up_and_the_sentence_prints_the_formula(summary: dict[str, Any]) -> None:
    row = latency_charts.parts_table(summary).set_index("Arm").loc["RAG"]
    assert row["First token (ms)"] == pytest.approx(9 + 14 + 6 + 640)
    assert row["Latency (ms)"] == pytest.approx(row["First token (ms)"] + 580)
    shown, hidden = latency_charts.parts_sentence(summary)
    assert "RAG 1.25 s, 51 % reading" in shown
    assert "latency = first token + writing the rest." in shown
    assert "wanted" not in shown
    assert "means add up and medians do not" in hidden


def test_an_evaluation_without_a_fixed_length_says_only_natural(summary: dict[str, Any]) -> None:
    for figures in summary["arms"].values():
        figures["fixed"] = None
    assert not length_charts.has_fixed(summary)
    shown, _ = latency_charts.parts_sentence(summary)
    assert shown.endswith("Each arm ended its answers by itself.")
    assert length_charts.fixed(summary).layout.annotations
    assert length_charts.fixed_table(summary).empty


def test_natural_and_fixed_length_share_an_axis(summary: dict[str, Any]) -> None:
    layout = length_charts.fixed(summary).layout
    assert layout.xaxis.range == layout.xaxis2.range
    assert layout.xaxis3.ticksuffix == " ms"
    titles = " ".join(note.text for note in layout.annotations)
    assert "As long as the arm writes" in titles
    assert "Exactly 32 tokens" in titles


def test_medians_come_with_their_intervals_and_traces(summary: dict[str, Any]) -> None:
    points = [t for t in length_charts.fixed(summary).data if t.mode == "markers"]
    rag = [point for point in points if point.name == "RAG"]
    assert [point.x[0] for point in rag] == pytest.approx([1.22, 1.54, 27])
    assert rag[1].error_x.array[0] == pytest.approx(1.54 * 0.05)
    assert [point.customdata[0]["field"] for point in rag] == [
        "latency_ms",
        "fixed_latency_ms",
        "fixed_latency_ms",
    ]
    assert rag[0].customdata[0]["where"] == {"timed": True}
    assert "1.54 s (1.48 to 1.62)" in rag[1].hovertemplate


def test_the_sentence_of_the_fixed_length_prints_its_formula(summary: dict[str, Any]) -> None:
    shown, hidden = length_charts.fixed_sentence(summary)
    assert "The first 20 questions" in shown
    assert "exactly 32 tokens" in shown
    assert "Fine-tuned 0.91 s (27 ms per token)" in shown
    assert "(latency - first token) / (tokens - 1)" in shown
    assert "can't tell whether two arms differ" in hidden
    assert list(length_charts.fixed_table(summary)["p50 (ms), fixed length"]) == [
        910,
        1540,
        910,
        1540,
    ]


def test_no_times_are_a_sentence(summary: dict[str, Any]) -> None:
    for figures in summary["arms"].values():
        figures["parts_ms"] = None
    assert latency_charts.parts(summary).layout.annotations
    assert latency_charts.parts_table(summary).empty
    assert latency_charts.parts_sentence(summary)[0] == "There are no times to show."


def test_both_say_that_nobody_reviewed_the_questions(summary: dict[str, Any]) -> None:
    asked = {"n": 200, "generated": 120, "reviewed": 0, "unreviewed": 120, "accept_rate": None}
    summary["questions"] = asked
    for figure in (latency_charts.parts(summary), length_charts.fixed(summary)):
        assert figure.layout.title.text.endswith("0 of 120 reviewed")
    for sentence in (latency_charts.parts_sentence, length_charts.fixed_sentence):
        assert "nobody reviewed them" in sentence(summary)[0]


def test_the_times_of_a_model_at_a_server_name_the_network(summary: dict[str, Any]) -> None:
    sentences = (latency_charts.parts_sentence, latency_table_charts.latency_sentence)
    assert not any("network" in sentence(summary)[0] for sentence in sentences)
    served = summary | {"server": {"host": "models.example.org"}}
    for sentence in sentences:
        assert "served by models.example.org: times include the network" in sentence(served)[0]
        assert "on this machine" not in sentence(served)[1]
