"""Documents to questions by keyboard: real engine, real model, real key presses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.engine.wire.client import Client
from tests.browser.conftest import ROOT, start_server
from tests.browser.test_pages import healthy, opened
from tests.conftest import Sample
from tests.core.engine.conftest import Served, wait_for

RULES = b"""# Travel rules

Expense reports must be filed within 30 days of the purchase. The travel desk opened in March 2019
and is led by Ines Calder. A hotel in Aldmoor may cost at most 140 euros a night. Each employee has
25 days of leave a year. The site in Brightwell employs 412 people. The warranty of the scanner
lasts 24 months. A rental car must be returned before 18:00. The daily allowance is 38 euros.
See www.example.org, https://example.org or desk@example.org :smile: :material/home:
"""
FACTS = 4


@dataclass(frozen=True)
class App:
    """An app over a workspace of its own, and its engine."""

    address: str
    client: Client


@pytest.fixture(scope="module")
def app(chromium: Any, models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    sample = Sample(tmp_path_factory.mktemp("keyboard"), models, "Rules")
    engine = Served.start(sample)
    engine.client.create_project(name="Rules")
    places = {"ASSAY_WORKSPACE": str(sample.folder), "ASSAY_MODELS": str(models)}
    server, address = start_server(ROOT / "app.py", sample.folder, places)
    yield App(address, engine.client)
    server.terminate()
    engine.stop()


def pressed(page: Any, key: str, row: dict[str, Any]) -> dict[str, Any]:
    """Press a key once a question is drawn whole and the page is at rest; return the question.

    A key that comes sooner can meet a button of the question before, and then does nothing.
    """
    page.locator(f"[class*='st-key-review-reject-{row['id']}']").wait_for()
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    page.keyboard.press(key)
    return row


def upcoming(client: Client) -> dict[str, Any]:
    row: dict[str, Any] = client.review(project="Rules")["next"]
    return row


def counted(page: Any, client: Client, reviewed: int) -> dict[str, Any]:
    page.get_by_text(re.compile(rf"^{reviewed} of \d+ reviewed")).wait_for()
    found: dict[str, Any] = client.review(project="Rules")
    assert found["reviewed"] == reviewed
    return found


def test_documents_become_questions_that_are_reviewed_by_keyboard(chromium: Any, app: App) -> None:
    client = app.client
    page = opened(chromium, f"{app.address}/documents")
    page.set_default_timeout(120_000)
    note = {"name": "rules.md", "mimeType": "text/markdown", "buffer": RULES}
    page.locator("input[type=file]").set_input_files([note])
    page.get_by_role("button", name="Add 1 file").click()
    wait_for(lambda: client.overview(project="Rules")["project"]["passages"])

    page.goto(f"{app.address}/questions")
    number = page.get_by_test_id("stNumberInputField")
    number.fill(str(FACTS))
    number.press("Enter")
    page.get_by_text(re.compile(rf"^{FACTS} facts of \d+ sentences")).wait_for()
    page.get_by_role("button", name="Generate questions").click()
    total = counted(page, client, 0)["total"]
    assert total >= FACTS

    shown = page.get_by_text("desk@").first
    assert ":material/home:" in shown.inner_text().replace("\N{WORD JOINER}", "")
    assert page.locator("a[href*='example.org']").count() == 0  # a document brings no links

    accepted = pressed(page, "a", upcoming(client))
    assert counted(page, client, 1)["accepted"] == 1
    rejected = pressed(page, "x", upcoming(client))
    assert counted(page, client, 2)["rejected"] == 1
    pressed(page, "p", upcoming(client))
    pressed(page, "a", rejected)
    wait_for(lambda: client.review(project="Rules")["accepted"] == 2)

    edited = pressed(page, "e", upcoming(client))
    words = page.get_by_role("dialog").get_by_label("Question", exact=True)
    words.fill("")
    words.press_sequentially("Axe, pen or exam?")  # the shortcuts' letters are typed, not obeyed
    words.press("Enter")
    assert counted(page, client, 3)["edited"] == 1
    last = pressed(page, "x", upcoming(client))
    assert counted(page, client, 4)["rejected"] == 1
    healthy(page)
    page.close()

    rows = {row["id"]: row for row in client.questions(project="Rules")}
    assert rows[accepted["id"]]["extra"]["review"] == "accepted"
    assert rows[rejected["id"]]["extra"]["review"] == "accepted"
    assert rows[edited["id"]]["text"] == "Axe, pen or exam?"
    assert last["id"] not in rows


def test_letters_typed_into_a_field_judge_nothing(chromium: Any, app: App) -> None:
    client = app.client
    page = opened(chromium, f"{app.address}/questions")
    before = client.review(project="Rules")["reviewed"]
    page.get_by_text("Generate from documents").click()
    number = page.get_by_test_id("stNumberInputField")
    number.click()
    page.keyboard.type("axp")
    page.get_by_text(re.compile(rf"^{before} of \d+ reviewed")).wait_for()
    page.wait_for_timeout(1500)
    assert client.review(project="Rules")["reviewed"] == before
    page.close()
