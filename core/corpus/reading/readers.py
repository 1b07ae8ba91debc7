"""One reader for each kind of file; runs in the parse worker only."""

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path

from core.config import INGEST
from core.corpus.reading import read_office, read_pdf, read_text
from core.corpus.reading.parsed import Page, ParsedDocument, clean, stem
from core.errors import InvalidInputError

Reader = Callable[[Path, str], ParsedDocument]
READERS: dict[str, Reader] = {
    "pdf": read_pdf.read_pdf,
    "docx": read_office.read_docx,
    "pptx": read_office.read_pptx,
    "xlsx": read_office.read_xlsx,
    "csv": read_text.read_csv,
    "html": read_text.read_html,
    "markdown": read_text.read_markdown,
    "text": read_text.read_text,
}


def read(path: Path, kind: str, name: str) -> ParsedDocument:
    """Return the text of a file.

    Args:
        kind: One of `READERS`, or "zip" for a file whose parts say what it is.
        name: What the user calls the file, for messages.

    Raises:
        InvalidInputError: it holds no text, more than the limits allow, or is damaged.
    """
    try:
        if kind == "zip":
            kind = read_office.checked_kind(path, name)
        document = READERS[kind](path, name)
    except (zipfile.BadZipFile, csv.Error) as error:
        raise InvalidInputError(
            f"{name} is damaged and could not be read. Open it in the program it came from, "
            "save it again and upload that."
        ) from error
    return _within_limits(document, name)


def _within_limits(document: ParsedDocument, name: str) -> ParsedDocument:
    """Return the document with clean text and no blank pages, or raise if it is too much."""
    pages = tuple(Page(page.number, clean(page.text)) for page in document.pages)
    pages = tuple(page for page in pages if page.text)
    characters = sum(len(page.text) for page in pages)
    if not pages:
        raise InvalidInputError(f"{name} holds no text. Upload a file that does.")
    if characters > INGEST.characters or len(pages) > INGEST.pages:
        raise InvalidInputError(
            f"{name} holds {characters:,} characters on {len(pages):,} pages; the limits are "
            f"{INGEST.characters:,} and {INGEST.pages:,}. Split it and upload the parts."
        )
    title = " ".join(clean(document.title).split())[:200] or stem(name)
    return ParsedDocument(title, pages, document.warnings)
