"""The report's tables as a workbook: numbers are numbers, and each row says what it holds for.

Every text is written as a string, so one that begins with = + - or @ never becomes a formula.
"""

import io
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.records.snapshot import Snapshot
from core.report.parts import NO_INTERVAL, Cell, Row, Story, Table
from core.report.story import story

BEHIND = ("n", "95 % from", "95 % to", "Model", "Date", "Notes")
"""Columns behind those that are a table's own."""
_NAME = 31
"""Most letters of a sheet's name."""
_WIDEST = 70


def xlsx(snapshot: Snapshot) -> bytes:
    """Return the report's tables, a sheet each. The same snapshot always gives the same bytes."""
    told = story(snapshot)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        made = datetime.fromisoformat(told.made_at).replace(tzinfo=None)
        book.set_properties({"title": told.title, "author": "Assay", "created": made})
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for table in (answer(told), *told.tables):
            name = table.title if len(table.title) <= _NAME else table.title.partition(",")[0]
            _write(book.add_worksheet(name[:_NAME]), table, bold, wrapped)
    return target.getvalue()


def answer(told: Story) -> Table:
    """Return page 1 of the report as a table."""
    said = [("Answer", each) for each in (told.headline, *told.more)]
    said += [("How sure", told.how_sure), ("Price", told.price)]
    said += [("Recommended", told.advice.headline)] if told.advice else []
    said += [("Limit", limit) for limit in told.limits]
    said.append(("Next step", told.next_step))
    rows = tuple(Row(cells, told.n, None, told.stamp) for cells in said)
    return Table("Answer", ("What", "Said"), rows)


def spread(row: Row) -> tuple[Cell, ...]:
    """Return a row's cells with its stamp, a column each, as `BEHIND` names them."""
    low, high = row.interval or (None, None)
    stamp = row.stamp
    notes = ", ".join(stamp.notes if row.interval else (*stamp.notes, NO_INTERVAL))
    return (*row.cells, row.n, low, high, stamp.model, stamp.date[:10], notes)


def _write(sheet: Worksheet, table: Table, bold: Format, wrapped: Format) -> None:
    lines = [(*table.columns, *BEHIND), *(spread(row) for row in table.rows)]
    for number, line in enumerate(lines):
        look = wrapped if number else bold
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, look)
            elif cell is not None:
                sheet.write_number(number, column, cell, look)
    for column, cells in enumerate(zip(*lines, strict=True)):
        sheet.set_column(column, column, min(_WIDEST, 2 + max(len(str(cell)) for cell in cells)))
    sheet.freeze_panes(1, 0)
