"""Recommendations from the recorded demo, and what they cost by another formula."""

from typing import Any

import pytest

from core.decision.recommend.options import OPTIONS
from core.engine.deciding.evidence import with_rivals
from core.engine.wire.client import Client
from core.errors import InvalidInputError, NotFoundError
from core.evaluation.scoring.traces import part_of
from tests.fake_answers import refused

POINTS = ((1_000.0, 4.0), (250_000.0, 0.0), (37.0, 31.0))
"""Questions and updates a month."""


@pytest.fixture(scope="module")
def first(client: Client, demo: str) -> Any:
    """The recommendation by the usual wishes, before anything was typed."""
    assert client.recommendation(project=demo) is None
    return client.recommend(project=demo)


def test_what_was_asked_for_is_kept_and_read_again(client: Client, demo: str, first: Any) -> None:
    asked: Any = {"stratum": "seen", "weights": {"accuracy": 1}, "limits": {"budget": 500.0}}
    made = client.recommend(project=demo, wishes=asked)
    assert client.recommendation(project=demo) == made
    assert made["wishes"]["stratum"] == "seen"
    assert made["wishes"]["scales"]["cost"] == {"floor": 500.0, "goal": 0.0}
    assert first["wishes"]["stratum"] == "held_out"
    assert made["id"] != first["id"]


def test_a_project_starts_with_a_price_that_says_it_is_an_example(
    client: Client, demo: str, first: Any
) -> None:
    prices = client.prices(project=demo)
    assert (prices["example"], prices["machine_per_hour"]) == (True, 0.5)
    assert any("is an example price, as of" in line for line in first["assumed"])
    volume = "Example volume: 1,000 questions and 4 updates a month. Set your own."
    assert volume in first["assumed"]
    for option in first["options"]:
        assert option["criteria"]["cost"]["says"].endswith("at an example price")
    assert client.four_measures(project=demo)["scope"]["example_price"] is True
    own = client.set_prices(project=demo, prices={"machine_per_hour": 2.0})
    assert (own["example"], own["machine_per_hour"]) == (False, 2.0)
    again = client.recommend(project=demo, wishes={"queries": 5.0, "updates": 0.0})
    assert again["assumed"] == []
    assert "example" not in again["options"][0]["criteria"]["cost"]["says"]
    assert client.set_prices(project=demo, prices={"machine_per_hour": None}) == prices


def test_accuracy_is_the_share_of_the_stored_answers(client: Client, demo: str, first: Any) -> None:
    rows = client.evaluation(project=demo, evaluation=first["evaluation"])["rows"]
    for option in first["options"]:
        right = [
            row["answers"][option["option"]]["containment"]
            for row in rows
            if part_of(row) == "held_out"
        ]
        value = option["criteria"]["accuracy"]["value"]
        assert value == pytest.approx(sum(right) / len(right), rel=1e-12)


@pytest.mark.parametrize(("queries", "updates"), POINTS)
def test_a_month_costs_the_same_by_a_second_formula(
    client: Client, demo: str, first: Any, queries: float, updates: float
) -> None:
    wishes: Any = {"queries": queries, "updates": updates}
    made = client.recommend(project=demo, wishes=wishes)
    months = client.month_costs(project=demo, evaluation=first["evaluation"])
    for option in made["options"]:
        expected = second_formula(client, demo, first["evaluation"], option["option"])
        fixed, each = expected
        assert option["criteria"]["cost"]["value"] == pytest.approx(
            fixed * updates + each * queries, rel=1e-9
        )
        assert months["arms"][option["option"]]["query"] == pytest.approx(each, rel=1e-9)


