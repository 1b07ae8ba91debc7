"""PDF files; runs in the parse worker only."""

import re
from pathlib import Path
from typing import Any

from core.config import INGEST
from core.corpus.reading.parsed import Page, ParsedDocument, stem
from core.errors import InvalidInputError

_HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_GLUED = re.compile(r"[^\W\d_]{25,}")
"""A run of letters longer than any word: blanks were lost."""
GLUED_SHARE = 0.02
"""Share of a file's letters in such runs from which its text is extracted a second way."""


def read_pdf(path: Path, name: str) -> ParsedDocument:
    """Return the text layer of a PDF, page by page.

    Raises:
        InvalidInputError: it needs a password, has too many pages or holds no text.
    """
    from pypdf import PdfReader

    reader = PdfReader(path)
    _unlock(reader, name)
    count = len(reader.pages)
    if count > INGEST.pages:
        raise InvalidInputError(
            f"{name} has {count:,} pages; the limit is {INGEST.pages:,}. "
            "Split it and upload the parts."
        )
    texts = [page.extract_text() for page in reader.pages]
    if glued(texts):
        texts = _by_pdfium(path)
    texts = [_HYPHENATED.sub("", text) for text in texts]
    pages = tuple(Page(number, text) for number, text in enumerate(texts, start=1))
    blank = [page.number for page in pages if not page.text.strip()]
    if len(blank) == count:
        plural = "page" if count == 1 else "pages"
        raise InvalidInputError(
            f"{name} has no text layer ({count} {plural}). Run OCR on it first, "
            "then upload it again."
        )
    title = str(reader.metadata.title or "") if reader.metadata else ""
    return ParsedDocument(title.strip() or stem(name), pages, _blank_warning(blank, count))


def glued(texts: list[str]) -> bool:
    """Whether words run together, as typeset text does whose blanks are gaps of changing width."""
    letters = sum(letter.isalpha() for text in texts for letter in text)
    run_on = sum(len(run[0]) for text in texts for run in _GLUED.finditer(text))
    return run_on > GLUED_SHARE * letters


def _by_pdfium(path: Path) -> list[str]:
    """Return the pages' texts as PDFium sees them: it tells words apart by where they stand.

    Native code, so it runs only in this limited process.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(path, password="")
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return [text.replace("\r\n", "\n") for text in texts]


def _unlock(reader: Any, name: str) -> None:
    """Open a file that is locked against printing only: the empty password does it."""
    from pypdf.errors import DependencyError

    try:
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError:
        locked = True
    if locked:
        raise InvalidInputError(
            f"{name} is protected with a password. Save it without one, then upload it again."
        )


def _blank_warning(blank: list[int], count: int) -> tuple[str, ...]:
    if not blank:
        return ()
    listed = ", ".join(map(str, blank[:10])) + (" ..." if len(blank) > 10 else "")
    return (f"{len(blank)} of {count} pages hold no text and were left out: {listed}.",)
