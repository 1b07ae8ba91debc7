"""What only a browser shows: deep links, narrow windows, streaming, uploads, reloads."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import expect

from core.decision.slides import QUESTION
from tests.browser.looks import CUT, FAINT, SCREEN
from ui.menu import ENTRIES, FULL_SCREEN

TITLES = {entry.key: entry.title for entry in ENTRIES.values()} | {
    "home": "Staff handbook",
    "present": QUESTION,
}
PATIENCE = 90_000
HEIGHT = 900


def opened(chromium: Any, address: str, width: int = 1280, scheme: str = "light") -> Any:
    """Return a page at an address, once its title is there and nothing runs."""
    page = chromium.contexts[0].new_page()  # Of one context, so that scripts are fetched once.
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    settled(page)
    return page


def settled(page: Any) -> None:
    page.wait_for_selector("h1")
    page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")


def turned(page: Any, key: str) -> None:
    """Follow the menu's link to another page, also where a narrow window hides the menu."""
    before = page.locator("h1").inner_text()
    link = page.get_by_test_id("stSidebarNavLink")
    link.filter(has_text=re.compile(f"{ENTRIES[key].title}$")).evaluate("link => link.click()")
    page.wait_for_function(
        "before => document.querySelector('h1')?.innerText !== before", arg=before
    )
    settled(page)


def healthy(page: Any) -> None:
    assert faults(page) == []


def faults(page: Any) -> list[str]:
    """Return what is wrong with a page as it stands there."""
    wrong = {
        "an exception": page.locator("[data-testid=stException]").count(),
        "a dialog": page.get_by_role("dialog").count(),
        "an error": page.locator("[data-testid=stAlertContentError]").count(),
        "wider than the window": page.evaluate(
            "document.documentElement.scrollWidth > innerWidth + 1"
        ),
    }
    return [what for what, there in wrong.items() if there]


def menu(page: Any) -> list[str]:
    return page.locator("[data-testid=stSidebarNavLink]").all_inner_texts()


@pytest.mark.parametrize("key", ENTRIES)
def test_a_deep_link_into_a_fresh_server_runs_inside_the_app(
    chromium: Any, fresh_app: str, key: str
) -> None:
    page = opened(chromium, f"{fresh_app}/{'' if key == 'home' else key}")
    assert page.locator("h1").inner_text() == TITLES[key]
    named = [line.split("\n")[-1] for line in menu(page)]
    titles = [entry.title for entry in ENTRIES.values()]
    assert named == ([] if key in FULL_SCREEN else titles)
    healthy(page)
    page.close()


@dataclass
class Walk:
    """What a walk through all pages came to."""

    asked: list[str] = field(default_factory=list)
    """The addresses that the browser asked for."""
    faults: dict[str, list[str]] = field(default_factory=dict)
    """What was wrong, by page and width."""
    faint: dict[str, list[str]] = field(default_factory=dict)
    """Texts that stand out too little, by page and theme."""


IN_LIGHT = """() => {
    for (const one of document.getAnimations())
        if (one instanceof CSSTransition) one.finish();
    return getComputedStyle(document.querySelector('[data-testid=stApp]'))
        .backgroundColor === 'rgb(255, 255, 255)';
}"""
"""Whether the theme has changed. Colours that still turn are brought to their end: on a busy
machine some transition was always under way."""


@pytest.fixture(scope="module")
def walk(chromium: Any, full_app: str, empty_app: str) -> Walk:
    """Every page in the dark, in a narrow window and in a wide one, with a project and without."""
    walked, page = Walk(), chromium.contexts[0].new_page()
    page.set_default_timeout(PATIENCE)
    page.emulate_media(color_scheme="dark")
    page.on("request", lambda request: walked.asked.append(request.url))
    for address in (full_app, empty_app):
        for key in (key for key in ENTRIES if key not in FULL_SCREEN):
            page.set_viewport_size({"width": 400, "height": HEIGHT})
            if key == "home":
                page.goto(address)
                settled(page)
            else:
                turned(page, key)
            walked.faults[f"{address}/{key} narrow"] = faults(page)
            page.set_viewport_size({"width": 1280, "height": HEIGHT})
            walked.faults[f"{address}/{key} wide"] = faults(page)
            walked.faint[f"{address}/{key} dark"] = page.evaluate(FAINT)
            page.emulate_media(color_scheme="light")
            page.wait_for_function(IN_LIGHT)
            walked.faint[f"{address}/{key} light"] = page.evaluate(FAINT)
            page.emulate_media(color_scheme="dark")
    page.close()
    return walked


def test_every_page_stands_in_a_narrow_window_and_in_the_dark(walk: Walk) -> None:
    assert len(walk.faults) == 4 * len(ENTRIES.keys() - FULL_SCREEN)
    assert {place: wrong for place, wrong in walk.faults.items() if wrong} == {}


def test_every_text_stands_out_in_both_themes(walk: Walk) -> None:
    assert len(walk.faint) == len(walk.faults)
    assert {place: texts for place, texts in walk.faint.items() if texts} == {}


def test_the_answer_and_its_four_charts_fit_on_the_first_screen(
    chromium: Any, full_app: str
) -> None:
    page = opened(chromium, f"{full_app}/verdict")
    page.set_viewport_size(SCREEN)
    page.locator(".js-plotly-plot:has(.main-svg)").nth(3).wait_for()
    page.get_by_text("Holds for SmolLM2").wait_for()
    assert page.evaluate(CUT) == []
    page.close()


