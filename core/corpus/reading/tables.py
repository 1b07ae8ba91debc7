"""Rows of a table as text that makes sense without the table around it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time


def cell_text(value: object) -> str:
    """Return a cell as a person would type it, on one line."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())


def row_texts(rows: Iterable[Sequence[object]], header: bool = True) -> Iterator[str]:
    """Yield one line for each row, "Header: value; Header: value", blank rows left out.

    With `header` the first row that is not blank names the columns; without it the cells of a row
    are joined.
    """
    names: list[str] | None = None
    previous: list[str] | None = None
    for row in rows:
        cells = [cell_text(value) for value in row]
        if not any(cells):
            continue
        if header and names is None:
            names, previous = cells, cells
            continue
        previous = None
        yield _line(cells, names)
    if previous:
        yield _line(previous, None)


def _line(cells: list[str], names: list[str] | None) -> str:
    if names is None:
        return " | ".join(cell for cell in cells if cell)
    titled = [
        f"{names[index]}: {cell}" if index < len(names) and names[index] else cell
        for index, cell in enumerate(cells)
        if cell
    ]
    return "; ".join(titled)


def page_text(lines: Iterable[str]) -> str:
    """Return lines as one text; blank lines between them, so that a passage ends after a row."""
    return "\n\n".join(lines)
