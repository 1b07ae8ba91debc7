"""What kind of file something is, from its bytes and its name."""

from pathlib import Path, PurePosixPath

from core.errors import InvalidInputError

SAMPLE = 8192
KINDS = ("pdf", "docx", "pptx", "xlsx", "csv", "html", "markdown", "text")
TAKEN = "PDF, DOCX, PPTX, XLSX, CSV, HTML, Markdown or text"

_OFFICE_PARTS = {
    "docx": "word/document.xml",
    "pptx": "ppt/presentation.xml",
    "xlsx": "xl/workbook.xml",
}
_BY_SUFFIX = {
    ".csv": "csv",
    ".tsv": "csv",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
}
_BINARY_SUFFIXES = {".pdf": "PDF", ".docx": "DOCX", ".pptx": "PPTX", ".xlsx": "XLSX"}
_REFUSED = (
    (b"\x7fELF", "is a program (ELF)"),
    (b"MZ", "is a program (Windows)"),
    (b"\xfe\xed\xfa\xce", "is a program (Mach-O)"),
    (b"\xfe\xed\xfa\xcf", "is a program (Mach-O)"),
    (b"\xce\xfa\xed\xfe", "is a program (Mach-O)"),
    (b"\xcf\xfa\xed\xfe", "is a program (Mach-O)"),
    (b"\xca\xfe\xba\xbe", "is a program (Mach-O or Java)"),
    (b"\x89PNG", "is a picture (PNG)"),
    (b"\xff\xd8\xff", "is a picture (JPEG)"),
    (b"GIF8", "is a picture (GIF)"),
    (b"\x1f\x8b", "is a compressed archive"),
    (b"Rar!", "is a compressed archive"),
    (b"7z\xbc\xaf", "is a compressed archive"),
    (b"{\\rtf", "is an RTF file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(byte for byte in range(32) if byte < 9 or 13 < byte < 27)
"""Bytes that text has none of; tabs, line breaks and escape sequences it may have."""


def sniff(path: Path, name: str) -> str:
    """Return the kind of a file: one of `KINDS`, or "zip".

    A zip's own directory is read by the worker alone (`office_kind`), under its limits.

    Args:
        name: What the user calls the file; `path` may be a spool file.

    Raises:
        InvalidInputError: it is nothing that can be read, whatever its name says.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    suffix = PurePosixPath(name).suffix.lower()
    if not sample:
        raise InvalidInputError(f"{name} is empty (0 bytes). Upload a file that holds text.")
    if sample.startswith(b"PK\x03\x04"):
        return "zip"
    if b"%PDF-" in sample[:1024]:
        return "pdf"
    _refuse_known(sample, name, suffix)
    return _text_kind(sample, name, suffix)


def office_kind(parts: set[str], name: str) -> str:
    """Return which Office format a zip with these parts is.

    Raises:
        InvalidInputError: it is another kind of zip.
    """
    if "[Content_Types].xml" in parts:
        for kind, part in _OFFICE_PARTS.items():
            if part in parts:
                return kind
    raise InvalidInputError(
        f"{name} is a zip archive, but not a Word, PowerPoint or Excel document. "
        "Unpack it and upload the files inside."
    )


def _refuse_known(sample: bytes, name: str, suffix: str) -> None:
    """Raise for content that is certainly no document."""
    if sample.startswith(_OLE):
        raise InvalidInputError(
            f"{name} is an old Office file (DOC, XLS, PPT) or protected with a password. "
            "Save it as DOCX, XLSX or PPTX without a password, then upload it again."
        )
    for magic, what in _REFUSED:
        # "MZ" may open an honest text; a program has zero bytes in its header.
        if sample.startswith(magic) and (magic != b"MZ" or b"\x00" in sample):
            claim = _BINARY_SUFFIXES.get(suffix)
            verdict = f"{what}, not a {claim} document" if claim else what
            raise InvalidInputError(f"{name} {verdict}. Upload it as {TAKEN}.")


def _text_kind(sample: bytes, name: str, suffix: str) -> str:
    """Return which kind of text this is, or raise if it is none."""
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if not sample.startswith(_UNICODE_MARKS) and (b"\x00" in sample or controls > len(sample) / 20):
        raise InvalidInputError(f"{name} is binary data, not a document. Upload it as {TAKEN}.")
    if suffix in _BINARY_SUFFIXES:
        raise InvalidInputError(
            f"{name} is not a {_BINARY_SUFFIXES[suffix]} document, whatever its name says. "
            "Open it in the program it came from and save it again."
        )
    start = sample[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return _BY_SUFFIX.get(suffix, "text")
