"""Office files under other types and in the strict form, and files of other programs."""

import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from tests.reading_cases.case import Case
from tests.reading_cases.plain import text
from tests.reading_cases.sheets import NUT, sheet
from tests.reading_cases.slides import TITLE_ONLY, broken_title, deck
from tests.reading_cases.word import inline, run, table

KIND, MORE = "false sentences", "more that people have"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHOW = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
SPACES = ("wordprocessingml", "spreadsheetml", "presentationml", "drawingml", "officeDocument")
BOOK = '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
    'version="1.0"><rootfiles><rootfile full-path="b.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def rewritten(make: Callable[[Path], object], old: str, new: str) -> Callable[[Path], object]:
    """Return what makes a file with other words in all of its parts."""

    def change(path: Path) -> None:
        make(path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, stored in parts.items():
                archive.writestr(name, stored.replace(old.encode(), new.encode()))

    return change


def typed(make: Callable[[Path], object], old: str, new: str) -> Callable[[Path], object]:
    """Return what makes a file whose main part is of another type."""
    return rewritten(make, f'"{old}"', f'"{new}"')


def strict(make: Callable[[Path], object]) -> Callable[[Path], object]:
    """Return what makes a file in Strict Open XML."""
    for name in SPACES:
        old = f"http://schemas.openxmlformats.org/{name}/2006/"
        make = rewritten(make, old, f"http://purl.oclc.org/ooxml/{name}/")
    return make


def mail(path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = (
        "Plan of May",
        "ines@a.example",
        "kim@a.example",
    )
    message.set_content("The crane is free on Monday.\n")
    message.add_attachment(
        b"Item,Price,Unit\nNut M8,7,box\n",
        maintype="text",
        subtype="csv",
        filename="prices.csv",
    )
    path.write_bytes(bytes(message))


def book(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr(
            "b.opf",
            BOOK + '<manifest><item id="b" href="two.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        )
        for name, words in (("two", "Then the tide falls."), ("one", "First the tide rises.")):
            archive.writestr(f"{name}.xhtml", f"<html><body><p>{words}</p></body></html>")


RICH = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 The crane is free.\par "
    r"M\'fcller has the \b key\b0.}"
)
DOCX, PPTX = inline(run("The crane is free.")), deck(broken_title, TITLE_ONLY)
ODD = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = DOCUMENT.replace("document.main", "template.main")
PEOPLE = ({"Name": "Kim", "Room": 4}, {"Name": "Lee", "Room": 5})
CASES = (
    Case(KIND, "macros.docm", typed(DOCX, DOCUMENT, ODD), ("The crane is free.",)),
    Case(KIND, "template.dotx", typed(DOCX, DOCUMENT, TEMPLATE), ("The crane is free.",)),
    Case(
        KIND,
        "show.ppsx",
        typed(PPTX, SHOW, SHOW.replace("presentation.main", "slideshow.main")),
        ("Sales of the year",),
    ),
    Case(
        KIND,
        "template.potx",
        typed(PPTX, SHOW, SHOW.replace("presentation.main", "template.main")),
        ("Sales of the year",),
    ),
    Case(
        KIND, "strict.docx", strict(table("Item|Price|Unit\nNut M8|7|box\nBolt|9|bag")), rows=(NUT,)
    ),
    Case(KIND, "strict.pptx", strict(PPTX), ("Sales of the year",)),
    Case(
        KIND, "strict.xlsx", strict(sheet("Item|Price|Unit\nNut M8|7|box\nBolt|9|bag")), rows=(NUT,)
    ),
    Case(
        KIND,
        "huge field.csv",
        text(f'Item,Note\nNut M8,"{"word " * 250_000}"\n'),
        rows=((("Item", "Nut M8"),),),
    ),
    Case(
        MORE,
        "letter.rtf",
        text(RICH),
        ("The crane is free.", "Müller has the key."),
        absent=("Arial", "rtf1"),
    ),
    Case(
        MORE,
        "mail.eml",
        mail,
        ("Plan of May", "The crane is free on Monday."),
        rows=(NUT,),
        absent=("base64",),
    ),
    Case(MORE, "book.epub", book, ("First the tide rises.", "Then the tide falls.")),
    Case(MORE, "people.json", text(json.dumps(PEOPLE)), rows=((("Name", "Lee"), ("Room", "5")),)),
    Case(
        MORE,
        "people.jsonl",
        text("\n".join(map(json.dumps, PEOPLE))),
        rows=((("Name", "Lee"), ("Room", "5")),),
    ),
    Case(
        MORE, "server.log", text("09:00 start\n09:05 pump on\n"), ("09:00 start", "09:05 pump on")
    ),
    Case(
        MORE,
        "guide.rst",
        text("Cranes\n======\n\nThe crane is free.\n"),
        ("Cranes", "The crane is free."),
    ),
    Case(
        MORE,
        "data.xml",
        text("<?xml version='1.0'?><a><b>The crane is free.</b></a>"),
        ("The crane is free.",),
    ),
    Case(
        MORE,
        "photo.heic",
        lambda path: path.write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(200)),
        says="HEIC|picture|not a document",
        refused=True,
    ),
)
