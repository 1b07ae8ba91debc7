"""Word files."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml

from tests.reading_cases.case import Case

SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)


def xml(text: str) -> Any:
    """Return an element of a Word file."""
    return parse_xml(re.sub(r"(?=/?>)", f" {SPACES}", text, count=1))


def run(text: str) -> str:
    """Return a run of words."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def written(fill: Callable[[Any], object]) -> Callable[[Path], object]:
    """Return what makes a document between two known paragraphs."""

    def make(path: Path) -> None:
        document = Document()
        document.add_paragraph("It begins here.")
        fill(document)
        document.add_paragraph("It ends there.")
        document.save(str(path))

    return make


def inline(*parts: str) -> Callable[[Path], object]:
    """Return what makes a document with elements inside one paragraph."""

    def fill(document: Any) -> None:
        paragraph = document.add_paragraph()
        for part in parts:
            paragraph._p.append(xml(part))

    return written(fill)


def block(*parts: str) -> Callable[[Path], object]:
    """Return what makes a document with elements between its paragraphs."""

    def fill(document: Any) -> None:
        for part in parts:
            document.element.body.insert(len(document.element.body) - 1, xml(part))

    return written(fill)


def table(text: str, change: Callable[[Any], object] = lambda _: None) -> Callable[[Path], object]:
    """Return what makes a document with a table; a row a line, cells between bars."""

    def fill(document: Any) -> None:
        rows = [line.split("|") for line in text.split("\n")]
        made = document.add_table(len(rows), len(rows[0]))
        for number, row in enumerate(rows):
            for place, words in enumerate(row):
                made.cell(number, place).text = words
        change(made)

    return written(fill)


