"""Excel files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.reading_cases.case import Case
from tests.reading_cases.word import COLUMNS, NAMES

SAID = "left out unsaid"


def cell_of(text: str) -> object:
    """Return a cell's value: a number where the text is one."""
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text or None


def sheet(
    text: str, *merged: str, change: Callable[[Any], object] = lambda _: None
) -> Callable[[Path], object]:
    """Return what makes a workbook of one sheet; a row a line, cells between bars."""

    def make(path: Path) -> None:
        workbook = Workbook()
        for line in text.split("\n"):
            workbook.active.append([cell_of(words) for words in line.split("|")])
        for area in merged:
            workbook.active.merge_cells(area)
        change(workbook)
        workbook.save(path)

    return make


def hide(workbook: Any) -> None:
    hidden = workbook.create_sheet("Old prices")
    hidden.append(["Nut", 3])
    hidden.sheet_state = "hidden"


def hide_deeply(workbook: Any) -> None:
    hide(workbook)
    workbook["Old prices"].sheet_state = "veryHidden"


def bold(area: str) -> Callable[[Any], object]:
    """Return what makes cells bold."""

    def change(workbook: Any) -> None:
        for row in workbook.active[area]:
            for cell in row:
                cell.font = Font(bold=True)

    return change


def shares(workbook: Any) -> None:
    workbook.active["B2"].number_format, workbook.active["B3"].number_format = "0.0%", "0%"


def remarked(workbook: Any) -> None:
    workbook.active["A2"].comment = Comment("Ask Ines.", "a")


