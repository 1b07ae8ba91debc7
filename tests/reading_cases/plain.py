"""CSV, text and what is much like them."""

from collections.abc import Callable
from pathlib import Path

from tests.reading_cases.case import Case
from tests.reading_cases.sheets import NUT
from tests.reading_cases.word import NAMES

DIALECT, ENCODING, LETTERS, HYPHENS = "CSV dialects", "encodings", "letters", "hyphens at line ends"


def text(words: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    """Return what makes a file of these words."""
    return lambda path: path.write_bytes(words.encode(encoding))


def data(stored: bytes) -> Callable[[Path], object]:
    """Return what makes a file of these bytes."""
    return lambda path: path.write_bytes(stored)


QUOTED = (
    "".join(f'{n},"plain, text",A\n' for n in range(900))
    + '901,"He said ""stop, now"" loudly",Zed\n'
)
CZECH, POLISH = "Příliš žluťoučký kůň úpěl ďábelské ódy", "Zażółć gęślą jaźń w środę"
CASES = (
    Case(
        NAMES,
        "title.csv",
        text("Price list 2026\nValid from 1 May\n\nItem,Price,Unit\nNut M8,7,box\n"),
        ("Price list 2026", "Valid from 1 May"),
        rows=(NUT,),
    ),
    Case(
        NAMES,
        "lines above.csv",
        text("Export of 3 May;;\nBy Ines;;\nItem;Price;Unit\nNut M8;7;box\nBolt;9;bag\n"),
        ("Export of 3 May",),
        rows=(NUT,),
    ),
    Case(
        NAMES,
        "second table.csv",
        text("Item,Price,Unit\nNut M8,7,box\n\nCity,Country,Staff\nArvik,Norway,40\n"),
        rows=(NUT, (("City", "Arvik"), ("Staff", "40"))),
    ),
    Case(
        NAMES,
        "two rows of names.csv",
        text(",2023,,2024,\nItem,Units,Revenue,Units,Revenue\nNut,10,70,12,90\n"),
        rows=((("2023 Units", "10"), ("2024 Revenue", "90")),),
    ),
    Case(
        NAMES,
        "form.csv",
        text("Customer,Orla GmbH\nContract no.,C-991\n"),
        rows=((("Contract no.", "C-991"),), (("Customer", "Orla GmbH"),)),
    ),
    Case(
        NAMES,
        "no names.csv",
        text("Nut M8,7,box\nBolt,9,bag\nRod,3,piece\n"),
        ("Nut M8", "Bolt", "Rod"),
        absent=("7: 9",),
    ),
    Case(
        DIALECT,
        "sep.csv",
        text("sep=;\nItem;Price;Unit\nNut M8;7;box\n"),
        absent=("sep=",),
        rows=(NUT,),
    ),
    Case(
        DIALECT,
        "quotes.csv",
        text("No,Words,Who\n" + QUOTED),
        rows=((("No", "901"), ("Words", 'He said "stop, now" loudly'), ("Who", "Zed")),),
    ),
    Case(
        DIALECT,
        "brackets.csv",
        text("Item;Tags;Unit\nNut M8;['a', 'b'];box\nBolt;['c'];bag\n"),
        rows=((("Item", "Nut M8"), ("Tags", "['a', 'b']"), ("Unit", "box")),),
    ),
    Case(
        DIALECT,
        "decimal commas.csv",
        text("Item;Price;Unit\nNut M8;7,50;box\nBolt;9,25;bag\n"),
        rows=((("Item", "Nut M8"), ("Price", "7,50"), ("Unit", "box")),),
    ),
    Case(
        DIALECT,
        "tabs.tsv",
        text("Item\tNote\tUnit\nNut M8\tone, two; three\tbox\n"),
        rows=((("Item", "Nut M8"), ("Note", "one, two; three"), ("Unit", "box")),),
    ),
    Case(
        DIALECT,
        "lines in a cell.csv",
        text('Item,Note,Unit\nNut M8,"first\nsecond",box\n'),
        rows=((("Item", "Nut M8"), ("Note", "first second"), ("Unit", "box")),),
    ),
    Case(
        DIALECT,
        "long field.csv",
        text(f'Item,Note\nNut M8,"{"word " * 60_000}"\n'),
        rows=((("Item", "Nut M8"),),),
    ),
    Case(
        ENCODING,
        "western.txt",
        text("Le café crème, la forêt, où, Señor Muñoz, São", "cp1252"),
        ("Le café crème, la forêt, où, Señor Muñoz, São",),
        says="cp1252",
    ),
    Case(
        ENCODING,
        "quotes.txt",
        text("He said \u201cstop\u201d \u2013 and paid \u20ac20.", "cp1252"),
        ("He said \u201cstop\u201d \u2013 and paid \u20ac20.",),
    ),
    Case(ENCODING, "czech.txt", text(CZECH, "cp1250"), (CZECH,), says="cp1250"),
    Case(ENCODING, "polish.txt", text(POLISH, "cp1250"), (POLISH,), says="cp1250"),
    Case(
        ENCODING,
        "russian.txt",
        text("Привет, мир: как твои дела сегодня?", "cp1251"),
        ("Привет, мир",),
        says="cp1251",
    ),
    Case(
        ENCODING,
        "one bad byte.txt",
        data(("naïve café, " * 40).encode() + b"\xff" + "résumé of Åsa".encode()),
        ("résumé of Åsa",),
    ),
    Case(
        ENCODING,
        "no mark.txt",
        text("The gate opens at nine.\n" * 3 + "Müller has the key.", "utf-16-le"),
        ("Müller has the key.",),
    ),
    Case(
        ENCODING,
        "no mark, other order.txt",
        text("The gate opens at nine.\n" * 3 + "Müller has the key.", "utf-16-be"),
        ("Müller has the key.",),
    ),
    Case(
        ENCODING,
        "stray zero.txt",
        data(b"The gate opens at nine.\x00 Ask Kim."),
        ("The gate opens at nine.", "Ask Kim."),
    ),
    Case(
        ENCODING,
        "japanese.csv",
        text("名前,住所,電話\n山田,東京,03\n鈴木,大阪,06\n", "cp932"),
        rows=((("名前", "山田"), ("住所", "東京"), ("電話", "03")),),
        says="cp932|shift_jis",
    ),
    Case(
        ENCODING,
        "western.csv",
        text("Straße;Ort;Gebühr\nMüllerweg 5;Köln;7\n", "cp1252"),
        rows=((("Straße", "Müllerweg 5"), ("Ort", "Köln"), ("Gebühr", "7")),),
    ),
    Case(LETTERS, "apart.txt", text("The cafe\u0301 of Ame\u0301lie"), ("The café of Amélie",)),
    Case(
        LETTERS,
        "joined.txt",
        text("The \ufb01rst o\ufb03ce, a \ufb02oor plan"),
        ("The first office, a floor plan",),
    ),
    Case(
        LETTERS,
        "unseen.txt",
        text("The ware\u00adhouse key\u200bboard \ufefflock"),
        ("The warehouse keyboard lock",),
    ),
    Case(
        LETTERS,
        "joined.csv",
        text("Item,Note\nNut,\ufb01rst o\ufb03ce\nBolt,2\n"),
        ("first office",),
    ),
    Case(
        HYPHENS,
        "cut.txt",
        text("The Vertrags-\nänderung and the detec- \ntion of it."),
        ("The Vertragsänderung and the detection of it.",),
    ),
    Case(
        HYPHENS,
        "kept.txt",
        text("A term is long. In the long-\nterm plan of Baden-\nBaden for 2024-\n2025 it holds."),
        ("In the long-term plan of Baden-Baden for 2024-2025 it holds.",),
    ),
    Case(
        HYPHENS,
        "whole elsewhere.txt",
        text("The note and the book: a note-\nbook is a notebook."),
        ("a notebook is a notebook",),
    ),
)
