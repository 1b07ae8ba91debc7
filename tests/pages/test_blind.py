"""Blind votes on Ask: nothing names an arm, votes by any number of people, the reveal."""

import pytest
from streamlit.testing.v1 import AppTest

from core.arms import ARMS
from core.errors import InvalidInputError
from tests import fake_data
from tests.fakes import FakeEngine

PAGE = "pages/compare/ask.py"
EVALUATE = "pages/compare/evaluate.py"
LABELS = [arm.label for arm in ARMS.values()]


@pytest.fixture
def page(app: AppTest, engine: FakeEngine, handbook: str) -> AppTest:
    engine.held[handbook]["self_test"] = None  # It names arms, of other answers.
    page = app.run().switch_page(PAGE).run()
    page.toggle(key="ask.blind").set_value(True)
    page.text_area(key="ask.question").set_value("How many days of leave?")
    return page.button(key="ask.ask").click().run()


def headings(page: AppTest) -> list[str]:
    return [heading.value for heading in page.subheader]


def letter_of(engine: FakeEngine, arm: str) -> str:
    cards = engine.asks["k-1"]["cards"]
    return str(next(card["key"] for card in cards if arm in card["arms"]))


def press(page: AppTest, key: str) -> AppTest:
    return page.button(key=f"voting.{key}").click().run()


def test_answers_stand_under_letters_and_nothing_names_an_arm(page: AppTest) -> None:
    # Fine-tuned and Hybrid say the same: one card.
    assert headings(page)[-3:] == ["Answer A", "Answer B", "Answer C"]
    texts = [text.value for text in page.text]
    assert set(fake_data.ANSWERS.values()) <= set(texts)
    shown = " ".join(
        [*headings(page), *texts, *(line.value for line in page.caption)]
        + [text.value for text in page.markdown]
    )
    assert [label for label in (*LABELS, "first token", "mixed-1") if label in shown] == []
    assert not [box for box in page.expander if "passage" in box.label]
    assert "Several arms gave this answer; a vote counts for each of them." in shown


def test_a_vote_waits_for_a_mark_and_counts_for_every_arm_that_said_it(
    page: AppTest, engine: FakeEngine
) -> None:
    assert page.button(key="voting.vote").disabled
    page = press(page, f"best.{letter_of(engine, 'tuned')}")
    page = press(page, f"best.{letter_of(engine, 'rag')}")
    assert not page.button(key="voting.vote").disabled
    page = press(page, "vote")
    assert sorted(engine.ballots[0]["winners"]) == ["hybrid", "rag", "tuned"]
    assert page.button(key="voting.vote").disabled
    assert "1 vote counted" in page.success[0].value


def test_a_mark_can_be_taken_back_and_none_may_be_good(page: AppTest, engine: FakeEngine) -> None:
    page = press(press(page, "best.A"), "best.A")
    assert page.button(key="voting.vote").disabled
    page = press(page, "none")
    assert [ballot["winners"] for ballot in engine.ballots] == [[]]
    assert "Answer A" in headings(page)


def test_the_reveal_names_the_arms_their_votes_and_the_standing(
    page: AppTest, engine: FakeEngine
) -> None:
    letter = letter_of(engine, "rag")
    page = press(press(page, f"best.{letter}"), "vote")
    page = press(press(page, "none"), "reveal")
    assert headings(page)[-4:] == LABELS
    badges = " ".join(text.value for text in page.markdown)
    assert f"was {letter}" in badges
    assert "best in 1 of 2 votes" in badges
    assert any("Found best so far, over 2 votes" in line.value for line in page.caption)
    assert any("first token" in line.value for line in page.caption)
    assert "voting.vote" not in [button.key for button in page.button]


def test_a_reload_shows_the_same_letters(page: AppTest, engine: FakeEngine) -> None:
    before = [card["text"] for card in engine.ask_state("k-1")["cards"]]
    page = page.run()
    assert [card["text"] for card in engine.ask_state("k-1")["cards"]] == before
    assert headings(page)[-1] == "Answer C"


def test_a_vote_on_answers_that_are_gone_is_one_sentence(page: AppTest, engine: FakeEngine) -> None:
    page.button(key="voting.none").click()
    engine.asks.clear()
    page = page.run()
    assert [error.value for error in page.error] == [
        r"These answers are no longer held\. Ask the question again\."
    ]
    assert "voting.none" not in [button.key for button in page.button]


def test_one_arm_alone_is_refused(
    app: AppTest, engine: FakeEngine, handbook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise InvalidInputError("A blind vote needs at least two arms. Choose one more.")

    page = app.run().switch_page(PAGE).run()
    monkeypatch.setattr(engine, "ask", refuse)
    page.pills(key="ask.arms").set_value(["base"])
    page.text_area(key="ask.question").set_value("How many?")
    page = page.button(key="ask.ask").click().run()
    assert "at least two arms" in page.error[0].value


def test_votes_stand_beside_the_measures_and_can_be_removed(
    page: AppTest, engine: FakeEngine
) -> None:
    press(page, "none")
    page = page.switch_page(EVALUATE).run()
    assert "Votes" in headings(page)
    assert any("No answer was found good in 1 vote" in line.value for line in page.caption)
    page = press(page, "clear")
    assert engine.ballots == []
    assert "Votes" not in headings(page)


def test_without_votes_there_is_no_chart_of_them(app: AppTest, handbook: str) -> None:
    page = app.run().switch_page(EVALUATE).run()
    assert "Votes" not in headings(page)
    assert not page.exception
