"""Replace the texts of passages; only those that changed are embedded again."""

import time
from collections.abc import Mapping, Sequence

from core.corpus.files import FileReport, text_digest
from core.corpus.search.embedder import Embedder
from core.corpus.split import passage_id
from core.corpus.writing import embed
from core.errors import NotFoundError
from core.project import documents
from core.project.database import Database, Row
from core.project.documents import DocumentRecord
from core.records.document import DocumentRow
from core.records.passage import Passage


def rewrite(
    db: Database, embedder: Embedder, key: str, texts: Mapping[int, str], sha256: str | None
) -> tuple[FileReport, set[str], set[str]]:
    """Store a document with other texts at some positions, in one transaction.

    Args:
        texts: By position. One may grow past the embedder's window: its last words are then found
            by the word index alone, which is good enough for a live edit.
        sha256: The document's, where its texts are restored; None takes one over title and texts.

    Returns:
        The report, and the ids of the passages before and after.

    Raises:
        NotFoundError: there is no such document.
    """
    began = time.perf_counter()
    row = documents.document(db, key)
    if row is None:
        raise NotFoundError(f"There is no document '{key}' in this project.")
    stored = documents.passages_of(db, key)
    passages = [_passage(row["id"], piece, texts, embedder) for piece in stored]
    parsed = time.perf_counter()
    vectors = embed(db, embedder, [piece.text for piece in passages], lambda share: None)
    embedded = time.perf_counter()
    record = _record(row, passages, sha256, embedded - began)
    embeddings = [vectors[piece.text] for piece in passages]
    old = documents.replace_document(db, record, passages, embeddings)
    written = time.perf_counter()
    report = FileReport(
        row["name"],
        "changed",
        row["pages"],
        len(passages),
        written - began,
        parse_s=parsed - began,
        embed_s=embedded - parsed,
        index_s=written - embedded,
    )
    return report, old, {piece.id for piece in passages}


def _record(
    row: DocumentRow, passages: Sequence[Passage], sha256: str | None, seconds: float
) -> DocumentRecord:
    whole = "\n".join(piece.text for piece in passages)
    digest = sha256 or text_digest(row["title"], whole)
    return DocumentRecord(
        row["name"], row["title"], digest, row["bytes"], row["pages"], seconds, row["warnings"]
    )


def _passage(document: str, piece: Row, texts: Mapping[int, str], embedder: Embedder) -> Passage:
    position, text = piece["position"], texts.get(piece["position"], piece["text"])
    key = passage_id(document, position, text)
    return Passage(key, position, piece["page"], text, len(embedder.tokens(text)))
