"""A presenter changes one fact in a real browser, on the real engine, and puts it back."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import App
from tests.browser.test_pages import healthy, opened
from tests.conftest import CODES

ANSWERED = 120_000
SAYS = re.compile(r"\bsays (the new value|the old value|old and new|neither)$")
"""Behind the icon, whose name is text to a browser."""


def test_a_fact_is_edited_live_and_the_cards_say_what_they_give(chromium: Any, app: App) -> None:
    page = opened(chromium, f"{app.address}/freshness")
    # The first fact of the list is chosen: its passage stands there with the old value.
    page.get_by_text(CODES[0]).first.wait_for()
    page.get_by_label("New value").fill("W77")
    page.get_by_role("button", name="Change it and ask").click()
    page.get_by_text(SAYS).nth(3).wait_for(timeout=ANSWERED)
    expect(page.get_by_text("answered")).to_have_count(4, timeout=30_000)
    expect(page.get_by_text(SAYS)).to_have_count(4, timeout=30_000)
    assert page.get_by_text("Embed", exact=True).first.is_visible()
    healthy(page)
    client = app.client()
    edit = client.edits(project="Sites")[0]
    assert (edit["old"], edit["new"]) == ([CODES[0]], "W77")
    passage = client.fact(project="Sites", question=edit["question"])["passages"][0]["text"]
    assert "dock code is W77" in passage
    read = [row for row in client.questions(project="Sites") if row["answers"] == ["W77"]]
    assert len(read) == 2  # Both wordings of the fact follow, in training and in test.
    page.get_by_role("button", name="back").click()
    page.get_by_text("says " + CODES[0] + " again").wait_for()
    assert client.edits(project="Sites") == []
    healthy(page)
    page.close()
