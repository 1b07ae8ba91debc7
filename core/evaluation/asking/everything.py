"""Every document as one text: what the arm that reads all of them puts in its prompt."""

from dataclasses import dataclass
from itertools import groupby

from core.project.database import Database
from core.project.documents import passages
from core.records.answer import PackedPassage

_LONGEST_OVERLAP = 2000
"""Characters; what two passages share is far shorter."""


@dataclass(frozen=True)
class Everything:
    """Stands in for a retriever: every document, whatever is asked."""

    packed: tuple[PackedPassage, ...]
    """The last document first: the best passage is to stand last in a prompt (`core.prompts`)."""


def everything(db: Database) -> Everything:
    """Return all indexed documents, each page as one text."""
    return Everything(tuple(reversed(pages(db))))


def pages(db: Database) -> list[PackedPassage]:
    """Return each page of each document, in the order of names, its passages joined."""
    by_page = groupby(passages(db), key=lambda row: (row["document"], row["page"]))
    return [
        {
            "id": f"{document}, page {page}",
            "document": document,
            "page": page,
            "text": _joined([row["text"] for row in rows]),
            "score": None,
        }
        for (document, page), rows in by_page
    ]


def _joined(texts: list[str]) -> str:
    """Return passages as the one text they were cut from: what two of them share stands once."""
    whole = ""
    for text in texts:
        shared = next(
            size
            for size in range(min(len(text), len(whole), _LONGEST_OVERLAP), -1, -1)
            if whole.endswith(text[:size])
        )
        whole += text[shared:] if shared or not whole else "\n" + text
    return whole
