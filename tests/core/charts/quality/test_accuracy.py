from typing import Any

import pytest

from core.arms import ALL_ARMS, ARMS
from core.charts import style
from core.charts.cost import answer as cost_charts
from core.charts.quality import accuracy as accuracy_charts
from core.charts.time import latency as latency_charts
from core.charts.training import losses as training_charts
from core.evaluation.scoring.traces import trace

THEMES: list[style.Theme] = ["light", "dark"]


def quality(share: float, n: int = 40, cost: float | None = None) -> dict[str, Any]:
    interval = [max(0.0, share - 0.1), min(1.0, share + 0.1)]
    measures = ("em", "f1", "containment")
    return (
        {"n": n, "groups": n // 2}
        | dict.fromkeys(measures, share)
        | {"intervals": dict.fromkeys(measures, interval)}
        | {
            "cost_per_correct": cost / share if share and cost else None,
            "cost_per_correct_interval": None,
        }
    )


def arm(share: float, ms: float, p95: float | None = None, cost: float | None = 0.5) -> dict:
    times = {"p50": ms, "p50_interval": [0.9 * ms, 1.1 * ms], "p95": p95}
    return {
        "n": 60,
        "answers": 60,
        "failed": 0,
        "timed": 60,
        "seeds": 1,
        "adapter": None,
        "answer_words": 3,
        "strata": {
            "seen": quality(share, cost=cost),
            "held_out": quality(share / 2, n=20, cost=cost),
        },
        "first_token_ms": times,
        "latency_ms": times,
        "cost": cost,
        "cost_interval": cost and [cost * 0.9, cost * 1.1],
    }


def summary(**arms: dict) -> dict[str, Any]:
    return {"model": "M", "model_size": "135M", "currency": "EUR", "prices": {}, "arms": arms}


@pytest.fixture
def four() -> dict[str, Any]:
    return summary(base=arm(0, 300), rag=arm(0.4, 900), tuned=arm(0.2, 250), hybrid=arm(0.6, 950))


def markers(figure: Any, name: str) -> list[Any]:
    return [t for t in figure.data if t.name == name and "markers" in t.mode]


def texts(figure: Any) -> str:
    written = [text for trace in figure.data for text in (trace.text or ())]
    return " ".join([*written, *(note.text for note in figure.layout.annotations)])


def test_accuracy_shows_the_strata_apart_with_their_intervals(four: dict) -> None:
    figure = accuracy_charts.accuracy(four)
    seen, held_out = markers(figure, "RAG")
    assert list(seen.x) == [40, 40, 40]
    assert list(held_out.x) == [20, 20, 20]
    assert (seen.xaxis, held_out.xaxis) == ("x", "x2")
    assert list(seen.error_x.array) == pytest.approx([10] * 3)
    assert list(held_out.error_x.arrayminus) == pytest.approx([10] * 3)
    assert "Seen: n = 40 in 20 groups" in texts(figure)
    assert "Held out: n = 20 in 10 groups" in texts(figure)
    assert [trace.name for trace in figure.data if trace.showlegend] == [
        one.label for one in ARMS.values()
    ]


def test_no_two_values_share_a_row(four: dict) -> None:
    rows = [
        (trace.yaxis, row)
        for trace in accuracy_charts.accuracy(four).data
        if trace.mode == "markers"
        for row in trace.y
    ]
    assert len(rows) == len(set(rows)) == 24


def test_the_guess_rate_is_drawn_in_its_panel_and_said(four: dict) -> None:
    assert not accuracy_charts.accuracy(four).layout.shapes
    figure = accuracy_charts.accuracy(four | {"guess": {"held_out": 0.04}})
    (line,) = figure.layout.shapes
    assert (line.x0, line.xref) == (4, "x2")
    assert "guess 4 %" in texts(figure)
    assert (
        "a blind guess: 4 %"
        in accuracy_charts.accuracy_sentence(four | {"guess": {"held_out": 0.04}})[0]
    )


def test_one_stratum_gives_one_panel(four: dict) -> None:
    for figures in four["arms"].values():
        del figures["strata"]["seen"]
    assert {trace.xaxis for trace in accuracy_charts.accuracy(four).data} == {"x"}


def test_an_arm_has_one_colour_and_shape_in_every_chart(four: dict) -> None:
    for theme in THEMES:
        figures = [
            accuracy_charts.accuracy(four, theme),
            latency_charts.latency(four, theme=theme),
            cost_charts.cost(four, theme),
        ]
        for key, one in ARMS.items():
            drawn = [trace for figure in figures for trace in markers(figure, one.label)]
            assert {t.marker.color for t in drawn} == {style.ARM_COLOURS[theme][key]}
            assert {t.marker.symbol for t in drawn} == {style.ARM_SYMBOLS[key]}
    assert len(set(style.ARM_SYMBOLS.values())) == len(ALL_ARMS)


def luminance(colour: str) -> float:
    """WCAG 2's relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("theme", "page"), [("light", "#FFFFFF"), ("dark", "#0E1117")])
def test_colours_can_be_seen_on_the_page(theme: style.Theme, page: str) -> None:
    for colour in style.ARM_COLOURS[theme].values():
        dark, light = sorted([luminance(colour), luminance(page)])
        assert (light + 0.05) / (dark + 0.05) >= 3


def test_times_are_in_seconds_once_one_is_reached(four: dict) -> None:
    [rag] = markers(latency_charts.latency(four), "RAG")
    assert rag.x[0] == 900
    assert "900 ms" in texts(latency_charts.latency(four))
    four["arms"]["rag"] = arm(0.4, 1500, p95=2500)
    figure = latency_charts.latency(four, "first_token_ms")
    assert markers(figure, "RAG")[0].x[0] == 1.5
    assert markers(figure, "RAG p95")[0].x[0] == 2.5
    assert "1.5 / 2.5 s" in texts(figure)
    assert "p50 / p95 (hollow)" in texts(figure)


def test_costs_say_where_nothing_was_correct(four: dict) -> None:
    figure = cost_charts.cost(four)
    assert [trace.x[0] for trace in markers(figure, "RAG")] == [0.5, 1.25, 2.5]
    assert len(markers(figure, "Base")) == 1
    assert texts(figure).count("no correct answer") == 2
    assert "EUR per correct answer, held out from training" in texts(figure)
    (held_out,) = markers(figure, "RAG")[2].customdata
    assert held_out == trace("rag", "cost", per="containment", part="held_out")
    assert figure.layout.xaxis.type is None


def test_small_costs_are_shown_per_thousand() -> None:
    figure = cost_charts.cost(summary(rag=arm(0.5, 100, cost=0.00002)))
    assert "EUR per 1,000 questions" in texts(figure)
    assert [t.x[0] for t in markers(figure, "RAG")] == pytest.approx([0.02, 0.04, 0.08])


@pytest.mark.parametrize(("dearest", "kind"), [(49.0, None), (51.0, "log")])
def test_a_wide_spread_of_costs_gets_a_log_axis(dearest: float, kind: str | None) -> None:
    figure = cost_charts.cost(summary(base=arm(1, 100, cost=1.0), rag=arm(1, 100, cost=dearest)))
    assert figure.layout.xaxis.type == kind
    assert figure.layout.xaxis2.type == kind


def test_the_training_curve_leaves_out_what_was_not_measured() -> None:
    curve = [{"step": 1, "loss": 2.0, "dev_loss": None}, {"step": 2, "loss": 1.5, "dev_loss": 1.8}]
    training, dev = training_charts.training_curve(curve).data
    assert (list(training.x), list(training.y)) == ([1, 2], [2.0, 1.5])
    assert (list(dev.x), list(dev.y), dev.mode) == ([2], [1.8], "markers")
    assert "lowest, 1.80, at step 2" in training_charts.training_curve_sentence(curve)[0]
    assert training_charts.training_curve_table(curve).shape == (2, 3)


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_to_show_is_said(theme: style.Theme) -> None:
    nothing = summary()
    assert "No answers yet." in texts(accuracy_charts.accuracy(nothing, theme))
    assert "No times yet." in texts(latency_charts.latency(nothing, theme=theme))
    assert "No price is set" in texts(cost_charts.cost(summary(rag=arm(0.5, 9, cost=None)), theme))
    assert "No step is done yet." in texts(training_charts.training_curve([], theme))
    assert accuracy_charts.accuracy_table(nothing).empty
    assert latency_charts.latency_table(nothing).empty
    assert cost_charts.cost_table(nothing).empty
    assert accuracy_charts.accuracy_sentence(nothing)[0] == "There are no answers to show."
    assert latency_charts.latency_sentence(nothing)[0] == "There are no times to show."
    assert cost_charts.cost_sentence(nothing)[0].startswith("No price is set")
    assert training_charts.training_curve_sentence([])[0] == "No step is done yet."


def test_the_tables_hold_the_charts_numbers(four: dict) -> None:
    accuracy = accuracy_charts.accuracy_table(four)
    assert len(accuracy) == 2 * 4 * 3
    row = accuracy[(accuracy["Arm"] == "RAG") & (accuracy["n"] == 20)].iloc[0]
    assert list(row[["%", "95 % from", "95 % to"]]) == pytest.approx([20, 10, 30])
    assert list(latency_charts.latency_table(four)["p50 (ms)"]) == [300, 900, 250, 950]
    costs = cost_charts.cost_table(four)
    seen, held_out = (costs[name] for name in costs if str(name).startswith("EUR per correct"))
    assert seen.isna().tolist() == held_out.isna().tolist() == [True] + [False] * 3
    assert held_out[1] == 2 * seen[1]


def test_the_sentences_state_what_was_measured(four: dict) -> None:
    shown, hidden = accuracy_charts.accuracy_sentence(four)
    assert "Held out from training (20 questions)" in shown
    assert "RAG 20 %" in shown
    assert "can't tell whether two arms differ" in hidden
    assert "M (135M)" in hidden
    assert "No correct answer from Base, held out" in cost_charts.cost_sentence(four)[0]
    assert "takes at least 200 timed answers" in latency_charts.latency_sentence(four)[0]
    assert "one at a time; the others" not in latency_charts.latency_sentence(four)[0]


def test_times_say_on_how_many_questions_they_were_taken(four: dict) -> None:
    for arm in four["arms"].values():
        arm |= {"timed": 40}
    assert list(latency_charts.latency_table(four)["Answers"]) == [40] * 4
    told = "Timed on the 40 questions that were answered one at a time"
    assert told in latency_charts.latency_sentence(four)[0]


@pytest.mark.parametrize("theme", THEMES)
def test_a_saved_figure_brings_the_page_that_its_text_is_read_on(four: dict, theme: Any) -> None:
    for figure in (
        accuracy_charts.accuracy(four, theme=theme),
        latency_charts.latency(four, theme=theme),
        cost_charts.cost(four, theme),
    ):
        assert figure.layout.paper_bgcolor == style.PAGE[theme]
        assert figure.layout.plot_bgcolor == "rgba(0,0,0,0)"


@pytest.mark.parametrize("theme", THEMES)
def test_every_figure_says_that_nobody_reviewed_its_questions(
    four: dict, theme: style.Theme
) -> None:
    draw = (accuracy_charts.accuracy, latency_charts.latency, cost_charts.cost)
    plain = [one(four, theme=theme) for one in draw]
    assert {figure.layout.title.text for figure in plain} == {None}
    asked = {"n": 200, "generated": 120, "reviewed": 0, "unreviewed": 120, "accept_rate": None}
    for before, one in zip(plain, draw, strict=True):
        figure = one(four | {"questions": asked}, theme=theme)
        assert figure.layout.title.text.endswith("Questions generated, 0 of 120 reviewed")
        axes = [chart.layout.height - chart.layout.margin.b for chart in (before, figure)]
        assert axes[0] == axes[1]


def test_the_sentence_says_how_much_of_the_review_is_done(four: dict) -> None:
    asked = {"n": 200, "generated": 120, "reviewed": 0, "unreviewed": 120, "accept_rate": None}
    sentences = (
        accuracy_charts.accuracy_sentence,
        latency_charts.latency_sentence,
        cost_charts.cost_sentence,
    )
    for sentence in sentences:
        assert "nobody reviewed" not in sentence(four)[0]
        nobody, _ = sentence(four | {"questions": asked})
        assert "120 of the 200 questions were generated from the documents and nobody" in nobody
    some = asked | {"reviewed": 20, "unreviewed": 100, "accept_rate": 0.85}
    partly, _ = sentences[0](four | {"questions": some})
    assert "100 of them were not reviewed (85% of those" in partly
    done = asked | {"reviewed": 120, "unreviewed": 0, "accept_rate": 0.85}
    assert "reviewed" not in sentences[0](four | {"questions": done})[0]


def test_an_arm_of_several_seeds_stays_one_row_with_thin_marks_at_the_ends(four: dict) -> None:
    spread = {measure: [0.15, 0.27] for measure in ("em", "f1", "containment")}
    four["arms"]["tuned"]["seeds"] = 3
    four["arms"]["tuned"]["strata"]["seen"]["spread"] = spread
    figure = accuracy_charts.accuracy(four)
    (value, _) = markers(figure, "Fine-tuned")
    (marks,) = [trace for trace in figure.data if trace.marker.symbol == "line-ns"]
    assert list(marks.x) == pytest.approx([15, 27] * 3)
    assert list(marks.y) == [row for row in value.y for _ in range(2)]
    assert marks.marker.line.color == value.marker.color
    shown, hidden = accuracy_charts.accuracy_sentence(four)
    assert "the mean of 3 seeds" in shown
    assert "Fine-tuned 15 to 27 %" in shown
    assert "not for other seeds" in hidden
    table = accuracy_charts.accuracy_table(four)
    ends = table[["Lowest seed %", "Highest seed %"]]
    assert ends[table["Arm"] != "Fine-tuned"].isna().all(axis=None)
    assert ends.dropna().to_numpy().tolist() == [pytest.approx([15, 27])] * 3


def test_where_no_arm_has_several_seeds_nothing_is_said_of_them(four: dict) -> None:
    assert "seed" not in " ".join(accuracy_charts.accuracy_sentence(four))
    assert "Lowest seed %" not in accuracy_charts.accuracy_table(four)
