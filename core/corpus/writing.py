"""Embed a parsed document and write it into SQLite."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.corpus.files import FileReport
from core.corpus.reading.parsed import ParsedDocument
from core.corpus.search.embedder import Embedder
from core.project import documents
from core.project.database import Database
from core.project.documents import DocumentRecord, document_id
from core.records.passage import Passage

Tick = Callable[[float], None]
"""Told the share that is done, 0 to 1; raises CancelledError to stop."""
_SLICE = 64
"""Passages embedded between two ticks: about two seconds."""


@dataclass(frozen=True)
class Pending:
    """A document that was read and split."""

    name: str
    sha256: str
    bytes: int
    parsed: ParsedDocument
    passages: list[Passage]
    parse_s: float
    """To read and split it."""


def embed(db: Database, embedder: Embedder, texts: list[str], tick: Tick) -> dict[str, bytes]:
    """Return the vector of each text as bytes; texts stored already are not embedded again."""
    vectors = documents.embeddings_of(db, set(texts))
    missing = sorted(set(texts) - vectors.keys(), key=len)
    for start in range(0, len(missing), _SLICE):
        tick(start / len(missing))
        part = missing[start : start + _SLICE]
        embedded = embedder.embed(part)
        vectors |= {text: row.tobytes() for text, row in zip(part, embedded, strict=True)}
    return vectors


def write(
    db: Database, item: Pending, vectors: dict[str, bytes], seconds: float
) -> tuple[FileReport, set[str]]:
    """Store one document in place of the one of its name, in one transaction.

    Args:
        seconds: How long reading and embedding it took.

    Returns:
        The report, and the ids of the passages that were there before.
    """
    before = documents.document(db, document_id(item.name))
    record = DocumentRecord(
        name=item.name,
        title=item.parsed.title,
        sha256=item.sha256,
        bytes=item.bytes,
        pages=len(item.parsed.pages),
        seconds=seconds,
        warnings=item.parsed.warnings,
    )
    blobs = [vectors[piece.text] for piece in item.passages]
    old = documents.replace_document(db, record, item.passages, blobs)
    report = FileReport(
        name=item.name,
        state="changed" if before and before["status"] == "indexed" else "added",
        pages=record.pages,
        passages=len(blobs),
        seconds=record.seconds,
        warnings=item.parsed.warnings,
    )
    return report, old


def renew_embeddings(db: Database, embedder: Embedder) -> None:
    """Embed every passage again if another embedder made the stored vectors."""
    if db.setting("embedder", embedder.key) != embedder.key:
        pairs = documents.passage_texts(db)
        vectors = np.asarray(embedder.embed([text for _, text in pairs]), dtype=np.float32)
        blobs = [(row.tobytes(), key) for row, (key, _) in zip(vectors, pairs, strict=True)]
        documents.set_embeddings(db, blobs)
    db.set_setting("embedder", embedder.key)
