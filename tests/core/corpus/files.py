"""Real files for the tests, written by the libraries that people's programs use."""

import struct
import zipfile
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas


def write_pdf(path: Path, pages: list[str], password: str | None = None) -> Path:
    encryption = StandardEncryption(password, canPrint=0) if password is not None else None
    canvas = Canvas(str(path), encrypt=encryption)
    for text in pages:
        for number, line in enumerate(text.split("\n")):
            canvas.drawString(72, 760 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return path


def write_typeset_pdf(path: Path, lines: list[str]) -> Path:
    """Write lines as XeTeX may: gaps for blanks, in a font whose blank is wider than they."""
    canvas = Canvas(str(path))
    canvas.setFont("Times-Roman", 10)
    for number, line in enumerate(lines):
        words = [f"<{''.join(f'{ord(letter):04x}' for letter in word)}>" for word in line.split()]
        shown = " -334 ".join(words)
        canvas._code.append(f"BT /F2 10 Tf 72 {760 - 14 * number} Td [{shown}] TJ ET")
    canvas.save()
    writer = PdfWriter(clone_from=path)
    letters = range(32, 127)
    widths = [NumberObject(round(stringWidth(chr(code), "Times-Roman", 1000))) for code in letters]
    widths[0] = NumberObject(1000)
    described = {"/Type": "/Font", "/Subtype": "/CIDFontType2", "/BaseFont": "/ABCDEF+Typeset"}
    descendant = DictionaryObject({NameObject(k): NameObject(v) for k, v in described.items()})
    descendant[NameObject("/DW")] = NumberObject(1000)
    descendant[NameObject("/W")] = ArrayObject([NumberObject(32), ArrayObject(widths)])
    unicode = StreamObject()
    pairs = "\n".join(f"<{code:04x}> <{code:04x}>" for code in letters)
    unicode.set_data(
        b"begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        + f"{len(letters)} beginbfchar\n{pairs}\nendbfchar\nendcmap".encode()
    )
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        one = font.get_object()
        one.clear()
        named = {
            "/Type": "/Font",
            "/Subtype": "/Type0",
            "/BaseFont": "/ABCDEF+Typeset",
            "/Encoding": "/Identity-H",
        }
        one.update({NameObject(k): NameObject(v) for k, v in named.items()})
        one[NameObject("/DescendantFonts")] = ArrayObject([writer._add_object(descendant)])
        one[NameObject("/ToUnicode")] = writer._add_object(unicode)
    writer.write(path)
    return path


def write_docx(path: Path, paragraphs: list[str], table: list[list[str]] | None = None) -> Path:
    document = Document()
    document.add_heading("Handbook", 1)
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, values in zip(grid.rows, table, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = value
    document.add_paragraph("After the table.")
    document.save(str(path))
    return path


def write_pptx(path: Path, slides: list[tuple[str, str]]) -> Path:
    deck = Presentation()
    for text, notes in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(5), Inches(1))
        box.text_frame.text = text
        slide.notes_slide.notes_text_frame.text = notes
    deck.save(str(path))
    return path


def write_xlsx(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def with_part(source: Path, target: Path, part: str, content: bytes) -> Path:
    """Copy an Office file with one part replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target


def write_bomb(path: Path, megabytes: int, lie: bool = False) -> Path:
    """Write a DOCX whose main part is zeros; with `lie` its header says 100 bytes."""
    block = bytes(2**20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(megabytes):
                part.write(block)
    if lie:
        size = struct.pack("<I", megabytes * 2**20)
        path.write_bytes(path.read_bytes().replace(size, struct.pack("<I", 100)))
    return path


def write_one_of_each(folder: Path) -> list[Path]:
    """Write a file of every format that the Documents page takes; each holds its own stem."""
    return [
        write_pdf(folder / "Avocet.pdf", ["Avocet opens at eight."]),
        write_docx(folder / "Bittern.docx", ["Bittern opens at nine."]),
        write_pptx(folder / "Curlew.pptx", [("Curlew opens at ten.", "")]),
        write_xlsx(folder / "Dunlin.xlsx", {"Lodges": [["Lodge", "Opens"], ["Dunlin", "eleven"]]}),
        _write_text(folder / "Egret.csv", "Lodge,Opens\nEgret,noon\nJackdaw,one\n"),
        _write_text(
            folder / "Fulmar.html", "<html><body><p>Fulmar opens at two.</p></body></html>"
        ),
        _write_text(folder / "Grebe.htm", "<html><body><p>Grebe opens at three.</p></body></html>"),
        _write_text(folder / "Heron.md", "# Hours\n\nHeron opens at four.\n"),
        _write_text(folder / "Ibis.txt", "Ibis opens at five.\n"),
    ]


def _write_text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
