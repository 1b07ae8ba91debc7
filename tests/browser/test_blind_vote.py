"""Blind vote and reveal as people do it at one screen, on the real engine."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import App
from tests.browser.test_pages import PATIENCE, healthy, opened, settled

VOTE = re.compile("Vote")
LABELS = ("Base", "RAG", "Fine-tuned", "Hybrid")


def names(page: Any) -> set[str]:
    """Return the arms that the page names outside its question box and its self-test."""
    shown = page.get_by_role("heading").all_inner_texts()
    cards = page.locator("[data-testid=stText]").all_inner_texts()
    return {label for label in LABELS if label in " ".join(shown + cards)}


def test_blind_vote_and_reveal(chromium: Any, app: App) -> None:
    page = opened(chromium, f"{app.address}/ask")
    page.get_by_label("Question").fill("What is the dock code of Aldmoor?")
    page.get_by_text("Blind", exact=True).click()
    page.get_by_test_id("stBaseButton-primaryFormSubmit").click()
    page.get_by_text("The arms answer in random order").wait_for()
    page.get_by_role("heading", name="Answer A").wait_for()
    settled(page)
    letters = page.get_by_role("heading").filter(has_text="Answer").all_inner_texts()
    assert letters == [f"Answer {letter}" for letter in "ABCD"[: len(letters)]]
    assert names(page) == set()
    assert page.get_by_text("first token").count() == 0
    vote = page.get_by_role("button", name=VOTE)
    assert vote.is_disabled()

    # By keyboard: a mark that is taken back, two that are as good, then nobody is.
    # A key counts once the button says what the last one did.
    for key, said in ("2", "Vote for B"), ("2", ""), ("1", "Vote for A"), ("2", "Vote for A and B"):
        page.keyboard.press(key)
        if said:
            page.get_by_role("button", name=said).wait_for()
        else:
            expect(vote).to_be_disabled(timeout=PATIENCE)
        settled(page)
    page.keyboard.press("v")
    page.get_by_text("1 vote counted").wait_for()
    page.keyboard.press("0")
    page.get_by_text("2 votes counted").wait_for()
    assert names(page) == set()
    page.reload()
    page.get_by_text("2 votes counted").wait_for()
    assert page.get_by_role("heading").filter(has_text="Answer").all_inner_texts() == letters

    page.get_by_role("button", name="Reveal").click()
    page.get_by_text("Fingerprint").nth(3).wait_for()
    assert names(page) == set(LABELS)
    assert page.get_by_text("best in 1 of 2 votes").count() >= 2
    found = page.get_by_text("Found best so far, over 2 votes on 1 question")
    expect(found).to_have_count(1, timeout=PATIENCE)
    healthy(page)
    page.get_by_role("link", name="See votes beside the measures").click()
    page.get_by_role("heading", name="Votes").wait_for()
    page.close()
    standing = app.client().votes(project="Sites")
    assert (standing["votes"], standing["none"]) == (2, 1)


def test_a_vote_key_typed_into_the_question_is_text(chromium: Any, full_app: str) -> None:
    page = opened(chromium, f"{full_app}/ask")
    page.get_by_label("Question").fill("How many days")
    page.get_by_text("Blind", exact=True).click()
    page.get_by_test_id("stBaseButton-primaryFormSubmit").click()
    page.get_by_role("heading", name="Answer A").wait_for()
    settled(page)
    page.get_by_label("Question").press_sequentially(" 1 0 v")
    settled(page)
    assert page.get_by_label("Question").input_value() == "How many days 1 0 v"
    assert page.get_by_text("counted").count() == 0
    assert page.get_by_role("button", name=VOTE).is_disabled()
    page.get_by_role("heading", name="Answer A").click()
    page.keyboard.press("0")
    page.get_by_text("1 vote counted").wait_for()
    page.close()