def nested(document: Any) -> None:
    outer = document.add_table(2, 2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "Team", "Contact"
    outer.cell(1, 0).text = "Harbour"
    inner = outer.cell(1, 1).add_table(2, 2)
    for place, words in enumerate(("Lead", "Phone", "Ines Falk", "ext. 7731")):
        inner.cell(place // 2, place % 2).text = words


def deep(document: Any) -> None:
    cell = document.add_table(1, 1).cell(0, 0)
    for number in range(4):
        cell.add_paragraph(f"Level {number} of the crate.")
        cell = cell.add_table(1, 1).cell(0, 0)


def margins(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "Confidential, Orla GmbH"
    document.sections[0].footer.paragraphs[0].text = "Issue 7 of the manual"


def box(text: str) -> str:
    """Return a text box in both of its forms, as Word writes it."""
    content = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx>'
        "</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def first_row_repeats(made: Any) -> None:
    made.rows[0]._tr.get_or_add_trPr().append(xml("<w:tblHeader/>"))


LOST, COLUMNS, NAMES = "text lost", "merged cells", "column names"
ENDS = ("It begins here.", "It ends there.")


def between(*phrases: str) -> tuple[str, ...]:
    """Return phrases between a document's first and last one."""
    return (ENDS[0], *phrases, ENDS[1])


PENALTY = "The penalty is 2 percent a month."
MAYORS = "City|Population|Area|Mayor\nArvik|12000|34|Lund\nBores|not counted||Holm"
CASES = (
    Case(
        LOST,
        "inserted.docx",
        inline(run("By law: "), f'<w:ins w:id="2" w:author="a">{run(PENALTY)}</w:ins>'),
        between(PENALTY),
    ),
    Case(
        LOST,
        "inserted and deleted.docx",
        inline(
            run("The fee is "),
            '<w:del w:id="3" w:author="a"><w:r><w:delText>900 crowns</w:delText></w:r></w:del>',
            f'<w:ins w:id="4" w:author="a">{run("700 crowns")}</w:ins>',
        ),
        between("The fee is 700 crowns"),
        absent=("900 crowns",),
    ),
    Case(
        LOST,
        "moved.docx",
        block(
            f'<w:p><w:moveFrom w:id="5" w:author="a">{run("Lamps go first.")}</w:moveFrom></w:p>',
            f'<w:p><w:moveTo w:id="6" w:author="a">{run("Lamps go first.")}</w:moveTo></w:p>',
        ),
        between("Lamps go first."),
    ),
    Case(
        LOST,
        "control.docx",
        block(
            f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('Applicant number: 88213')}</w:p>"
            f"</w:sdtContent></w:sdt>"
        ),
        between("Applicant number: 88213"),
    ),
    Case(
        LOST,
        "control in a control.docx",
        block(
            "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>"
            f"<w:p>{run('Room 14 is the sick bay.')}</w:p></w:sdtContent></w:sdt>"
            f"</w:sdtContent></w:sdt>"
        ),
        between("Room 14 is the sick bay."),
    ),
    Case(
        LOST,
        "control in a line.docx",
        inline(
            run("Valid until "), f"<w:sdt><w:sdtContent>{run('3 June 2027')}</w:sdtContent></w:sdt>"
        ),
        between("Valid until 3 June 2027"),
    ),
    Case(
        LOST,
        "box.docx",
        inline(run("See the sign. "), box("Never open valve K7 above 140 degrees.")),
        between("Never open valve K7 above 140 degrees."),
    ),
    Case(
        LOST,
        "old box.docx",
        inline(
            f"<w:r><w:pict><v:textbox><w:txbxContent><w:p>{run('Keep dry.')}</w:p>"
            f"</w:txbxContent></v:textbox></w:pict></w:r>"
        ),
        between("Keep dry."),
    ),
    Case(
        LOST,
        "smart tag.docx",
        inline(f'<w:smartTag w:element="place">{run("Depot Arvik")}</w:smartTag>'),
        between("Depot Arvik"),
    ),
    Case(
        LOST,
        "field.docx",
        inline(run("Order "), f'<w:fldSimple w:instr="REF a">{run("QX-551")}</w:fldSimple>'),
        between("Order QX-551"),
    ),
    Case(
        LOST,
        "table in a cell.docx",
        written(nested),
        between("Ines Falk", "ext. 7731"),
        rows=((("Lead", "Ines Falk"), ("Phone", "ext. 7731")),),
    ),
    Case(
        LOST,
        "crates.docx",
        written(deep),
        between("Level 0 of the crate.", "Level 3 of the crate."),
    ),
    Case(LOST, "margins.docx", written(margins), ("Confidential, Orla GmbH",)),
    Case(
        COLUMNS,
        "across.docx",
        table(MAYORS, lambda made: made.cell(2, 1).merge(made.cell(2, 2))),
        rows=((("City", "Bores"), ("Mayor", "Holm")), (("City", "Arvik"), ("Area", "34"))),
    ),
    Case(
        COLUMNS,
        "down.docx",
        table(
            "Region|Branch|Rate\nNorth|Alta|3\n|Borg|4",
            lambda made: made.cell(1, 0).merge(made.cell(2, 0)),
        ),
        rows=((("Region", "North"), ("Branch", "Borg"), ("Rate", "4")),),
    ),
    Case(
        NAMES,
        "two rows of names.docx",
        table(
            "Site|Staff||Rent\n|Full|Part|\nArvik|4|2|900",
            lambda made: (
                made.cell(0, 1).merge(made.cell(0, 2)),
                made.cell(0, 0).merge(made.cell(1, 0)),
                made.cell(0, 3).merge(made.cell(1, 3)),
            ),
        ),
        rows=((("Site", "Arvik"), ("Full", "4"), ("Part", "2"), ("Rent", "900")),),
    ),
    Case(
        NAMES,
        "title across.docx",
        table(
            "Opening hours||\nDay|From|To\nMonday|9:00|17:00",
            lambda made: made.cell(0, 0).merge(made.cell(0, 2)),
        ),
        rows=((("Day", "Monday"), ("From", "9:00"), ("To", "17:00")),),
    ),
    Case(
        NAMES,
        "form.docx",
        table("Customer|Orla GmbH\nContract no.|C-991"),
        rows=((("Contract no.", "C-991"),), (("Customer", "Orla GmbH"),)),
    ),
    Case(
        NAMES,
        "marked.docx",
        table("Key|Meaning\nA1|on time\nB2|late", first_row_repeats),
        rows=((("Key", "B2"), ("Meaning", "late")),),
    ),
)