def test_the_arrow_keys_turn_the_slides(chromium: Any, full_app: str) -> None:
    page = opened(chromium, f"{full_app}/present")
    page.get_by_text("1 of 10").wait_for()
    page.wait_for_load_state("networkidle")  # What listens to keys is fetched last.
    page.keyboard.press("ArrowRight")
    page.get_by_text("2 of 10").wait_for()
    assert "slide=2" in page.url
    page.keyboard.press("ArrowLeft")
    page.get_by_text("1 of 10").wait_for()
    healthy(page)
    page.close()


def test_the_browser_asks_nobody_but_this_server(walk: Walk, full_app: str, empty_app: str) -> None:
    assert walk.asked
    own = (full_app, empty_app, "data:", "blob:")
    assert [url for url in walk.asked if not url.startswith(own)] == []


def test_the_dark_theme_follows_the_browser(chromium: Any, full_app: str) -> None:
    page = opened(chromium, full_app)
    shown = page.get_by_test_id("stApp")
    expect(shown).to_have_css("background-color", "rgb(255, 255, 255)")
    page.emulate_media(color_scheme="dark")
    expect(shown).to_have_css("background-color", "rgb(18, 23, 30)", timeout=PATIENCE)
    page.close()


def test_one_press_of_back_leaves_a_page_and_one_takes_back_a_choice(
    chromium: Any, full_app: str
) -> None:
    page = opened(chromium, full_app)
    title = page.locator("h1")
    for label in ("Evaluate", "Freshness"):
        page.get_by_test_id("stSidebarNavLink").filter(has_text=label).click()
        expect(title).to_have_text(label, timeout=PATIENCE)
        page.locator(".js-plotly-plot").first.wait_for()
        settled(page)
    page.go_back()
    expect(title).to_have_text("Evaluate", timeout=PATIENCE)
    settled(page)
    page.get_by_role("radio", name="Speed and cost").click()
    page.get_by_role("heading", name="Where the time goes").wait_for()
    assert "project=p-1" in page.url
    assert "chapter=cost" in page.url
    settled(page)
    page.go_back()
    page.get_by_role("heading", name="Differences between arms").wait_for()
    settled(page)
    page.go_back()
    expect(title).to_have_text(TITLES["home"], timeout=PATIENCE)
    page.close()


PAPER_PX = 718
"""A4 upright at 96 pixels an inch, less the centimetre that browsers leave on each side."""
FREEZE = """
const Observer = window.ResizeObserver
window.ResizeObserver = class extends Observer {
    constructor(told) { super((...seen) => window.frozen || told(...seen)) }
}
window.addEventListener('resize', seen => window.frozen && seen.stopImmediatePropagation(), true)
"""
"""Once frozen, a page is laid out for another width and draws nothing anew: so it is printed."""
OVERHANGS = """[...document.querySelectorAll('.js-plotly-plot')].map(chart =>
    chart.querySelector('.main-svg').getBoundingClientRect().right
    - Math.min(innerWidth, chart.closest('[data-testid=stElementContainer]')
        .getBoundingClientRect().right))"""


HEIGHTS = """[...document.querySelectorAll('.js-plotly-plot')].map(chart =>
    chart.getBoundingClientRect().height)"""
PAPER_HIGH_PX = 1046
"""A4 likewise: a chart that is higher is cut between two pages."""


def test_every_chart_fits_on_upright_paper(chromium: Any, full_app: str) -> None:
    page = chromium.new_page(viewport={"width": 1600, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.add_init_script(FREEZE)
    page.goto(f"{full_app}/evaluate?chapter=all")
    page.get_by_role("heading", name="Every question, every answer").wait_for()
    page.locator(".js-plotly-plot .main-svg").nth(8).wait_for()
    settled(page)
    page.evaluate("window.frozen = true")
    page.set_viewport_size({"width": PAPER_PX, "height": 900})
    page.emulate_media(media="print")
    assert not page.locator("[data-testid=stSidebar]").is_visible()
    # In the dark theme too: light letters need their dark ground.
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).printColorAdjust") == (
        "exact"
    )
    heights = page.evaluate(HEIGHTS)
    assert max(heights) <= PAPER_HIGH_PX
    overhangs = page.evaluate(OVERHANGS)
    assert len(overhangs) >= 8
    assert max(overhangs) <= 1
    page.close()


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


def test_a_second_edit_in_a_row_changes_the_same_fact(chromium: Any, full_app: str) -> None:
    page = opened(chromium, f"{full_app}/freshness")
    page.get_by_role("combobox", name=re.compile("Fact")).first.click()
    option = page.get_by_role("option").nth(3)
    said = re.findall(r"\((.+)\)$", option.inner_text())[0]
    option.click()
    for value in ("99 days", "77 days"):
        # The field belongs to the fact and says what it would replace.
        page.get_by_placeholder(f"in place of {said}", exact=True).fill(value)
        page.get_by_role("button", name="Change it and ask").click()
        page.get_by_text(f"Was {said}, now {value}.").wait_for()
        page.get_by_text("answered").nth(3).wait_for()
        said = value
    page.close()