NUT = (("Item", "Nut M8"), ("Price", "7"), ("Unit", "box"))
CASES = (
    Case(
        COLUMNS,
        "down.xlsx",
        sheet("Region|Branch|Rate\nNorth|Alta|3\n|Borg|4", "A2:A3"),
        rows=((("Region", "North"), ("Branch", "Borg"), ("Rate", "4")),),
    ),
    Case(
        COLUMNS,
        "across.xlsx",
        sheet("City|Population|Area|Mayor\nArvik|12000|34|Lund\nBores|unknown||Holm", "B3:C3"),
        rows=((("City", "Bores"), ("Mayor", "Holm")),),
    ),
    Case(
        COLUMNS,
        "block.xlsx",
        sheet("Zone|Mon|Tue|Wed\nA|closed|||\nB|||9:00\nC|1|2|3", "B2:C3"),
        rows=((("Zone", "B"), ("Mon", "closed"), ("Wed", "9:00")), (("Zone", "C"), ("Tue", "2"))),
    ),
    Case(
        NAMES,
        "title.xlsx",
        sheet("Price list 2026\nValid from 1 May\n\nItem|Price|Unit\nNut M8|7|box"),
        ("Price list 2026", "Valid from 1 May"),
        rows=(NUT,),
    ),
    Case(
        NAMES,
        "title next to the table.xlsx",
        sheet("Price list 2026\nItem|Price|Unit\nNut M8|7|box\nBolt|9|box"),
        ("Price list 2026",),
        rows=(NUT,),
    ),
    Case(
        NAMES,
        "title across.xlsx",
        sheet("Price list 2026||\nItem|Price|Unit\nNut M8|7|box", "A1:C1"),
        ("Price list 2026",),
        rows=(NUT,),
    ),
    Case(
        NAMES,
        "preamble of pairs.xlsx",
        sheet(
            "Prepared by|Ines Falk\nDate|2026-05-01\n\nItem|Price|Unit\nNut M8|7|box\nBolt|9|bag"
        ),
        rows=(NUT, (("Prepared by", "Ines Falk"),)),
    ),
    Case(
        NAMES,
        "two rows of names.xlsx",
        sheet("|2023||2024|\nItem|Units|Revenue|Units|Revenue\nNut|10|70|12|90", "B1:C1", "D1:E1"),
        rows=(
            (
                ("2023 Units", "10"),
                ("2023 Revenue", "70"),
                ("2024 Units", "12"),
                ("2024 Revenue", "90"),
            ),
        ),
    ),
    Case(
        NAMES,
        "two rows of names, not merged.xlsx",
        sheet("|North||South|\nYear|In|Out|In|Out\n2023|1|2|3|4\n2024|5|6|7|8"),
        rows=(
            (
                ("Year", "2024"),
                ("North In", "5"),
                ("North Out", "6"),
                ("South In", "7"),
                ("South Out", "8"),
            ),
        ),
    ),
    Case(
        NAMES,
        "second table.xlsx",
        sheet("Item|Price|Unit\nNut M8|7|box\n\nCity|Country|Staff\nArvik|Norway|40"),
        rows=(NUT, (("City", "Arvik"), ("Country", "Norway"), ("Staff", "40"))),
    ),
    Case(
        NAMES,
        "three tables.xlsx",
        sheet(
            "Item|Price|Unit\nNut"
            " M8|7|box\n\nStaff\nName|Role|Room\nKim|cook|4\n\nShip|Tons|Flag\nAsta|900|NO"
        ),
        rows=(
            NUT,
            (("Name", "Kim"), ("Role", "cook"), ("Room", "4")),
            (("Ship", "Asta"), ("Tons", "900"), ("Flag", "NO")),
        ),
    ),
    Case(
        NAMES,
        "gap.xlsx",
        sheet("Item|Price|Unit\nBolt|9|bag\n\nNut M8|7|box\nRod|3|piece"),
        rows=(NUT, (("Item", "Rod"), ("Price", "3"))),
    ),
    Case(
        NAMES,
        "form.xlsx",
        sheet("Customer|Orla GmbH\nContract no.|C-991"),
        rows=((("Contract no.", "C-991"),), (("Customer", "Orla GmbH"),)),
    ),
    Case(
        NAMES,
        "long form.xlsx",
        sheet("Applicant|Mira Sand\nBorn|1990-04-03\nFee|35\nNote|paid in cash"),
        rows=((("Fee", "35"),), (("Applicant", "Mira Sand"),), (("Note", "paid in cash"),)),
        absent=("Mira Sand: ",),
    ),
    Case(
        NAMES,
        "bold form.xlsx",
        sheet("Colour|red\nWeight|heavy\nOrigin|north", change=bold("A1:A3")),
        rows=((("Colour", "red"),), (("Weight", "heavy"),), (("Origin", "north"),)),
    ),
    Case(
        NAMES,
        "bold names.xlsx",
        sheet("Word|Meaning\non time|punctual\nlate|delayed", change=bold("A1:B1")),
        rows=((("Word", "late"), ("Meaning", "delayed")),),
    ),
    Case(
        NAMES,
        "names beside.xlsx",
        sheet("|2023|2024\nCosts|7|9\nSales|8|10"),
        rows=((("Costs", "7"), ("2024", "9")),),
    ),
    Case(
        NAMES,
        "no names.xlsx",
        sheet("Nut M8|7|box\nBolt|9|bag\nRod|3|piece"),
        ("Nut M8", "Bolt", "Rod"),
        absent=("Nut M8: Bolt", "7: 9", "box: bag"),
    ),
    Case(
        SAID,
        "hidden.xlsx",
        sheet("Item|Price\nNut M8|7", change=hide),
        absent=("Old prices", "Nut | 3"),
        says="hidden.*Old prices",
    ),
    Case(
        SAID,
        "deeply hidden.xlsx",
        sheet("Item|Price\nNut M8|7", change=hide_deeply),
        says="hidden.*Old prices",
    ),
    Case(
        SAID,
        "formulas.xlsx",
        sheet("Item|Sum\nNut|=1+1\nBolt|=2+2\nRod|=A1"),
        says="3 cells.*formula",
    ),
    Case(
        SAID,
        "one formula.xlsx",
        sheet("Item|Sum|Left\nNut|=SUM(C2:C3)|4"),
        rows=((("Item", "Nut"), ("Left", "4")),),
        says="1 cell.*formula",
    ),
    Case(
        SAID,
        "shares.xlsx",
        sheet("Item|Share\nNut|0.125\nBolt|0.2", change=shares),
        rows=((("Item", "Nut"), ("Share", "12.5%")), (("Item", "Bolt"), ("Share", "20%"))),
    ),
    Case(
        SAID,
        "remark.xlsx",
        sheet("Item|Price\nNut M8|7", change=remarked),
        says="1 (comment|note)|Ask Ines",
    ),
)
