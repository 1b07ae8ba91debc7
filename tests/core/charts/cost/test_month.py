"""What a month costs and the break-even, in pictures and words."""

from typing import Any

import pytest

from core.charts.cost import break_even as break_even_charts
from core.charts.cost import month as cost_charts
from core.charts.style import Theme
from core.evaluation.figures.break_even import UPKEEP, month_figures
from core.evaluation.scoring.traces import trace
from tests import fake_data

BLANK: dict[str, float | None] = dict.fromkeys(UPKEEP)
TYPED = BLANK | {"updates": 4.0, "queries": 200_000.0, "retrain_hours": 0.1, "wage": 40.0}
SECONDS = {"tuned": 900.0, "hybrid": 900.0}


def figures(amounts: dict[str, float | None] = TYPED, **arms: Any) -> dict[str, Any]:
    summary = fake_data.summary(priced=True)
    for arm, changes in arms.items():
        summary["arms"][arm] |= changes
    return month_figures(summary, amounts, 4.2, SECONDS) | {"as_of": "2026-11-24"}


def texts(figure: Any) -> str:
    return " ".join(note.text for note in figure.layout.annotations)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_month_is_a_bar_of_its_parts(theme: Theme) -> None:
    data = cost_charts.month(figures(), theme).data
    tuned = [one for one in data if one.type == "bar" and one.y[0] == 2]
    assert [bar.x[0] for bar in tuned] == pytest.approx([8.0, 0.2, 16.0])
    assert len({bar.marker.pattern.shape for bar in tuned}) == 3
    assert tuned[0].customdata[0] == trace("tuned", "cost")


def test_the_month_in_words_tells_typed_from_measured() -> None:
    shown, hidden = cost_charts.month_sentence(figures())
    assert "A month of 200,000 queries and 4 updates costs in USD: Base 8.00" in shown
    assert "least in Base" in shown
    assert "training Fine-tuned 900 s" in shown
    assert "Cheaper per query is not cheaper per correct answer. Seen in training: 1,000" in hidden
    assert "RAG 0.29 (0.25 to 0.35)" in hidden
    assert "Held out from training: 1,000 correct answers cost, upkeep left out: Base" in hidden
    assert hidden.count("least in Fine-tuned") == 1
    assert "are the ones you typed (as of 2026-11-24)" in hidden
    assert "counted as nothing: hours of people for the documents in an update" in hidden


def test_nothing_typed_asks_for_it() -> None:
    assert "Type queries or updates a month" in texts(cost_charts.month(figures(BLANK)))


def test_machine_time_without_a_price_is_said_not_to_count() -> None:
    summary = fake_data.summary(priced=True) | {"prices": {"input_per_million": 1.0}}
    shown, _ = cost_charts.month_sentence(month_figures(summary, TYPED, 4.2, SECONDS))
    assert "not counted, since a machine hour has no price" in shown


def test_an_arm_that_is_never_right_has_no_cost_per_correct_answer() -> None:
    months = figures()
    months["arms"]["base"]["correct"]["held_out"] = dict.fromkeys(
        ("cost_per_correct", "cost_per_correct_interval")
    )
    said = cost_charts.per_correct(months, ["base", "rag"])
    assert said.endswith("Held out from training: no correct answer from Base.")
    table = cost_charts.month_table(months).set_index("Arm")
    held_out = table["1,000 correct answers, held out from training"]
    assert held_out.isna().to_list() == [True, False, False, False]
    assert not table["1,000 correct answers, seen in training"].isna().any()
    assert table.loc["RAG", "1,000 queries"] == pytest.approx(0.09)


def test_a_deleted_adapter_is_named() -> None:
    months = month_figures(fake_data.summary(priced=True), TYPED, 4.2, {"tuned": 900.0})
    assert "training time were deleted: Hybrid." in cost_charts.month_sentence(months)[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_line_rises_with_the_updates_between_two_named_regions(theme: Theme) -> None:
    months = figures()
    pair = months["pairs"][0]
    figure = break_even_charts.break_even(months, pair, theme)
    line = next(one for one in figure.data if one.mode == "lines" and one.fill is None)
    trained, indexed = 900 * 0.2 / 3600 + 0.1 * 40, 4.2 * 0.2 / 3600
    assert line.y[4] == pytest.approx(4 * (trained - indexed) / 0.00005)
    where = {note.text: note.y for note in figure.layout.annotations}
    assert where["<b>Fine-tuned</b> costs less"] > line.y[0]
    assert where["<b>RAG</b> costs less"] < line.y[-1]
    you = next(one for one in figure.data if one.mode == "markers+text")
    assert (you.x[0], you.y[0]) == (4, 200_000)


def test_the_break_even_in_words_prints_its_formula() -> None:
    months = figures()
    shown, hidden = break_even_charts.break_even_sentence(months, months["pairs"][0])
    assert "At 4 updates a month Fine-tuned costs less than RAG from 323,981 queries a" in shown
    assert "A month of 200,000 queries and 4 updates costs 18.00 USD in RAG and 24.20" in shown
    assert "(fixed of Fine-tuned - fixed of RAG) / (query in RAG - query in Fine-tuned)" in shown
    assert "Cheaper per query is not cheaper per correct answer." in hidden


def test_without_typed_updates_the_words_are_for_one_a_month() -> None:
    months = figures(BLANK)
    shown, _ = break_even_charts.break_even_sentence(months, months["pairs"][0])
    assert shown.startswith("At 1 update a month Fine-tuned costs less than RAG from 995 queries")
    assert "A month of" not in shown


def test_never_and_from_the_first_query_are_words() -> None:
    months = figures()
    never, always = months["pairs"][1:]
    assert texts(break_even_charts.break_even(months, never)) == "Hybrid never costs less than RAG."
    assert "from the first query" in texts(break_even_charts.break_even(months, always))
    assert "Hybrid never costs less" in break_even_charts.break_even_sentence(months, never)[0]
    assert set(break_even_charts.break_even_table(never)["Queries a month"].isna()) == {True}


def test_an_arm_dearer_a_query_but_cheaper_to_keep_is_below_the_line() -> None:
    amounts = BLANK | {"index_flat": 100.0}
    months = figures(amounts, tuned={"cost": 0.002}, rag={"cost": 0.001})
    pair = months["pairs"][0]
    figure = break_even_charts.break_even(months, pair)
    where = {note.text: note.y for note in figure.layout.annotations}
    assert where["<b>Fine-tuned</b> costs less"] < 100_000 < where["<b>RAG</b> costs less"]
    findings = break_even_charts.break_even_table(pair)["Finding"]
    assert findings[0] == "Fine-tuned costs less than RAG up to 100,000 queries a month"


def test_costs_that_cannot_be_told_apart_are_said_to_move_the_line() -> None:
    def hidden(interval: list[float] | None) -> str:
        months = figures(tuned={"cost_interval": interval})
        return break_even_charts.break_even_sentence(months, months["pairs"][0])[1]

    assert hidden([0.00003, 0.00005]).endswith("means of one run.")
    assert hidden([0.00003, 0.00009]).endswith("the line may lie elsewhere, or nowhere.")
    assert hidden(None).endswith("too few for an interval.")
