"""CSV, HTML, Markdown and plain text; runs in the parse worker only."""

import csv
import io
import re
from pathlib import Path
from typing import Any

from core.corpus.reading.parsed import Page, ParsedDocument, stem
from core.corpus.reading.tables import page_text, row_texts

_CODE_PAGES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256"]
_CODE_PAGES += ["shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "koi8_r"]
_MAX_FIELD = 1_000_000
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MARKDOWN_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_DROPPED = ["script", "style", "noscript", "template", "svg", "head", "iframe", "object"]
_BLOCKS = ["p", "div", "section", "article", "header", "footer", "main", "nav", "aside"]
_BLOCKS += ["h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "blockquote"]
_BLOCKS += ["figure", "figcaption", "form", "fieldset", "address", "hr", "td", "th"]
_LINES = ["br", "li", "dt", "dd", "tr"]


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of `data` and, where its encoding was guessed, a warning that says so."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data, cp_isolation=_CODE_PAGES).best()
        encoding = best.encoding if best else "cp1252"
        warning = f"Not UTF-8: read as {encoding}. Save it as UTF-8 if letters look wrong."
        return data.decode(encoding, "replace"), (warning,)


def read_text(path: Path, name: str) -> ParsedDocument:
    """Return a text file as one page."""
    text, warnings = decode(path.read_bytes())
    return ParsedDocument(stem(name), (Page(1, text),), warnings)


def read_markdown(path: Path, name: str) -> ParsedDocument:
    """Return a Markdown file as it is, without its front matter."""
    text, warnings = decode(path.read_bytes())
    text = text.replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    title = ""
    if front:
        text = text[front.end() :]
        named = re.search(r"^title:[ \t]*(.+)$", front.group(1), re.MULTILINE)
        title = named.group(1).strip().strip("\"'") if named else ""
    if not title and (heading := _MARKDOWN_TITLE.search(text)):
        title = heading.group(1)
    return ParsedDocument(title or stem(name), (Page(1, text),), warnings)


def read_csv(path: Path, name: str) -> ParsedDocument:
    """Return a CSV file, one line for each row with its column names."""
    csv.field_size_limit(_MAX_FIELD)
    text, warnings = decode(path.read_bytes())
    try:
        dialect: Any = csv.Sniffer().sniff(text[:16384], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel_tab if name.lower().endswith(".tsv") else csv.excel
    rows = csv.reader(io.StringIO(text, newline=""), dialect)
    return ParsedDocument(stem(name), (Page(1, page_text(row_texts(rows))),), warnings)


def read_html(path: Path, name: str) -> ParsedDocument:
    """Return what a browser would show of an HTML file, one line for each table row."""
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString

    soup = BeautifulSoup(path.read_bytes(), "lxml")
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for node in soup.find_all(string=True):
        if type(node) is not NavigableString:
            node.extract()
        elif node.find_parent("pre") is None:
            node.replace_with(re.sub(r"\s+", " ", node))
    # Inner tables first: they become text of the cell they stand in.
    for table in reversed(soup.find_all("table")):
        table.replace_with("\n\n" + _table_text(table) + "\n\n")
    for tag in soup.find_all([*_BLOCKS, *_LINES]):
        gap = "\n" if tag.name in _LINES else "\n\n"
        tag.insert_before(gap)
        tag.append(gap)
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", soup.get_text())
    text = re.sub(r"\n{3,}", "\n\n", text)
    return ParsedDocument(title or stem(name), (Page(1, text),))


def _table_text(table: Any) -> str:
    """Return a table row-wise; only a first row of <th> cells names the columns."""
    rows = table.find_all("tr")
    cells = [[cell.get_text(" ") for cell in row.find_all(["td", "th"])] for row in rows]
    header = len(rows) > 1 and not rows[0].find("td")
    return page_text(row_texts(cells, header=header))
