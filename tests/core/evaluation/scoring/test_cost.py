import pytest

from core.evaluation.figures.cost import correct_cost, cost_figures
from core.evaluation.scoring.cost import cost

MACHINE = {"machine_per_hour": 3.6}
TOKENS = {"input_per_million": 2.0, "output_per_million": 10.0}


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        (MACHINE, 0.002),
        (TOKENS, 0.0011),
        ({**MACHINE, **TOKENS}, 0.0011),
        ({"input_per_million": 2.0, "output_per_million": None}, 0.001),
        ({"machine_per_hour": 0.0}, 0.0),
        ({"machine_per_hour": None, "input_per_million": None}, None),
        ({}, None),
    ],
)
def test_an_answer_costs_its_time_or_its_tokens(prices: dict, expected: float | None) -> None:
    assert cost(prices, seconds=2.0, tokens_in=500, tokens_out=10) == pytest.approx(expected)


def test_what_was_not_measured_has_no_cost() -> None:
    assert cost(MACHINE, None, 5, 5) is None
    assert cost(TOKENS, 1.0, None, None) is None


def test_wrong_answers_are_paid_for_by_the_right_ones() -> None:
    costs = [1.0, 2.0, 3.0, None]
    assert cost_figures(costs, list("abcd"))["cost"] == 2.0
    assert correct_cost(costs, [1.0, 0.0, 1.0, 0.0], list("abcd"))["cost_per_correct"] == 3.0


def test_nothing_correct_has_no_cost_per_correct_answer() -> None:
    figures = correct_cost([1.0, 1.0], [0.0, 0.0], list("ab"))
    assert figures["cost_per_correct"] is None
    assert figures["cost_per_correct_interval"] is None


def test_without_a_price_nothing_is_claimed() -> None:
    assert set(cost_figures([None, None], list("ab")).values()) == {None}
    assert set(correct_cost([None, None], [1.0, 1.0], list("ab")).values()) == {None}
