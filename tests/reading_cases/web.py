"""HTML and Markdown files."""

from collections.abc import Callable
from pathlib import Path

from tests.reading_cases.case import Case
from tests.reading_cases.word import COLUMNS, LOST, NAMES

NOISE, SEEN = "noise read", "what a browser shows"


def page(body: str, encoding: str = "utf-8", head: str = "") -> Callable[[Path], object]:
    """Return what makes an HTML file."""
    text = f"<html><head>{head}</head><body><p>It begins here.</p>{body}</body></html>"
    return lambda path: path.write_bytes(text.encode(encoding))


def markdown(text: str) -> Callable[[Path], object]:
    """Return what makes a Markdown file."""
    return lambda path: path.write_text(text, encoding="utf-8")


PICTURE = "data:image/png;base64," + "iVBORw0KGgo" * 1200
MANY = "\n".join(f"| Part {n} | {1000 + n * 37:,}.{n % 100:02d} | box {n} |" for n in range(60))
CASES = (
    Case(
        COLUMNS,
        "down.html",
        page(
            "<table><tr><th>Region<th>Branch<th>Head<tr><td rowspan=2>North<td>Alta<td>Iver"
            "<tr><td>Borg<td>Maja</table>"
        ),
        rows=((("Region", "North"), ("Branch", "Borg"), ("Head", "Maja")),),
    ),
    Case(
        COLUMNS,
        "across.html",
        page(
            "<table><tr><th>City<th>People<th>Area<th>Mayor<tr><td>Bores<td colspan=2>unknown"
            "<td>Holm</table>"
        ),
        rows=((("City", "Bores"), ("Mayor", "Holm")),),
    ),
    Case(
        COLUMNS,
        "both.html",
        page(
            "<table><tr><th>Day<th>Hall<th>Yard<th>Cook<tr><td>Mon<td colspan=2"
            " rowspan=2>closed<td>Kim<tr><td>Tue<td>Lee</table>"
        ),
        rows=((("Day", "Tue"), ("Hall", "closed"), ("Cook", "Lee")),),
    ),
    Case(
        NAMES,
        "names beside.html",
        page(
            "<table><tr><th><th>2023<th>2024<tr><th>Costs<td>7<td>9<tr><th>Sales<td>8<td>10</table>"
        ),
        rows=((("Costs", "7"), ("2024", "9")), (("Sales", "8"), ("2024", "10"))),
    ),
    Case(
        NAMES,
        "two rows of names.html",
        page(
            "<table><tr><th rowspan=2>Site<th colspan=2>Staff<tr><th>Full<th>Part<tr>"
            "<td>Arvik<td>4<td>2</table>"
        ),
        rows=((("Site", "Arvik"), ("Full", "4"), ("Part", "2")),),
    ),
    Case(
        NAMES,
        "form.html",
        page("<table><tr><th>Colour<td>red<tr><th>Weight<td>heavy</table>"),
        rows=((("Colour", "red"),), (("Weight", "heavy"),)),
        absent=("red: heavy",),
    ),
    Case(
        NAMES,
        "plain cells.html",
        page("<table><tr><td>Item<td>Price<td>Unit<tr><td>Nut M8<td>7<td>box</table>"),
        rows=((("Item", "Nut M8"), ("Price", "7"), ("Unit", "box")),),
    ),
    Case(
        NAMES,
        "caption.html",
        page("<table><caption>Fees of 2026</caption><tr><th>Boat<th>Fee<tr><td>Asta<td>9</table>"),
        ("Fees of 2026",),
        rows=((("Boat", "Asta"), ("Fee", "9")),),
    ),
    Case(
        NAMES,
        "table.md",
        markdown("# Parts\n\n| Part | Price | Unit |\n|---|---:|---|\n" + MANY + "\n\nEnd."),
        ("End.",),
        rows=((("Part", "Part 41"), ("Price", "2,517.41"), ("Unit", "box 41")),),
    ),
    Case(
        NAMES,
        "table without bars.md",
        markdown("Part | Price\n--- | ---\nNut | 7\nBolt | 9\n"),
        rows=((("Part", "Nut"), ("Price", "7")),),
    ),
    Case(
        NAMES,
        "code.md",
        markdown("Type this:\n\n```\n| a | b |\n|---|---|\n| 1 | 2 |\n```\n"),
        ("| a | b |", "| 1 | 2 |"),
    ),
    Case(
        SEEN,
        "not displayed.html",
        page(
            '<div style="display: none">Draft of May</div><p hidden>Draft of June</p>'
            "<ix:header>Draft of July</ix:header><p>Final text.</p>"
        ),
        ("Final text.",),
        absent=("Draft",),
    ),
    Case(
        SEEN,
        "scripts.html",
        page(
            "<script>var a='Nope'</script><style>p{}</style><noscript>Nope</noscript>"
            "<template>Nope</template><p>Yes.</p>"
        ),
        ("Yes.",),
        absent=("Nope",),
    ),
    Case(
        SEEN,
        "raised.html",
        page("<p>An area of 10<sup>6</sup> m<sup>2</sup> and CO<sub>2</sub></p>"),
        absent=("106", "10 6"),
    ),
    Case(
        SEEN,
        "layout.html",
        page(
            "<table><tr><td><h2>News</h2><p>The port opens.</p><p>At nine.</p></td><td><ul>"
            "<li>Home</li><li>Contact</li></ul></td></tr></table>"
        ),
        ("News", "The port opens.", "At nine.", "Home", "Contact"),
        absent=("News |", ": "),
    ),
    Case(
        NOISE,
        "picture.md",
        markdown(f"Before.\n\n![A chart of sales]({PICTURE})\n\nAfter."),
        ("Before.", "A chart of sales", "After."),
        absent=("base64", "iVBOR"),
    ),
    Case(
        NOISE,
        "named picture.md",
        markdown(f"Before ![chart][one].\n\n[one]: {PICTURE}\n\nAfter."),
        ("Before", "After."),
        absent=("base64", "iVBOR"),
    ),
    Case(
        NOISE,
        "picture.html",
        page(f'<img alt="A chart" src="{PICTURE}"><p>After.</p>'),
        ("After.",),
        absent=("base64", "iVBOR"),
    ),
    Case(
        "encodings",
        "windows.html",
        page("<p>Le café crème, la forêt, Señor Muñoz</p>", "cp1252"),
        ("Le café crème, la forêt, Señor Muñoz",),
    ),
    Case(
        "encodings",
        "stated.html",
        page("<p>Příliš žluťoučký kůň</p>", "iso-8859-2", '<meta charset="iso-8859-2">'),
        ("Příliš žluťoučký kůň",),
    ),
    Case(
        LOST,
        "details.html",
        page(
            "<details><summary>More</summary><p>Hidden fee: 9 crowns.</p></details>"
            "<button>Press</button><textarea>Typed words</textarea>"
        ),
        ("More", "Hidden fee: 9 crowns."),
    ),
)
