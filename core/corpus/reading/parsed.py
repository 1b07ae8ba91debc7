"""The text that a reader extracts from one file."""

from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import TypedDict, cast


@dataclass(frozen=True)
class Page:
    """One page, slide or sheet; a format without pages is one page."""

    number: int
    """From 1, as a reader of the file would count."""
    text: str


@dataclass(frozen=True)
class ParsedDocument:
    """The text of a file, page by page."""

    title: str
    pages: tuple[Page, ...]
    warnings: tuple[str, ...] = ()
    """Sentences about what was left out or guessed."""


class PageJson(TypedDict):
    """A `Page` on its way between processes."""

    number: int
    text: str


class DocumentJson(TypedDict):
    """A `ParsedDocument` likewise."""

    title: str
    pages: list[PageJson]
    warnings: list[str]


class Outcome(TypedDict, total=False):
    """What a file's process says: one of these."""

    document: DocumentJson
    error: str
    """A sentence for the user."""
    failure: str
    """How the process ended: time, memory or damaged."""


def as_json(document: ParsedDocument) -> DocumentJson:
    """Return a document as JSON values."""
    return cast(DocumentJson, asdict(document))


def shown_name(name: str) -> str:
    """Return a file name as messages show it: printable, at most 120 characters."""
    printable = "".join(letter if letter.isprintable() else "?" for letter in name)
    return printable if len(printable) <= 120 else printable[:59] + "..." + printable[-58:]


def stem(name: str) -> str:
    """Return the last part of a file name without its suffix: the title when there is no other."""
    return PurePosixPath(name).stem or name


def clean(text: str) -> str:
    """Return `text` without what SQLite cannot hold or a reader cannot see."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
    return text.encode("utf-8", "ignore").decode("utf-8").strip()
