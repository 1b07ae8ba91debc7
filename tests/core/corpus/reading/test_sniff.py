from pathlib import Path

import pytest

from core.corpus.reading.sniff import office_kind, sniff
from core.errors import InvalidInputError


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7\n", "pdf"),
        ("renamed.txt", b"%PDF-1.7\n", "pdf"),
        ("a.docx", b"PK\x03\x04", "zip"),
        ("a.csv", b"a,b\n1,2\n", "csv"),
        ("a.HTM", b"<p>hello</p>", "html"),
        ("page", b"  <!DOCTYPE html><html>", "html"),
        ("README.md", b"# Title\n", "markdown"),
        ("notes.txt", "Größe".encode(), "text"),
        ("notes", "Größe".encode("utf-16"), "text"),
        ("letter.txt", b"MZ is how this honest letter begins.", "text"),
    ],
)
def test_a_file_is_what_its_bytes_and_its_name_say(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    path = tmp_path / "spool"
    path.write_bytes(content)
    assert sniff(path, name) == kind


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("report.pdf", b"\x7fELF\x02\x01\x01\x00", "is a program (ELF), not a PDF document"),
        ("report.pdf", b"MZ\x90\x00\x03\x00", "is a program (Windows), not a PDF document"),
        ("report.docx", b"\xcf\xfa\xed\xfe\x07", "is a program (Mach-O), not a DOCX document"),
        ("report.pdf", b"just words", "is not a PDF document, whatever its name says"),
        ("photo.txt", b"\x89PNG\r\n", "is a picture (PNG)"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office file"),
        ("data.txt", b"words\x00words", "is binary data"),
        ("nothing.txt", b"", "is empty (0 bytes)"),
    ],
)
def test_what_is_no_document_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / "spool"
    path.write_bytes(content)
    with pytest.raises(InvalidInputError) as error:
        sniff(path, name)
    assert str(error.value).startswith(f"{name} {reason}")


def test_a_zip_is_office_only_with_the_right_parts() -> None:
    assert office_kind({"[Content_Types].xml", "xl/workbook.xml"}, "a") == "xlsx"
    with pytest.raises(InvalidInputError, match=r"photos\.zip is a zip archive, but not a Word"):
        office_kind({"word/document.xml"}, "photos.zip")
