"""PowerPoint files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Inches

from tests.reading_cases.case import Case
from tests.reading_cases.word import COLUMNS, LOST, NAMES

TITLE_ONLY, BLANK = 5, 6
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
REFERENCE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PLACE = (Inches(1), Inches(3), Inches(4), Inches(3))


def deck(fill: Callable[[Any], object], layout: int = BLANK) -> Callable[[Path], object]:
    """Return what makes a deck of one slide."""

    def make(path: Path) -> None:
        presentation = Presentation()
        fill(presentation.slides.add_slide(presentation.slide_layouts[layout]))
        presentation.save(str(path))

    return make


def say(slide: Any, text: str, down: float, right: float = 1) -> None:
    """Put a text box on a slide, so many inches from the top and the left."""
    box = slide.shapes.add_textbox(Inches(right), Inches(down), Inches(2), Inches(0.5))
    box.text_frame.text = text


def columns(slide: Any) -> None:
    data = CategoryChartData()
    data.categories = ["North", "South"]
    data.add_series("Visitors 2023", (120, 340.5))
    data.add_series("Visitors 2024", (150, 360))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *PLACE, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Guests by coast"


def points(slide: Any) -> None:
    data = XyChartData()
    series = data.add_series("Probe K7")
    series.add_data_point(1.5, 20)
    series.add_data_point(2.5, 31)
    slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *PLACE, data)


def diagram(slide: Any) -> None:
    points = "".join(
        f'<dgm:pt modelId="{number}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r>'
        f"</a:p></dgm:t></dgm:pt>"
        for number, text in enumerate(("Mix the resin", "Pour the mould"))
    )
    data = (
        f'<dgm:dataModel xmlns:dgm="{DIAGRAM}" xmlns:a="{DRAWING}"><dgm:ptLst>{points}'
        f"</dgm:ptLst></dgm:dataModel>"
    )
    part = Part(
        PackURI("/ppt/diagrams/data1.xml"),
        "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml",
        slide.part.package,
        data.encode(),
    )
    key = slide.part.relate_to(part, f"{REFERENCE}/diagramData")
    frame = (
        '<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        f'xmlns:a="{DRAWING}"><p:nvGraphicFramePr><p:cNvPr id="9" name="d"/>'
        f"<p:cNvGraphicFramePr/><p:nvPr/>"
        '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm>'
        "<a:graphic>"
        f'<a:graphicData uri="{DIAGRAM}"><dgm:relIds xmlns:dgm="{DIAGRAM}"'
        f' xmlns:r="{REFERENCE}" r:dm="{key}"/>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    slide.shapes._spTree.append(parse_xml(frame))


def group(slide: Any) -> None:
    made = slide.shapes.add_group_shape()
    for text, down in (("Second step", 5), ("First step", 2)):
        box = made.shapes.add_textbox(Inches(1), Inches(down), Inches(2), Inches(0.5))
        box.text_frame.text = text


def grid(text: str, *merged: tuple[int, int, int, int]) -> Callable[[Any], object]:
    """Return what puts a table on a slide; merged are the places of two corners."""

    def fill(slide: Any) -> None:
        rows = [line.split("|") for line in text.split("\n")]
        made = slide.shapes.add_table(len(rows), len(rows[0]), *PLACE).table
        for number, row in enumerate(rows):
            for place, words in enumerate(row):
                made.cell(number, place).text = words
        for top, left, bottom, right in merged:
            made.cell(top, left).merge(made.cell(bottom, right))

    return fill


def three(slide: Any) -> None:
    say(slide, "Last of all", 6)
    say(slide, "On the right", 2, 6)
    say(slide, "On the left", 2, 1)


def noted(slide: Any) -> None:
    slide.shapes.title.text = "Plan"
    slide.notes_slide.notes_text_frame.text = "Thank the harbour master."


def broken_title(slide: Any) -> None:
    slide.shapes.title.text = "Sales\vof the year"


CASES = (
    Case(
        LOST,
        "chart.pptx",
        deck(columns),
        ("Guests by coast",),
        rows=(
            (("North", "120"), ("Visitors 2024", "150")),
            (("South", "340.5"), ("Visitors 2024", "360")),
        ),
    ),
    Case(
        LOST, "points.pptx", deck(points), ("Probe K7",), rows=((("1.5", "20"),), (("2.5", "31"),))
    ),
    Case(LOST, "diagram.pptx", deck(diagram), ("Mix the resin", "Pour the mould")),
    Case(LOST, "group.pptx", deck(group), ("First step", "Second step")),
    Case(LOST, "order.pptx", deck(three), ("On the left", "On the right", "Last of all")),
    Case(LOST, "notes.pptx", deck(noted, TITLE_ONLY), ("Plan", "Thank the harbour master.")),
    Case(
        LOST,
        "break.pptx",
        deck(broken_title, TITLE_ONLY),
        ("Sales of the year",),
        absent=("\v", "_x000B_"),
    ),
    Case(
        COLUMNS,
        "down.pptx",
        deck(grid("Region|Branch|Rate\nNorth|Alta|3\n|Borg|4", (1, 0, 2, 0))),
        rows=((("Region", "North"), ("Branch", "Borg"), ("Rate", "4")),),
    ),
    Case(
        COLUMNS,
        "across.pptx",
        deck(
            grid(
                "City|Population|Area|Mayor\nArvik|12000|34|Lund\nBores|unknown||Holm", (2, 1, 2, 2)
            )
        ),
        rows=((("City", "Bores"), ("Mayor", "Holm")),),
    ),
    Case(
        NAMES,
        "two rows of names.pptx",
        deck(
            grid(
                "Site|Staff||Rent\n|Full|Part|\nArvik|4|2|900",
                (0, 1, 0, 2),
                (0, 0, 1, 0),
                (0, 3, 1, 3),
            )
        ),
        rows=((("Site", "Arvik"), ("Full", "4"), ("Part", "2"), ("Rent", "900")),),
    ),
    Case(
        NAMES,
        "form.pptx",
        deck(grid("Customer|Orla GmbH\nContract no.|C-991")),
        rows=((("Contract no.", "C-991"),),),
    ),
)
