"""PDF files."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from pypdf.annotations import FreeText
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from tests.reading_cases.case import Case
from tests.reading_cases.plain import HYPHENS

FORMS, ROWS, TRUE = "form values and notes", "rows fall apart", "false sentences"
MONTHS = "Month|Visitors|Income|Note\nJanuary|120||closed\nFebruary|340|900|\nMarch|280|750|rain"
PROSE = "The harbour master keeps the key of the crane, and lends it to nobody. " * 8


LOCKED = """
JVBERi0xLjYKJb/3ov4KMSAwIG9iago8PCAvUGFnZU1vZGUgL1VzZU5vbmUgL1BhZ2VzIDcgMCBSIC9UeXBlIC9DYXRhbG9n
ID4+CmVuZG9iagoyIDAgb2JqCjw8IC9UeXBlIC9PYmpTdG0gL0xlbmd0aCA0MDAgL0ZpbHRlciAvRmxhdGVEZWNvZGUgL04g
NSAvRmlyc3QgMjcgPj4Kc3RyZWFtCq8tDf7jdJBDiAR5RnIBaC+vObpJsPkOueNqivU55qtQi/CaTr4m6mJwFSx/cqe3VS2I
UMJDIJJs2YG/xk8XDBn3JuYSVGfLikHCFpIqPdXRSbN4og9Bw+mdXM+91b+aT6mAPI3rGW7/Xmt1R9B/lAQtSPFjjlwaLnni
lLK0TTJOox/wU3JmjlTMjNMjYMjpuheDzSas2l6A1q1GFlMi50cZ96+jR5rccBZkj997CNFpaVPrTEKFiffbhpIwr+PNBqx+
jBJ/VletCR83e5X0wupDhPqe/1DOR6jgtYwsuGAai/KSpNhpM51X37iDGWt+5IK9JNW54hUqe+0x7YgeN0VczHuPxy1obq4I
VNSgqZhussFy6OIVf4fzaOtksibEvWA2dnB4zakVmnQ+3FPTSZi2IoJSPMzlQwvKZUEQj3PzLDWYXLx6CdYFUPznXUwF0/XV
+hh9EqOIrIMBeSqy+t1+WpoWzUoPbO5wXvAcQHVNlJBOkpBd8EmiGUxbZPyeT7D+wOANZb4vv1whDkUJfidlbmRzdHJlYW0K
ZW5kb2JqCjggMCBvYmoKPDwgL0xlbmd0aCAxMTIgL0ZpbHRlciAvRmxhdGVEZWNvZGUgPj4Kc3RyZWFtCnfB8MibsRPCkpYa
q3ndeKbrsaQ2IA1wan2KowCT5VqvoTLflwi0Mnvv50yGH3pPzXGWiWFQQgNqINisbt1dMU62VZ9P90CwtWcWW2LdSUXVMNza
Kscefg6SlOVRNqUd065KsFGR+OaxJ5W7UbI4XFtlbmRzdHJlYW0KZW5kb2JqCjkgMCBvYmoKPDwgL0NGIDw8IC9TdGRDRiA8
PCAvQXV0aEV2ZW50IC9Eb2NPcGVuIC9DRk0gL0FFU1YyIC9MZW5ndGggMTYgPj4gPj4gL0ZpbHRlciAvU3RhbmRhcmQgL0xl
bmd0aCAxMjggL08gPDU2NmZhODczZWUzM2M3OTdjZDNiOTA0ZmRhZGY4MTRhZmEzNGRmOWEzOGY2ZWQ0MWI5ODRlMmM2ZGEy
YWE2ZjU+IC9QIC00IC9SIDQgL1N0bUYgL1N0ZENGIC9TdHJGIC9TdGRDRiAvVSA8YjFiZTJmNGNmNTBmOThlZmVhYjZjNDRl
ODQ0MTk0NjkwMTIyNDU2YTkxYmFlNTEzNDI3M2E2ZGIxMzRjODdjND4gL1YgNCA+PgplbmRvYmoKMTAgMCBvYmoKPDwgL1R5
cGUgL1hSZWYgL0xlbmd0aCA0MSAvRmlsdGVyIC9GbGF0ZURlY29kZSAvRGVjb2RlUGFybXMgPDwgL0NvbHVtbnMgNCAvUHJl
ZGljdG9yIDEyID4+IC9XIFsgMSAyIDEgXSAvSW5mbyA2IDAgUiAvUm9vdCAxIDAgUiAvU2l6ZSAxMSAvSUQgWzwyYTgyZDJj
NmU1ZDEzZTllYzRiYzBlYmFjZTI3OTQ4Yj48MTEzZTE3NzcxMjUzMTUwMTAyNTNmZWJmZDJjN2IxNGQ+XSAvRW5jcnlwdCA5
IDAgUiA+PgpzdHJlYW0KeJxjYgACJkYGfgYmBgYXEGs9iMXAiE78Z3L9A2RtB8oyaTMAAEwuBEUKZW5kc3RyZWFtCmVuZG9i
agpzdGFydHhyZWYKMTA2NQolJUVPRgo=
"""
"""A page that says "Open to all.", locked against printing with AES of 128 bits."""


def drawn(draw: Callable[[Canvas], object], **settings: Any) -> Callable[[Path], object]:
    """Return what makes a PDF of one drawn page."""

    def make(path: Path) -> None:
        canvas = Canvas(str(path), **settings)
        draw(canvas)
        canvas.showPage()
        canvas.save()

    return make


def flowed(text: str, ruled: bool = False) -> Callable[[Path], object]:
    """Return what makes a PDF with a table between paragraphs."""
    body = getSampleStyleSheet()["Normal"]
    style = [("GRID", (0, 0), (-1, -1), 1, "black")] if ruled else []

    def make(path: Path) -> None:
        table = Table([line.split("|") for line in text.split("\n")], style=style)
        SimpleDocTemplate(str(path)).build([Paragraph(PROSE, body), table, Paragraph("End.", body)])

    return make


def field(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "Passport number:")
    canvas.acroForm.textfield(name="a", value="ZK-77120", x=180, y=690, width=120, height=20)
    canvas.drawString(72, 650, "Issued in:")
    canvas.acroForm.textfield(name="b", value="Arvik", x=180, y=640, width=120, height=20)


def only_fields(canvas: Canvas) -> None:
    canvas.acroForm.textfield(name="a", value="ZK-77120", x=180, y=690, width=120, height=20)


def chosen(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "Cabin:")
    canvas.acroForm.choice(
        name="c",
        value="Upper deck",
        options=["Upper deck", "Hold"],
        x=180,
        y=690,
        width=120,
        height=20,
    )


def noted(path: Path) -> None:
    drawn(lambda canvas: canvas.drawString(72, 700, "The rent is due."))(path)
    writer = PdfWriter(clone_from=path)
    writer.add_annotation(0, FreeText(text="Call back on Monday", rect=(72, 500, 300, 540)))
    writer.write(path)


def cut(canvas: Canvas) -> None:
    for number, line in enumerate(
        (
            "A careful detec-",
            "tion of leaks, and a long",
            "view of the term: the long-",
            "term plan holds.",
        )
    ):
        canvas.drawString(72, 700 - 14 * number, line)


CASES = (
    Case(FORMS, "form.pdf", drawn(field), ("Passport number: ZK-77120", "Issued in: Arvik")),
    Case(FORMS, "only fields.pdf", drawn(only_fields), ("ZK-77120",)),
    Case(FORMS, "choice.pdf", drawn(chosen), ("Cabin: Upper deck",)),
    Case(FORMS, "note.pdf", noted, ("The rent is due.", "Call back on Monday")),
    Case(
        ROWS,
        "table.pdf",
        flowed(MONTHS),
        ("End.",),
        rows=(
            (("Month", "January"), ("Visitors", "120"), ("Note", "closed")),
            (("Month", "February"), ("Income", "900")),
        ),
    ),
    Case(
        ROWS,
        "ruled.pdf",
        flowed(MONTHS, ruled=True),
        ("End.",),
        rows=((("Month", "January"), ("Visitors", "120"), ("Note", "closed")),),
    ),
    Case(
        ROWS,
        "words.pdf",
        flowed("Name|Role|Room\nKim|cook|four\nLee|mate|five\nMia|pilot|six"),
        rows=((("Name", "Lee"), ("Role", "mate"), ("Room", "five")),),
    ),
    Case(
        TRUE,
        "locked.pdf",
        drawn(
            lambda canvas: canvas.drawString(72, 700, "Open."),
            encrypt=StandardEncryption("", canPrint=0),
        ),
        ("Open.",),
    ),
    Case(
        TRUE,
        "strongly locked.pdf",
        lambda path: path.write_bytes(base64.b64decode(LOCKED)),
        ("Open to all.",),
    ),
    Case(
        TRUE,
        "password.pdf",
        drawn(lambda canvas: canvas.drawString(72, 700, "Open."), encrypt=StandardEncryption("p")),
        says="password",
        refused=True,
    ),
    Case(
        TRUE,
        "scan.pdf",
        drawn(lambda canvas: canvas.rect(72, 72, 100, 100)),
        says="OCR",
        refused=True,
    ),
    Case(
        HYPHENS,
        "hyphens.pdf",
        drawn(cut),
        ("A careful detection of leaks", "the long-term plan holds."),
    ),
)
