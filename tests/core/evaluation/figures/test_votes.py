"""Votes: cards that are fair to arms that say the same, rates with intervals over questions."""

from typing import Any

import pytest

from core.evaluation.figures.votes import cards_of, standing
from core.evaluation.statistics.intervals import wilson


def vote(question: str, winners: list[str], arms: str = "base rag", **prints: str) -> Any:
    cards = cards_of({arm: f"{arm} says" for arm in arms.split()})
    return {"question": question, "cards": cards, "winners": winners, "fingerprints": prints}


def test_arms_that_say_the_same_share_a_card() -> None:
    cards = cards_of({"tuned": "at six", "base": "noon", "hybrid": " at six\n"})
    assert [(card["key"], card["text"], card["arms"]) for card in cards] == [
        ("A", "at six", ["tuned", "hybrid"]),
        ("B", "noon", ["base"]),
    ]


def test_rates_and_intervals_of_one_vote_a_question() -> None:
    rows = [vote("One?", ["rag"]), vote("Two?", ["rag", "base"]), vote("Three?", [])]
    found = standing(rows)
    assert (found["votes"], found["questions"], found["none"]) == (3, 3, 1)
    rag = found["arms"]["rag"]
    assert (rag["n"], rag["wins"], rag["questions"]) == (3, 2, 3)
    assert rag["rate"] == pytest.approx(2 / 3)
    assert rag["interval"] == wilson(2, 3)
    assert found["arms"]["base"]["wins"] == 1


def test_an_arm_is_counted_only_where_it_stood() -> None:
    found = standing([vote("One?", ["rag"]), vote("Two?", ["rag"], "rag hybrid")])
    assert {arm: row["n"] for arm, row in found["arms"].items()} == {
        "base": 1,
        "rag": 2,
        "hybrid": 1,
    }
    assert found["arms"]["hybrid"]["rate"] == 0
    assert found["arms"]["hybrid"]["interval"] == wilson(0, 1)


def test_many_people_on_one_question_are_not_many_questions() -> None:
    found = standing([vote("One?", ["rag"]) for _ in range(40)])
    assert found["questions"] == 1
    assert found["arms"]["rag"]["interval"] == [0.0, 1.0]
    rows = [vote(f"Number {n}?", ["rag"] if n % 2 else ["base"]) for n in range(10)]
    twice = standing(rows + rows)["arms"]["rag"]
    low, high = twice["interval"]
    assert (twice["n"], twice["questions"]) == (20, 10)
    assert high - low > wilson(10, 20)[1] - wilson(10, 20)[0]


def test_votes_on_several_builds_of_an_arm_are_told() -> None:
    rows = [vote("One?", [], base="f1", rag="f2"), vote("Two?", [], base="f1", rag="f3")]
    arms = standing(rows)["arms"]
    assert (arms["base"]["builds"], arms["rag"]["builds"]) == (1, 2)


def test_without_votes_no_arm_has_figures() -> None:
    assert standing([]) == {"votes": 0, "questions": 0, "none": 0, "arms": {}}
