"""The report as slides: one message each, the title is the finding, the charts can be edited."""

import io
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from core.arms import ALL_ARMS
from core.charts.words import listed
from core.records.snapshot import Snapshot
from core.report.native import Box, bars
from core.report.parts import (
    NO_INTERVAL,
    Section,
    Steps,
    Story,
    Strip,
    Table,
    Value,
    between,
    shown,
)
from core.report.steady import steady
from core.report.story import story

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_EDGE = Inches(0.6)
_BODY: Box = (_EDGE, Inches(1.75), _WIDE - 2 * _EDGE, Inches(4.75))
_INK, _SOFT = RGBColor(0x22, 0x25, 0x2E), RGBColor(0x5A, 0x5F, 0x6B)
_LONG = 90
"""A title of so many letters is set smaller."""
_TITLE_ONLY = 5
"""Number of that layout in python-pptx's own template."""
_MUCH = 420
"""Text of so many letters is set smaller."""
_ROWS = 9
"""A table of more rows is set smaller."""
_SHARES = (0.34, 0.15, 0.05, 0.15, 0.31)
"""Widths of the columns of claims."""
_GRID_ALONE = "{5940675A-B579-460E-94D1-54222C63F5DA}"
"""PowerPoint's own table style of lines without colours."""
_DRAWN = ("accuracy", "differences", "fresh", "latency", "cost")
"""Sections with a slide."""


def pptx(snapshot: Snapshot) -> bytes:
    """Return the report as PowerPoint slides. The same snapshot always gives the same bytes."""
    told = story(snapshot)
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    _properties(deck, told)
    _answer(deck, told)
    for section in told.sections:
        if section.key in _DRAWN:
            _drawn(deck, section)
    if told.claims.rows:
        _claims(deck, told)
    if told.advice:
        points = (*told.advice.because, *told.advice.flips[:3])
        _points(deck, told.advice.headline, points, _caption(told))
    _points(deck, "What these measurements do not show", told.limits, _caption(told))
    changes = tuple(f"{slogan}: {change}" for slogan, _, change in told.changes[:5])
    _points(deck, f"Next step: {told.next_step}", changes, _caption(told))
    target = io.BytesIO()
    deck.save(target)
    made = datetime.fromisoformat(told.made_at)
    return steady(target.getvalue(), f"{made:%Y-%m-%dT%H:%M:%SZ}")


def _properties(deck: Any, told: Story) -> None:
    about = deck.core_properties
    about.title = f"{told.title}: RAG, fine-tuning, or both?"
    about.author = about.last_modified_by = "Assay"
    about.subject = told.scope


def _caption(told: Story) -> str:
    return f"{told.scope} · 95 % intervals"


def _slide(deck: Any, title: str, caption: str, notes: str = "") -> Any:
    """Add a slide with its finding on top and what it holds for at the bottom."""
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = _EDGE, Inches(0.45), _BODY[2], Inches(1.25)
    head.text_frame.word_wrap = True
    head.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _write(head, [title], 28 if len(title) < _LONG else 22, bold=True)
    foot = slide.shapes.add_textbox(_EDGE, Inches(6.75), _BODY[2], Inches(0.4))
    foot.text_frame.word_wrap = True
    _write(foot, [caption], 11, ink=_SOFT)
    if notes:
        slide.notes_slide.notes_text_frame.text = notes
    return slide


def _write(
    shape: Any, lines: Sequence[str], size: int, *, bold: bool = False, ink: RGBColor = _INK
) -> None:
    """Put lines into a shape, a paragraph each."""
    frame = shape.text_frame
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size / 2)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, ink


def _answer(deck: Any, told: Story) -> None:
    said = (*told.more, f"How sure? {told.how_sure}", f"At what price? {told.price}")
    _points(deck, told.headline, said, _caption(told))


def _points(deck: Any, title: str, points: Sequence[str], caption: str) -> None:
    slide = _slide(deck, title, caption)
    if points:
        body = slide.shapes.add_textbox(*_BODY)
        body.text_frame.word_wrap = True
        _write(body, points, 24 if sum(map(len, points)) < _MUCH else 18)


def _drawn(deck: Any, section: Section) -> None:
    slide = _slide(deck, section.finding, section.caption, section.reading)
    chart = section.chart
    if isinstance(chart, Strip):
        left, top, width, height = _BODY
        each = width // len(chart.panels)
        for number, panel in enumerate(chart.panels):
            box = (left + number * each, top, each, height)
            title = panel.title if len(chart.panels) > 1 else ""
            bars(slide, box, title, [panel.values], chart.axis, (chart.least, chart.most))
    elif isinstance(chart, Steps):
        asked = _asked(section.table)
        shades = (f"{shade}: {time}" for shade, time in zip(("dark", "light"), asked, strict=False))
        axis = f"{chart.axis} ({', '.join(shades)})"
        bars(slide, _BODY, "", list(asked.values()), axis, (0.0, 100.0))


def _asked(table: Table) -> dict[str, list[Value]]:
    """Return each arm's new values by when it was asked, arms always in the same order."""
    cells = {(str(row.cells[1]), str(row.cells[0])): row for row in table.rows}
    arms = dict.fromkeys(arm for _, arm in cells)
    keys = {arm.label: key for key, arm in ALL_ARMS.items()}
    made: dict[str, list[Value]] = {}
    for time in dict.fromkeys(time for time, _ in cells):
        for arm in arms:
            row = cells.get((time, arm))
            share = row.cells[3] if row else None
            known = isinstance(share, float)  # Or it was not asked again then.
            value = Value(
                arm,
                keys.get(arm),
                share if isinstance(share, float) else 0.0,
                row.interval if row else None,
                f"{share:.0f}" if known else "",
            )
            made.setdefault(time, []).append(value)
    return made


def _claims(deck: Any, told: Story) -> None:
    rows = told.claims.rows
    counts = Counter(str(row.cells[1]) for row in (*rows, *told.unmeasured.rows))
    words = listed(f"{word.lower()} {count}" for word, count in counts.items())
    slide = _slide(deck, f"{counts.total()} slogans: {words}", _caption(told))
    lines = [
        ("What people say", "Word", "n", "95 % interval", "Holds for"),
        *(
            (
                shown(row.cells[0]),
                shown(row.cells[1]),
                shown(row.n),
                f"{between(row.interval)} {row.cells[4]}" if row.interval else NO_INTERVAL,
                row.stamp.words,
            )
            for row in rows
        ),
    ]
    table = slide.shapes.add_table(len(lines), len(_SHARES), *_BODY).table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _GRID_ALONE
    for column, share in enumerate(_SHARES):
        table.columns[column].width = Emu(int(share * _BODY[2]))
    for number, line in enumerate(lines):
        table.rows[number].height = Emu(_BODY[3] // max(len(lines), _ROWS))
        for column, text in enumerate(line):
            cell = table.cell(number, column)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            _write(cell, [text], 12 if len(lines) <= _ROWS else 10, bold=number == 0)
