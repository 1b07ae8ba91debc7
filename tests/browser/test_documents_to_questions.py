"""Files through the browser, documents to questions by keyboard: real engine, real model."""

import json
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
from tests.core.corpus.files import write_one_of_each
from tests.core.engine.conftest import Served, wait_for
from ui.prepare import documents, questions

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
    workspace: Path


@pytest.fixture(scope="module")
def app(chromium: Any, models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    sample = Sample(tmp_path_factory.mktemp("keyboard"), models, "Rules")
    engine = Served.start(sample)
    engine.client.create_project(name="Rules")
    places = {"ASSAY_WORKSPACE": str(sample.folder), "ASSAY_MODELS": str(models)}
    server, address = start_server(ROOT / "app.py", sample.folder, places)
    yield App(address, engine.client, sample.folder)
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
    page = opened(chromium, f"{app.address}/documents?project=Rules")
    page.set_default_timeout(120_000)
    note = {"name": "rules.md", "mimeType": "text/markdown", "buffer": RULES}
    page.locator("input[type=file]").set_input_files([note])
    page.get_by_role("button", name="Add 1 file").click()
    wait_for(lambda: client.overview(project="Rules")["project"]["passages"])

    page.goto(f"{app.address}/questions?project=Rules")
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
    page = opened(chromium, f"{app.address}/questions?project=Rules")
    before = client.review(project="Rules")["reviewed"]
    page.get_by_text("Generate from documents").click()
    number = page.get_by_test_id("stNumberInputField")
    number.click()
    page.keyboard.type("axp")
    page.get_by_text(re.compile(rf"^{before} of \d+ reviewed")).wait_for()
    page.wait_for_timeout(1500)
    assert client.review(project="Rules")["reviewed"] == before
    page.close()


def test_a_file_of_every_format_is_uploaded_indexed_and_found(
    chromium: Any, app: App, tmp_path: Path
) -> None:
    project = made(app.client, "Documents of every format")
    files = write_one_of_each(tmp_path)
    assert {path.suffix for path in files} == {f".{kind}" for kind in documents.TYPES}
    empty = tmp_path / "empty.txt"
    empty.touch()
    page = opened(chromium, f"{app.address}/documents?project={project}")
    page.locator("input[type=file]").set_input_files([*files, empty])
    page.get_by_role("button", name=f"Add {len(files) + 1} files").click()
    page.get_by_text(f"Add {len(files) + 1} files").wait_for(state="detached")
    found = files_of(app.client, project)
    page.get_by_text(found["empty.txt"]["error"]).locator("visible=true").first.wait_for()
    expected = {path.name: "added" for path in files} | {"empty.txt": "failed"}
    assert {name: file["state"] for name, file in found.items()} == expected
    search = page.get_by_label("A question, or a few words")
    search.fill("When does Dunlin open?")
    search.press("Enter")
    page.get_by_text("Lodge: Dunlin; Opens: eleven").first.wait_for()
    page.close()
    assert left_over(app) == []


def test_a_question_file_of_every_format_is_uploaded(chromium: Any, app: App) -> None:
    project = made(app.client, "Questions of every format")
    row = {"question": "When does Avocet open?", "answers": ["eight"]}
    texts = {
        "csv": "question,answers\nWhen does Bittern open?,nine\n",
        "tsv": "question\tanswers\nWhen does Curlew open?\tten\n",
        "jsonl": json.dumps(row) + "\n",
    }
    assert set(texts) == set(questions.TYPES)
    for kind, text in texts.items():
        page = opened(chromium, f"{app.address}/questions?project={project}")
        page.get_by_text("Import a file").click()
        file = {"name": f"q.{kind}", "mimeType": "text/plain", "buffer": text.encode()}
        page.locator("input[type=file]").set_input_files([file])
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_text("1 question added").wait_for()
        page.close()
    asked = {question["text"] for question in app.client.questions(project=project)}
    assert asked >= {f"When does {name} open?" for name in ("Avocet", "Bittern", "Curlew")}
    assert left_over(app) == []


def made(client: Client, name: str) -> str:
    """Make a project and return its id."""
    return str(client.create_project(name=name)["id"])


def files_of(client: Client, project: str) -> dict[str, dict[str, Any]]:
    """Return what became of each file of the newest upload, once its job has ended."""
    job = client.jobs(project=project)[0]["id"]
    done = client.wait(project=project, job=job, seconds=300)
    return {file["name"]: file for file in done["result"]["files"]}


def left_over(app: App) -> list[Path]:
    """Return the uploads that still lie in the workspace."""
    return list((app.workspace / "uploads").glob("*"))
