"""The main job as a person does it, on the real engine, models and index."""

import os
import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from core.engine.wire.client import Client
from tests.browser.conftest import App
from tests.browser.test_pages import healthy, opened, settled, turned

LONG = {"recipe": "closed-book", "epochs": 40, "batch_size": 1}
"""A run of many short steps."""


def ended(client: Client, kind: str) -> dict[str, Any]:
    """Return the newest job of a kind once it has ended."""
    job = next(job for job in client.jobs(project="Sites") if job["kind"] == kind)
    done: dict[str, Any] = client.wait(project="Sites", job=job["id"], seconds=300)
    return done


def test_a_deep_link_into_a_fresh_server_finds_its_page(chromium: Any, app: App) -> None:
    page = opened(chromium, f"{app.address}/documents")
    assert page.locator("h1").inner_text() == "Documents"
    healthy(page)
    page.close()


def test_four_answers_stand_side_by_side(chromium: Any, app: App) -> None:
    page = opened(chromium, f"{app.address}/ask")
    page.get_by_label("Question").fill("What is the dock code of Aldmoor?")
    page.get_by_test_id("stBaseButton-primaryFormSubmit").click()
    page.get_by_text("answered").nth(3).wait_for()
    healthy(page)
    expect(page.get_by_text(re.compile(r"^\d passages?$"))).to_have_count(2, timeout=30_000)
    page.reload()
    settled(page)
    page.get_by_text("answered").nth(3).wait_for()
    page.close()


def test_the_server_holds_no_torch(app: App) -> None:
    maps = Path(f"/proc/{app.server.pid}/maps")
    if not maps.exists():
        pytest.skip("needs /proc to see what a process has loaded")
    loaded = maps.read_text()
    assert "pyarrow" in loaded
    assert [name for name in ("libtorch", "openvino", "chromadb") if name in loaded] == []


def test_every_page_stands_on_the_real_engine(chromium: Any, app: App) -> None:
    page = opened(chromium, app.address)
    healthy(page)
    for key in ("documents", "questions", "finetune", "ask", "evaluate"):
        turned(page, key)
        healthy(page)
    page.close()


def test_a_killed_server_stops_neither_training_nor_an_evaluation(chromium: Any, app: App) -> None:
    client = app.client()
    training = client.train(project="Sites", settings=LONG)
    page = opened(chromium, f"{app.address}/finetune")
    page.get_by_text("Training loss").wait_for()
    os.kill(app.server.pid, signal.SIGKILL)
    before = client.job(project="Sites", job=training["id"])["done"]
    until = time.monotonic() + 60
    while client.job(project="Sites", job=training["id"])["done"] <= before:
        assert time.monotonic() < until, "training stopped with the server"
        time.sleep(0.2)
    page.close()
    app.restart_server()
    page = opened(chromium, f"{app.address}/finetune")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Resume continues from").wait_for()
    page.close()
    evaluation = client.evaluate(project="Sites", arms=["base", "rag"], split="all", n=5)
    while client.job(project="Sites", job=evaluation["id"])["done"] < 2:
        time.sleep(0.1)
    os.kill(app.server.pid, signal.SIGKILL)
    done = client.wait(project="Sites", job=evaluation["id"], seconds=300)
    assert done["state"] == "done", done["error"]
    app.restart_server()
    page = opened(chromium, f"{app.address}/evaluate")
    page.locator(".js-plotly-plot").first.wait_for()
    healthy(page)
    page.close()
