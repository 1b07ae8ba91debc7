"""Links to a passage where its document is shown, wherever one is named."""

from collections.abc import Iterable
from urllib.parse import urlencode

from ui import components


def link(project: str, document: str, page: int, passage: str) -> str:
    """Return Markdown that opens a document at one of its passages."""
    address = urlencode({"project": project, "document": document, "passage": passage})
    return f"[{components.plain(document)}, page {page}](documents?{address})"


def links(project: str, passages: Iterable[tuple[str, int, str]]) -> str:
    """Return links to (document, page, passage id), in that order."""
    return " · ".join(link(project, *passage) for passage in passages)
