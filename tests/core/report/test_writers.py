"""Every file format: the same bytes each time, copies that keep their caveats, strangers' text."""

import io
import re
import time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from core.records.snapshot import Snapshot
from core.report.story import story
from core.report.tables import BEHIND
from core.report.writers import Format, written
from tests.core.report.hand_made import FORMULA, IMAGE, MODEL, SCRIPT, TYPST

FORMATS: tuple[Format, ...] = ("html", "pdf", "pptx", "md", "xlsx")
Files = dict[tuple[str, Format], bytes]


def holds(text: str) -> bool:
    """Tell whether a copy alone names model, questions, interval and date."""
    asked = re.search(r"\bn\b|\d+ questions", text)
    dated = re.search(r"2026|not measured", text)
    return bool(MODEL in text and asked and "interval" in text and dated)


def slides(content: bytes) -> Any:
    return Presentation(io.BytesIO(content)).slides


def words(slide: Any) -> str:
    """Return all text of a slide, as whoever copies it has it."""
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            texts += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(texts)


def pages(content: bytes) -> list[str]:
    """Return the text of each page of a PDF, without its line breaks."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_snapshot_gives_the_same_bytes(
    told: Snapshot, files: Files, format: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    assert written(told, format) == files["told", format]


def test_page_1_stands_alone(told: Snapshot, files: Files) -> None:
    said = story(told)
    first, second, *_ = pages(files["told", "pdf"])
    for text in (said.headline, said.how_sure, said.next_step, *said.limits, MODEL):
        assert text.replace("\u00a0", " ") in first
    assert said.claims.title in second


def test_a_table_row_of_the_page_alone_keeps_its_caveats(files: Files) -> None:
    page = BeautifulSoup(files["told", "html"], "html.parser")
    tables = page.find_all("table")
    assert len(tables) > 8
    for table in tables:
        heads = [head.text for head in table.find_all("th")]
        for row in table.find("tbody").find_all("tr"):
            cells = [cell.text for cell in row.find_all("td")]
            alone = "; ".join(f"{h}: {c}" for h, c in zip(heads, cells, strict=True))
            assert holds(alone), alone
    for claim in page.select(".claim"):
        assert holds(claim.text)
    for caption in page.find_all("figcaption"):
        assert holds(caption.text)


def test_a_row_of_markdown_alone_keeps_its_caveats(files: Files) -> None:
    lines = files["told", "md"].decode().splitlines()
    heads: list[str] = []
    for line in lines:
        if not line.startswith("| "):
            heads = []
        elif not heads:
            heads = line.split(" | ")
        elif not line.startswith("| ---"):
            alone = "; ".join(f"{h}: {c}" for h, c in zip(heads, line.split(" | "), strict=True))
            assert holds(alone), alone


def test_a_slide_alone_keeps_its_caveats(files: Files) -> None:
    shown = slides(files["told", "pptx"])
    assert 8 <= len(shown) <= 10
    for slide in shown:
        assert slide.shapes.title.text
        assert holds(words(slide)), words(slide)


def test_a_row_of_the_workbook_alone_keeps_its_caveats(files: Files) -> None:
    book = load_workbook(io.BytesIO(files["told", "xlsx"]))
    for sheet in book.worksheets:
        heads, *rows = sheet.iter_rows(values_only=True)
        assert heads[-len(BEHIND) :] == BEHIND
        for row in rows:
            cells = dict(zip(heads, row, strict=True))
            assert cells["Model"] == MODEL
            assert isinstance(cells["n"], int)
            assert cells["95 % from"] is not None or "no interval" in cells["Notes"]
            assert cells["Date"] or cells["n"] == 0


def test_slides_have_charts_that_can_be_edited_with_the_intervals_as_error_bars(
    told: Snapshot, files: Files
) -> None:
    accuracy = slides(files["told", "pptx"])[1]
    charts = [shape.chart for shape in accuracy.shapes if shape.has_chart]
    assert len(charts) == 2
    for chart, panel in zip(charts, story(told).sections[0].chart.panels, strict=True):  # type: ignore[union-attr]
        upward = panel.values[::-1]
        assert list(chart.plots[0].series[0].values) == [value.value for value in upward]
        [bars] = chart.plots[0].series[0]._element.findall(".//{*}errBars")
        plus = [float(point.text) for point in bars.findall("{*}plus//{*}v")]
        assert plus == pytest.approx([value.interval[1] - value.value for value in upward])
        blob = chart.part.chart_workbook.xlsx_part.blob
        assert load_workbook(io.BytesIO(blob)).active["B2"].value == upward[0].value


def test_the_pdf_is_tagged_and_brings_its_fonts(files: Files) -> None:
    reader = PdfReader(io.BytesIO(files["told", "pdf"]))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata
    assert reader.metadata.creation_date
    assert f"{reader.metadata.creation_date:%Y-%m-%d}" == "2026-11-24"
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in fonts_of(page)}
    assert fonts
    assert all("LibertinusSerif" in font for font in fonts)


def fonts_of(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"].get("/Font", {}).values()]


def test_the_page_loads_nothing_runs_nothing_and_is_small(files: Files) -> None:
    content = files["told", "html"]
    assert len(content) < 1_000_000
    page = BeautifulSoup(content, "html.parser")
    assert page.find_all(["script", "link", "img", "iframe", "object", "embed", "base"]) == []
    assert [
        tag for tag in page.find_all(True) if {"src", "href", "xlink:href"} & set(tag.attrs)
    ] == []
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "url(" not in content.decode()


def test_figures_to_point_at_are_embedded_when_asked_for(told: Snapshot, hostile: Snapshot) -> None:
    page = BeautifulSoup(written(told, "html", interactive=True), "html.parser")
    assert page.find("div", {"id": "figure-fresh"})
    assert page.find("div", {"id": "figure-break-even"})
    assert [tag for tag in page.find_all("script") if tag.get("src")] == []
    theirs = BeautifulSoup(written(hostile, "html", interactive=True), "html.parser")
    assert len(theirs.find_all("script")) == len(page.find_all("script"))


def test_markup_of_strangers_is_text_on_the_page(files: Files) -> None:
    mine = BeautifulSoup(files["told", "html"], "html.parser")
    theirs = BeautifulSoup(files["hostile", "html"], "html.parser")
    assert [tag.name for tag in theirs.find_all(True)] == [tag.name for tag in mine.find_all(True)]
    assert theirs.find_all(["script", "img"]) == []
    assert IMAGE in theirs.text
    assert SCRIPT in theirs.text


def test_markup_of_strangers_is_text_in_the_pdf(files: Files) -> None:
    text = " ".join(pages(files["hostile", "pdf"]))
    assert IMAGE in text
    assert TYPST.partition(" ")[0] in text
    reader = PdfReader(io.BytesIO(files["hostile", "pdf"]))
    assert not {"/OpenAction", "/AA", "/Names"} & set(reader.trailer["/Root"])
    assert [page for page in reader.pages if "/Annots" in page] == []


def test_markup_of_strangers_is_text_in_markdown_and_in_html_made_of_it(files: Files) -> None:
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(
        files["hostile", "md"].decode()
    )
    page = BeautifulSoup(rendered, "html.parser")
    assert page.find_all(["script", "img", "b", "a"]) == []
    assert IMAGE in page.text
    assert f"{SCRIPT}{FORMULA}" in page.text
    rows = [len(row.find_all(["td", "th"])) for row in page.find_all("tr")]
    mine = MarkdownIt("gfm-like", {"linkify": False}).render(files["told", "md"].decode())
    ours = [
        len(r.find_all(["td", "th"])) for r in BeautifulSoup(mine, "html.parser").find_all("tr")
    ]
    assert rows == ours


def test_formulas_of_strangers_are_text_in_the_workbook(files: Files) -> None:
    book = load_workbook(io.BytesIO(files["hostile", "xlsx"]))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [cell for cell in cells if cell.hyperlink] == []
    assert any(str(cell.value).startswith(FORMULA) for cell in cells)


def test_markup_of_strangers_is_text_on_slides(files: Files) -> None:
    shown = "\n".join(words(slide) for slide in slides(files["hostile", "pptx"]))
    assert SCRIPT in shown
    for slide in slides(files["hostile", "pptx"]):
        assert b"hlinkClick" not in slide.part.blob
