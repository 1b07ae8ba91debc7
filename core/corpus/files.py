"""What is to be added: files, folders of files, texts of a question folder."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.config import INGEST

Source = tuple[Path, str]
"""Where the bytes lie, and what the user calls the file."""
NamedText = tuple[str, str, str]
"""Name, title and text of a document that came without a file."""


@dataclass(frozen=True)
class FileReport:
    """What became of one file."""

    name: str
    state: str
    """added, changed, unchanged or failed."""
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0
    """To read, embed and index it."""
    error: str | None = None
    """One sentence; None unless it failed."""
    warnings: tuple[str, ...] = ()
    parse_s: float = 0.0
    """To read and split it."""
    embed_s: float = 0.0
    """To embed what is new in it; its share where documents were embedded together."""
    index_s: float = 0.0
    """To store it and follow in the index; its share likewise."""


def files_in(sources: Iterable[Source]) -> list[Source]:
    """Return the sources with every folder replaced by the files below it.

    Hidden files, links and the lock files that Office leaves are passed over inside a folder.
    """
    return [(file, _unicode(full)) for path, name in sources for file, full in _files(path, name)]


def storable(texts: Iterable[NamedText]) -> list[NamedText]:
    """Return the texts, their names and titles freed of what SQLite cannot hold."""
    return [(_unicode(name), _unicode(title), text) for name, title, text in texts]


def _unicode(name: str) -> str:
    """Replace half characters, which a file system or a JSON escape may smuggle into a string."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _files(path: Path, name: str) -> Iterator[Source]:
    if not path.is_dir():
        yield path, name
        return
    for folder, subfolders, names in os.walk(path):
        subfolders[:] = sorted(part for part in subfolders if not part.startswith("."))
        for part in sorted(names):
            file = Path(folder) / part
            if not part.startswith((".", "~$")) and not file.is_symlink():
                yield file, "/".join((name.rstrip("/"), *file.relative_to(path).parts))


def digest(path: Path) -> tuple[str, int]:
    """Return the SHA-256 and the size of a file; ("", size) if it is too large to be read."""
    size = path.stat().st_size
    if size > INGEST.file_mb * 2**20:
        return "", size
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), size


def text_digest(title: str, text: str) -> str:
    """Return the SHA-256 of a text that came without a file."""
    return hashlib.sha256(f"{title}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def groups(items: Sequence[NamedText], size: int) -> Iterator[list[NamedText]]:
    """Yield the items in lists of at most `size`."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
