"""The words of a file, counted by none of the readers that are judged by them."""

import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

_PARTS = {
    ".docx": re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml"),
    ".pptx": re.compile(r"ppt/(slides/slide\d+|notesSlides/notesSlide\d+|diagrams/data\d+)\.xml"),
}
_LEFT_OUT = {"del", "moveFrom", "Fallback", "instrText", "delText", "fld"}
_NO_WORDS = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object"}


def words_of(text: str) -> Counter[str]:
    """Return how often each word occurs; equal letters have equal codes."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower()))


def source_words(path: Path, suffix: str) -> Counter[str] | None:
    """Return the words of a file; None where they are not counted here."""
    if suffix in _PARTS:
        return words_of(" ".join(_office(path, _PARTS[suffix])))
    if suffix in (".html", ".htm"):
        shown = _Shown()
        shown.feed(path.read_bytes().decode("utf-8", "replace"))
        return words_of(" ".join(shown.texts))
    if suffix == ".pdf" and shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, timeout=120)
        return words_of(done.stdout.decode("utf-8", "replace")) if done.returncode == 0 else None
    if suffix in (".txt", ".rst", ".log"):
        return words_of(path.read_bytes().decode("utf-8", "replace"))
    return None


def _office(path: Path, parts: re.Pattern[str]) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in filter(parts.fullmatch, archive.namelist()):
            yield "".join(_texts(ElementTree.fromstring(archive.read(name))))


def _texts(element: ElementTree.Element) -> Iterator[str]:
    """Yield the texts of runs; a paragraph, a break and a tab end a word."""
    kind = element.tag.rpartition("}")[2]
    if kind in _LEFT_OUT:
        return
    if kind == "t":
        yield element.text or ""
    for child in element:
        yield from _texts(child)
    if kind in ("p", "br", "tab", "cr"):
        yield "\n"


class _Shown(HTMLParser):
    """Collects the texts of a page outside of what holds none."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter what holds no words."""
        if tag in _NO_WORDS:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave it."""
        if tag in self._inside:
            self._inside.remove(tag)

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if not self._inside:
            self.texts.append(data)
