"""What only a browser shows: deep links, narrow windows, streaming, uploads, reloads."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from ui.menu import ENTRIES

TITLES = {entry.key: entry.title for entry in ENTRIES.values()} | {"home": "Staff handbook"}
PATIENCE = 90_000


def opened(chromium: Any, address: str, width: int = 1280, scheme: str = "light") -> Any:
    """Return a page at an address, once its title is there and nothing runs."""
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    settled(page)
    return page


def settled(page: Any) -> None:
    page.wait_for_selector("h1")
    page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")


def healthy(page: Any) -> None:
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.get_by_role("dialog").count() == 0
    assert page.locator("[data-testid=stAlertContentError]").count() == 0
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")


def menu(page: Any) -> list[str]:
    return page.locator("[data-testid=stSidebarNavLink]").all_inner_texts()


@pytest.mark.parametrize("key", ENTRIES)
def test_a_deep_link_into_a_fresh_server_runs_inside_the_app(
    chromium: Any, fresh_app: str, key: str
) -> None:
    page = opened(chromium, f"{fresh_app}/{'' if key == 'home' else key}")
    assert page.locator("h1").inner_text() == TITLES[key]
    named = [line.split("\n")[-1] for line in menu(page)]
    assert named == [entry.title for entry in ENTRIES.values()]
    healthy(page)
    page.close()


def test_every_page_stands_in_a_narrow_window_and_in_the_dark(
    chromium: Any, full_app: str, empty_app: str
) -> None:
    for address in (full_app, empty_app):
        for width, scheme in ((400, "light"), (1280, "dark")):
            for key in ENTRIES:
                page = opened(chromium, f"{address}/{key if key != 'home' else ''}", width, scheme)
                healthy(page)
                page.close()


def test_the_dark_theme_follows_the_browser(chromium: Any, full_app: str) -> None:
    colour = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    found = []
    for scheme in ("light", "dark"):
        page = opened(chromium, full_app, scheme=scheme)
        found.append(page.evaluate(colour))
        page.close()
    assert found == ["rgb(255, 255, 255)", "rgb(18, 23, 30)"]


def test_the_browser_asks_nobody_but_this_server(chromium: Any, full_app: str) -> None:
    asked: list[str] = []
    page = chromium.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for key in ENTRIES:
        page.goto(f"{full_app}/{'' if key == 'home' else key}")
        settled(page)
    page.close()
    assert asked
    others = [url for url in asked if not url.startswith((full_app, "data:", "blob:"))]
    assert others == []


def test_answers_stream_into_four_cards_and_survive_a_reload(chromium: Any, full_app: str) -> None:
    page = opened(chromium, f"{full_app}/ask")
    page.get_by_label("Question").fill("How many days of leave do new staff have?")
    page.get_by_test_id("stBaseButton-primaryFormSubmit").click()
    page.get_by_text("answering").first.wait_for()
    page.reload()
    page.get_by_text("Fingerprint").nth(3).wait_for()
    assert "ask=k-" in page.url
    assert "project=p-1" in page.url
    expect(page.get_by_text("answered")).to_have_count(4, timeout=30_000)
    page.close()


def test_stop_keeps_what_was_written(chromium: Any, full_app: str) -> None:
    page = opened(chromium, f"{full_app}/ask")
    page.get_by_label("Question").fill("How many days of leave do new staff have?")
    page.get_by_test_id("stBaseButton-primaryFormSubmit").click()
    page.get_by_text("New staff").first.wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("stopped").nth(3).wait_for()
    page.get_by_role("button", name="Stop").wait_for(state="detached")
    page.close()


def test_a_project_is_made_and_files_are_indexed(chromium: Any, empty_app: str) -> None:
    page = opened(chromium, empty_app)
    page.get_by_label("Name of the project").fill("Handbook")
    page.get_by_role("button", name="Create project").click()
    page.get_by_text("Handbook is ready").wait_for()
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "rules.md", "mimeType": "text/markdown", "buffer": b"25 days of leave"},
            {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
        ]
    )
    page.get_by_role("button", name="Add 2 files").click()
    page.get_by_role("progressbar").first.wait_for()
    page.get_by_text("8 pages, 12 passages").wait_for()
    page.get_by_text("empty.txt is empty. Upload a file with text in it.").first.wait_for()
    healthy(page)
    page.close()


def test_a_running_job_is_watched_until_its_end_and_the_polling_stops(
    chromium: Any, full_app: str
) -> None:
    page = opened(chromium, f"{full_app}/finetune")
    page.get_by_role("button", name="Start training").click()
    page.get_by_text("Dev loss").first.wait_for()
    page.locator("[data-testid=stSidebar]").get_by_text("Fine-tuning ·").wait_for()
    page.get_by_test_id("stMarkdown").filter(has_text=re.compile("done$")).first.wait_for()
    page.get_by_role("button", name="Cancel").wait_for(state="detached")
    page.locator("[data-testid=stSidebar]").get_by_text("Fine-tuning ·").wait_for(state="detached")
    page.close()
