"""Costs of a month and break-evens, worked by hand."""

from typing import Any

import pytest

from core.arms import ARMS
from core.evaluation.figures.break_even import (
    MOST_UPDATES,
    UPKEEP,
    Month,
    break_even,
    month,
    month_figures,
)

BLANK: dict[str, float | None] = dict.fromkeys(UPKEEP)
TYPED = BLANK | {
    "updates": 4.0,
    "index_hours": 0.5,
    "retrain_hours": 2.0,
    "wage": 30.0,
    "index_flat": 5.0,
    "adapter_flat": 7.0,
    "queries": 1000.0,
}


def costs(query: float, fixed: float) -> Month:
    return Month(query, 0.0, 0.0, fixed)


@pytest.mark.parametrize(
    ("arm", "machine", "people", "flat"),
    [("base", 0, 0, 0), ("rag", 1, 15, 5), ("tuned", 9, 60, 7), ("hybrid", 10, 75, 12)],
)
def test_indexing_falls_to_arms_that_retrieve_and_training_to_those_that_adapt(
    arm: str, machine: float, people: float, flat: float
) -> None:
    one = month(ARMS[arm], 0.01, TYPED, seconds=(100.0, 900.0), per_hour=36.0)
    assert (one.machine, one.people, one.flat) == (machine, people, flat)
    assert one.fixed(4) == 4 * (machine + people) + flat
    assert one.whole(4, 1000) == pytest.approx(10 + one.fixed(4))


def test_what_is_not_typed_and_a_machine_without_a_price_cost_nothing() -> None:
    assert month(ARMS["hybrid"], 0.01, BLANK, (100.0, 900.0), None).fixed(31) == 0


@pytest.mark.parametrize(
    ("first", "second", "word", "queries"),
    [
        (costs(1, 50), costs(3, 10), "from", 20),
        (costs(3, 10), costs(1, 50), "up to", 20),
        (costs(1, 10), costs(3, 50), "always", None),
        (costs(1, 10), costs(3, 10), "always", None),
        (costs(3, 50), costs(1, 10), "never", None),
        (costs(1, 50), costs(1, 10), "never", None),
        (costs(1, 10), costs(1, 10), "same", None),
    ],
)
def test_the_break_even_is_a_number_or_a_word(
    first: Month, second: Month, word: str, queries: float | None
) -> None:
    assert break_even(first, second, updates=1) == (word, queries)
    if queries:
        assert first.whole(1, queries) == second.whole(1, queries)


def test_it_moves_with_the_updates() -> None:
    tuned, rag = Month(1, 8, 2, 0), Month(3, 0, 0, 0)
    assert [break_even(tuned, rag, updates)[1] for updates in (1, 2, 31)] == [5, 10, 155]


def summary(**costs: float | None) -> dict[str, Any]:
    arms = {
        arm: {
            "cost": cost,
            "cost_interval": None,
            "strata": {
                "seen": {"cost_per_correct": cost and 2 * cost, "cost_per_correct_interval": None},
                "unanswerable": {"cost_per_correct": cost, "cost_per_correct_interval": None},
            },
        }
        for arm, cost in costs.items()
    }
    return {"currency": "EUR", "prices": {"machine_per_hour": 36.0}, "arms": arms}


def test_the_pairs_are_those_whose_arms_were_both_asked() -> None:
    seconds = {"tuned": 900.0, "hybrid": 900.0}
    four = summary(base=0.1, rag=0.3, tuned=0.1, hybrid=0.3, oracle=0.2)
    found = month_figures(four, TYPED, 100, seconds)
    assert list(found["arms"]) == ["base", "rag", "tuned", "hybrid"]
    assert [(pair["first"], pair["second"]) for pair in found["pairs"]] == [
        ("tuned", "rag"),
        ("hybrid", "rag"),
        ("tuned", "hybrid"),
    ]
    assert found["arms"]["rag"]["correct"] == {
        "seen": {"cost_per_correct": 0.6, "cost_per_correct_interval": None}
    }
    steps = found["pairs"][0]["by_updates"]
    assert [step[0] for step in steps] == list(range(MOST_UPDATES + 1))
    assert steps[4] == (4, "from", pytest.approx((4 * 69 + 7 - 4 * 16 - 5) / 0.2))
    two = month_figures(summary(base=0.1, rag=0.3, tuned=None), TYPED, 100, seconds)
    assert (list(two["arms"]), two["pairs"]) == (["base", "rag"], [])


def test_an_arm_whose_adapter_is_gone_is_left_out_by_name() -> None:
    found = month_figures(summary(rag=0.3, tuned=0.1), TYPED, 100, {})
    assert (list(found["arms"]), found["missing"], found["pairs"]) == (["rag"], ["tuned"], [])


def test_a_typed_number_of_updates_between_the_steps_has_a_step_of_its_own() -> None:
    found = month_figures(summary(rag=0.3, tuned=0.1), TYPED | {"updates": 2.5}, 0, {"tuned": 1})
    assert 2.5 in [step[0] for step in found["pairs"][0]["by_updates"]]
