"""A piece of a document, with a stable id and a page number."""

from dataclasses import dataclass
from typing import TypedDict


@dataclass(frozen=True)
class Passage:
    """A piece of one page of a document."""

    id: str
    position: int
    """Place in the document, from 0."""
    page: int
    text: str
    tokens: int
    """In the embedder's tokens, at most 254."""


class PassageText(TypedDict):
    """A stored passage, as far as its words are looked at."""

    document: str
    """Its name."""
    page: int
    text: str
