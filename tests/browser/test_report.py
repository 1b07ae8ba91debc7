"""The report opened from disk in Chromium, without a network: it loads and runs nothing."""

from pathlib import Path
from typing import Any

import pytest

from core.report.html import html
from tests.core.report.hand_made import IMAGE, SCRIPT, hostile_snapshot


@pytest.mark.parametrize("interactive", [False, True])
def test_what_strangers_wrote_does_nothing_on_the_page(
    chromium: Any, tmp_path: Path, interactive: bool
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(html(hostile_snapshot(), interactive))
    context = chromium.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    opened: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    text = page.inner_text("main")
    drawn = page.locator(".js-plotly-plot .main-svg" if interactive else "figure svg").count()
    images = page.locator("main img").count()
    scripts = page.evaluate("[...document.scripts].filter(s => s.text.includes('alert(2)')).length")
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert (opened, images) == ([], 0)
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
    assert IMAGE in text
    assert SCRIPT in text
    assert drawn >= 6
    assert scripts == 0 or interactive
    assert wide <= 390
