"""Word, PowerPoint and Excel files; runs in the parse worker only."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.config import INGEST
from core.corpus.reading.parsed import Page, ParsedDocument, stem
from core.corpus.reading.sniff import office_kind
from core.corpus.reading.tables import page_text, row_texts
from core.errors import InvalidInputError

MAX_PARTS = 10_000
_BLOCK = 2**20


def checked_kind(path: Path, name: str) -> str:
    """Return which Office format a zip is, after proving that it is safe to open.

    Raises:
        InvalidInputError: it is none, is encrypted, unpacks too large or declares XML entities.
    """
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        kind = office_kind({entry.filename for entry in entries}, name)
        declared = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_PARTS or declared > INGEST.unpacked_mb * 2**20:
            raise _too_large(name, declared)
        if any(entry.flag_bits & 1 for entry in entries):
            raise InvalidInputError(
                f"{name} is protected with a password. Save it without one and upload it again."
            )
        read = 0
        for entry in entries:
            read = _read_part(archive, entry, read, name)
    return kind


def _read_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, read: int, name: str) -> int:
    """Unpack one part, keeping nothing; return the bytes so far, since sizes in headers can lie."""
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    with archive.open(entry) as part:
        while block := part.read(_BLOCK):
            read += len(block)
            if read > INGEST.unpacked_mb * 2**20:
                raise _too_large(name, read)
            # UTF-16 spells the same letters with zero bytes between.
            seen = tail + block.replace(b"\x00", b"") if is_xml else b""
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise InvalidInputError(
                    f"{name} declares XML entities, which Office never writes. It was not opened."
                )
            tail = seen[-16:]
    return read


def _too_large(name: str, size: int) -> InvalidInputError:
    return InvalidInputError(
        f"{name} unpacks to more than {min(size >> 20, 10**6):,} MB; the limit is "
        f"{INGEST.unpacked_mb} MB. It was not opened; split it into smaller files."
    )


def read_docx(path: Path, name: str) -> ParsedDocument:
    """Return the paragraphs and tables of a Word file in their order, as one page."""
    from docx import Document
    from docx.table import Table

    document = Document(str(path))
    title, blocks = document.core_properties.title or "", []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            blocks.append(page_text(row_texts(_docx_rows(block))))
            continue
        style = (block.style.name or "") if block.style is not None else ""
        if not title and style.startswith(("Title", "Heading")):
            title = block.text.strip()
        blocks.append(block.text)
    text = "\n\n".join(block for block in blocks if block.strip())
    return ParsedDocument(title or stem(name), (Page(1, text),))


def _docx_rows(table: Any) -> Iterator[list[str]]:
    """Yield the cells of each row; a merged cell counts once."""
    for row in table.rows:
        cells = {id(cell._tc): cell.text for cell in row.cells}
        yield list(cells.values())


def read_pptx(path: Path, name: str) -> ParsedDocument:
    """Return a PowerPoint file, one page for each slide with its notes."""
    from pptx import Presentation

    deck = Presentation(str(path))
    pages = []
    for number, slide in enumerate(deck.slides, start=1):
        blocks = [text for shape in slide.shapes for text in _shape_texts(shape)]
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            blocks.append(slide.notes_slide.notes_text_frame.text)
        pages.append(Page(number, "\n\n".join(block for block in blocks if block.strip())))
    return ParsedDocument(deck.core_properties.title or stem(name), tuple(pages))


def _shape_texts(shape: Any) -> Iterator[str]:
    """Yield the texts of a shape, groups and tables included."""
    if hasattr(shape, "shapes"):
        for inner in shape.shapes:
            yield from _shape_texts(inner)
    elif getattr(shape, "has_table", False):
        rows = ([cell.text for cell in row.cells] for row in shape.table.rows)
        yield page_text(row_texts(rows))
    elif shape.has_text_frame:
        yield shape.text_frame.text


def read_xlsx(path: Path, name: str) -> ParsedDocument:
    """Return an Excel file, one page for each sheet, one line for each row with column names."""
    from openpyxl import load_workbook

    # An open file: openpyxl refuses a path by its suffix, and an upload's has none.
    with path.open("rb") as file:
        workbook = load_workbook(file, read_only=True, data_only=True)
        pages = tuple(
            Page(number, _sheet_text(sheet))
            for number, sheet in enumerate(workbook.worksheets, start=1)
        )
        return ParsedDocument(workbook.properties.title or stem(name), pages)


def _sheet_text(sheet: Any) -> str:
    """Return a sheet's title and rows up to the limit of a document; nothing if it has no row."""
    # The size a sheet declares for itself may be a lie of a billion cells.
    sheet.reset_dimensions()
    size, lines = 0, [f"Sheet {sheet.title}"]
    for line in row_texts(sheet.iter_rows(values_only=True)):
        lines.append(line)
        size += len(line)
        if size > INGEST.characters:
            break
    return page_text(lines) if len(lines) > 1 else ""
