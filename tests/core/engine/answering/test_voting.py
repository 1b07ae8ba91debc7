"""Blind asks: nothing names an arm before the reveal, votes are kept, refusals are sentences."""

import json
from typing import Any

import pytest

from core.arms import ARMS
from core.engine.asks import DONE, FAILED, RUNNING, STOPPED, Ask
from core.engine.wire.client import Client
from core.errors import InvalidInputError, NotFoundError

QUESTION = "What is the dock code of Aldmoor?"
TEXTS = {"base": "Maybe K18", "rag": "K17", "tuned": "B42", "hybrid": "K17"}


def answered(texts: dict[str, str], blind: bool = True) -> Ask:
    """Return an ask whose arms have said `texts`, with all that would name them."""
    one = Ask("p-1", "Which code?", list(texts), blind)
    for arm, text in texts.items():
        tell = {
            "adapter": "first",
            "passages": [{"document": "Aldmoor"}],
            "latency_ms": 9.5,
            "fingerprint": {"hash": f"f-{arm}"},
        }
        one.update(arm, state=DONE, text=text, **tell)
    one.update(busy="Timed while a train job ran.")
    one.finish()
    return one


def test_nothing_names_an_arm_before_the_reveal() -> None:
    one = Ask("p-1", "Which code?", list(TEXTS), blind=True)
    one.update("rag", state=RUNNING, text="K1")
    states = [one.shown()]
    one.update("rag", state=DONE, text="K17")
    states += [one.shown(), answered(TEXTS).shown()]
    for state in states:
        text = json.dumps(state)
        assert [key for key in (*ARMS, "first", "9.5", "f-rag") if f'"{key}"' in text] == []
        assert state["arms"] == []
    assert [state["answered"] for state in states] == [0, 1, 4]
    assert states[1]["cards"] == []
    assert {card["text"] for card in states[2]["cards"]} == set(TEXTS.values())


def test_cards_are_shuffled_and_stay_as_they_are() -> None:
    def order(one: Ask) -> list[str]:
        return [card["text"] for card in one.shown()["cards"]]

    orders = [answered({key: key for key in TEXTS}) for _ in range(60)]
    assert len({tuple(order(one)) for one in orders}) > 10
    assert order(orders[0]) == order(orders[0])


def test_equal_answers_are_one_card_and_win_together() -> None:
    one = answered(TEXTS)
    letters = {card["text"]: card for card in one.shown()["cards"]}
    assert len(letters) == 3
    assert [text for text, card in letters.items() if card["shared"]] == ["K17"]
    winners = one.winners([letters["K17"]["key"]])
    assert sorted(winners) == ["hybrid", "rag"]
    one.count(winners)
    one.reveal()
    arms = {arm["arm"]: arm for arm in one.shown()["arms"]}
    assert {arm: row["wins"] for arm, row in arms.items()} == {
        "base": 0,
        "rag": 1,
        "tuned": 0,
        "hybrid": 1,
    }
    assert arms["rag"]["card"] == arms["hybrid"]["card"] == letters["K17"]["key"]


@pytest.mark.parametrize(
    ("texts", "states", "note"),
    [
        ({"base": "a", "rag": "a"}, {}, "All arms gave the same answer"),
        ({"base": "a", "rag": "b"}, {"rag": FAILED}, "Fewer than two arms could answer"),
        ({"base": "a", "rag": "b"}, {"rag": STOPPED}, "Stopped before every arm"),
    ],
)
def test_where_there_is_nothing_to_vote_on_the_arms_are_named_at_once(
    texts: dict[str, str], states: dict[str, str], note: str
) -> None:
    one = Ask("p-1", "Which code?", list(texts), blind=True)
    for arm, text in texts.items():
        one.update(arm, state=states.get(arm, DONE), text=text)
    one.finish()
    assert one.shown()["revealed"]
    assert note in one.shown()["note"]
    with pytest.raises(InvalidInputError, match="already revealed"):
        one.winners(["A"])


def test_an_arm_that_failed_is_left_out_and_counted() -> None:
    one = Ask("p-1", "Which code?", ["base", "rag", "tuned"], blind=True)
    for arm, state in (("base", DONE), ("rag", DONE), ("tuned", FAILED)):
        one.update(arm, state=state, text=arm, error="Fine-tuned needs an adapter.")
    one.finish()
    state = one.shown()
    assert (len(state["cards"]), state["missing"], state["revealed"]) == (2, 1, False)
    assert "adapter" not in json.dumps(state)


def test_an_open_ask_is_as_it_was() -> None:
    state = answered(TEXTS, blind=False).shown()
    assert state["revealed"]
    assert [arm["arm"] for arm in state["arms"]] == list(TEXTS)
    assert state["note"] is None


def finished(client: Client, arms: list[str] | None = None) -> tuple[str, dict[str, Any]]:
    begun = client.ask(project="Sites", question=QUESTION, arms=arms, blind=True)
    return begun["ask"], list(client.stream(begun["ask"]))[-1]


def test_a_vote_is_kept_and_the_reveal_names_the_arms(shared: Client) -> None:
    shared.clear_votes(project="Sites")
    ask, state = finished(shared)
    assert (state["done"], state["revealed"], state["arms"]) == (True, False, [])
    letter = state["cards"][0]["key"]
    for number, winners in enumerate(([letter], []), start=1):
        state = shared.vote(project="Sites", ask=ask, winners=winners)
        assert (state["votes"], state["arms"]) == (number, [])
    state = shared.reveal(project="Sites", ask=ask)
    won = {arm["arm"] for arm in state["arms"] if arm["card"] == letter}
    assert {arm["arm"] for arm in state["arms"] if arm["wins"]} == won
    assert all(arm["fingerprint"] for arm in state["arms"])
    standing = shared.votes(project="Sites")
    assert (standing["votes"], standing["questions"], standing["none"]) == (2, 1, 1)
    assert {arm for arm, row in standing["arms"].items() if row["wins"]} == won
    with pytest.raises(InvalidInputError, match="already revealed"):
        shared.vote(project="Sites", ask=ask, winners=[])
    assert shared.clear_votes(project="Sites") == {"removed": 2}


def test_what_cannot_be_voted_on_is_one_sentence(shared: Client, empty: str) -> None:
    ask, _ = finished(shared, ["base", "tuned"])
    with pytest.raises(InvalidInputError, match=r"no answer X\. Choose from A, B"):
        shared.vote(project="Sites", ask=ask, winners=["X"])
    with pytest.raises(InvalidInputError, match="not asked in the project"):
        shared.vote(project=empty, ask=ask, winners=["A"])
    with pytest.raises(NotFoundError, match=r"no longer held\. Ask the question again"):
        shared.vote(project="Sites", ask="a-gone", winners=["A"])
    with pytest.raises(InvalidInputError, match="at least two arms"):
        shared.ask(project="Sites", question=QUESTION, arms=["base"], blind=True)
    assert shared.votes(project="Sites")["votes"] == 0