def second_formula(client: Client, demo: str, evaluation: str, arm: str) -> tuple[float, float]:
    """Return the cost of an update and of a question at half a dollar an hour, by seconds summed.

    Written anew: time is added up over answers, documents and the adapter, and priced at the end.
    """
    rows = client.evaluation(project=demo, evaluation=evaluation)["rows"]
    times = [row["answers"][arm]["latency_ms"] for row in rows]
    timed = [time for time in times if time is not None]
    update_s = 0.0
    if arm in ("rag", "hybrid"):
        update_s += sum(row["seconds"] for row in client.documents(project=demo))
    if arm in ("tuned", "hybrid"):
        card = client.figures(project=demo, evaluation=evaluation)["card"]
        used = card["adapter_ids"][arm]
        adapters = client.adapters(project=demo)
        update_s += next(row["seconds"] for row in adapters if row["id"] == used)
    return update_s / 7200, sum(timed) / len(timed) / 7_200_000


@pytest.mark.parametrize("updates", [0.0, 4.0, 31.0])
def test_where_two_arms_break_even_both_cost_the_same_by_the_second_formula(
    client: Client, demo: str, first: Any, updates: float
) -> None:
    months = client.month_costs(project=demo, evaluation=first["evaluation"])
    for pair in months["pairs"]:
        row = next(row for row in pair["by_updates"] if row[0] == updates)
        if row[2] is not None:
            one, other = (
                second_formula(client, demo, first["evaluation"], pair[name])
                for name in ("first", "second")
            )
            costs = [fixed * updates + each * row[2] for fixed, each in (one, other)]
            assert costs[0] == pytest.approx(costs[1], rel=1e-9)


def test_a_questionnaire_that_says_something_else_is_named(client: Client, demo: str) -> None:
    situation = {"changes": "daily", "form": "no", "volume": "few", "cite": "yes", "new": "yes"}
    limits: Any = {"latency_ms": 0.001}
    made = client.recommend(project=demo, wishes={"situation": situation, "limits": limits})
    assert made["outcome"] == "none within your limits"
    assert made["questionnaire"] == (
        "A questionnaire would say RAG; your measurements say none within your limits."
    )
    plain = client.recommend(project=demo, wishes={"limits": limits})
    assert "questionnaire" not in plain


@pytest.mark.parametrize(
    ("wishes", "text"),
    [
        ({"stratum": "exam"}, "of the kind 'exam'"),
        ({"weights": {"accuracy": -1.0, "cost": 2.0}}, "Weights must be numbers of at least 0"),
        ({"queries": -1.0}, "The queries must be a number of at least 0, not '-1.0'"),
        ({"scales": {"cost": {"floor": 1.0, "goal": 1.0}}}, "The scale of 'cost' can't be used"),
        ({"situation": {"changes": "often"}}, "no answer 'often' to 'changes'"),
    ],
)
def test_a_wish_that_cannot_be_used_is_refused(
    client: Client, demo: str, wishes: Any, text: str
) -> None:
    before = client.recommendation(project=demo)
    with pytest.raises(InvalidInputError, match=text):
        client.recommend(project=demo, wishes=wishes)
    assert client.recommendation(project=demo) == before


def test_without_an_evaluation_there_is_a_sentence(client: Client) -> None:
    client.create_project(name="Empty", server={"url": "http://127.0.0.1:9/v1"}, base="m")
    with pytest.raises(NotFoundError, match="Nothing was evaluated in Empty yet"):
        client.recommend(project="Empty")


def test_what_nobody_measured_is_named(first: Any) -> None:
    measured = {option["label"] for option in first["options"]}
    others = [kind.label for kind in OPTIONS.values() if kind.label not in measured]
    assert [line.partition(":")[0] for line in first["unmeasured"]] == others


def test_a_rival_s_answers_stand_beside_those_to_the_same_question() -> None:
    rows: Any = [refused(number, {"rag": True}) for number in range(3)]
    rival: Any = [refused(1, {"few-shot": False}), refused(9, {"few-shot": False})]
    measured: Any = {"conditions": [{"rows": rival}]}
    merged = with_rivals(rows, [measured])
    assert [sorted(row["answers"]) for row in merged] == [["rag"], ["few-shot", "rag"], ["rag"]]
