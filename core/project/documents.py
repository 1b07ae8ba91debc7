"""Documents and passages in a project's SQLite file."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from core.project.database import Database, Row, now
from core.records.document import DocumentRow
from core.records.passage import Passage

_ENDS = "length(text) || substr(text, 1, 24) || substr(text, -24)"
"""What passages of the same text are found by, as an index has it (schema.sql): many documents
begin alike, few passages also end alike and have one length."""
_MANY = 500
"""SQLite allows only so many question marks in one statement."""


@dataclass(frozen=True)
class DocumentRecord:
    """What is stored about a document besides its passages."""

    name: str
    title: str
    sha256: str
    bytes: int
    pages: int
    seconds: float
    warnings: Sequence[str] = field(default_factory=tuple)

    @property
    def id(self) -> str:
        """The document's id: the same over all versions of the file."""
        return document_id(self.name)


def document_id(name: str) -> str:
    """Return the id of the document called `name`."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def replace_document(
    db: Database, record: DocumentRecord, passages: Sequence[Passage], embeddings: Iterable[bytes]
) -> set[str]:
    """Store a document and its passages in place of what that name held before.

    Args:
        embeddings: One float32 vector of unit length for each passage, as bytes.

    Returns:
        The ids of the passages that were there before, to remove from the index.
    """
    key = record.id
    with db.transaction():
        old = {row["id"] for row in db.rows("SELECT id FROM passages WHERE document_id = ?", key)}
        db.write("DELETE FROM documents WHERE id = ?", key)
        db.write(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, 'indexed', NULL, ?, ?, ?, ?, ?)",
            *(key, record.name, record.title, record.sha256, record.bytes, record.pages),
            *(len(passages), record.seconds, json.dumps(list(record.warnings)), now()),
        )
        db.write_many(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (piece.id, key, piece.position, piece.page, piece.text, piece.tokens, vector)
                for piece, vector in zip(passages, embeddings, strict=True)
            ],
        )
    return old


def record_failure(db: Database, name: str, sha256: str, size: int, error: str) -> None:
    """Store why a document could not be indexed; an indexed version of it stays as it is."""
    with db.transaction():
        kept = db.write(
            "UPDATE documents SET error = ? WHERE id = ? AND status = 'indexed'",
            *(error, document_id(name)),
        )
        if not kept:
            db.write("DELETE FROM documents WHERE id = ?", document_id(name))
            db.write(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, 'failed', ?, 0, 0, 0, '[]', ?)",
                *(document_id(name), name, name, sha256, size, error, now()),
            )


def clear_error(db: Database, name: str) -> None:
    """Forget that a later version of an indexed document failed."""
    db.write(
        "UPDATE documents SET error = NULL WHERE id = ? AND status = 'indexed'", document_id(name)
    )


def remove(db: Database, keys: Iterable[str]) -> tuple[list[str], set[str]]:
    """Remove documents by id or name.

    Returns:
        The removed names, and the ids of the passages removed with them.
    """
    names: list[str] = []
    passages: set[str] = set()
    with db.transaction():
        for key in dict.fromkeys(keys):
            row = db.one("SELECT id, name FROM documents WHERE id = ? OR name = ?", key, key)
            if row is None:
                continue
            names.append(row["name"])
            passages |= {
                piece["id"]
                for piece in db.rows("SELECT id FROM passages WHERE document_id = ?", row["id"])
            }
            db.write("DELETE FROM documents WHERE id = ?", row["id"])
    return names, passages


def documents(db: Database) -> list[DocumentRow]:
    """Return all documents by name; `warnings` is a list."""
    rows = db.rows("SELECT * FROM documents ORDER BY name")
    return [_document(row) for row in rows]


def document(db: Database, key: str) -> DocumentRow | None:
    """Return the document of that id or name, or None."""
    row = db.one("SELECT * FROM documents WHERE id = ? OR name = ?", key, key)
    return _document(row) if row else None


def _document(row: Row) -> DocumentRow:
    return cast(DocumentRow, row | {"warnings": json.loads(row["warnings"])})


def passage_ids(db: Database) -> set[str]:
    """Return the ids of all passages."""
    return {row["id"] for row in db.rows("SELECT id FROM passages")}


def passage_tokens(db: Database) -> dict[str, int]:
    """Return the length of every passage in the embedder's tokens, by id."""
    return {row["id"]: row["tokens"] for row in db.rows("SELECT id, tokens FROM passages")}


def passage_count(db: Database) -> int:
    """Return how many passages there are."""
    row = db.one("SELECT count(*) AS n FROM passages")
    return int(row["n"]) if row else 0


def passage_order(db: Database) -> list[str]:
    """Return the id of every passage, in the order of names and positions."""
    rows = db.rows(
        "SELECT passages.id FROM passages JOIN documents ON documents.id = document_id "
        "ORDER BY name, position"
    )
    return [row["id"] for row in rows]


def passage_texts(db: Database) -> list[tuple[str, str]]:
    """Return (id, text) of every passage, in the order of names and positions."""
    rows = db.rows(
        "SELECT passages.id, text FROM passages JOIN documents ON documents.id = document_id "
        "ORDER BY name, position"
    )
    return [(row["id"], row["text"]) for row in rows]


def passages(db: Database, ids: Iterable[str] | None = None) -> list[Row]:
    """Return passages with their `document` (name) and `embedding` (bytes).

    Args:
        ids: Which; None for all. Ids that do not exist are left out.
    """
    sql = (
        "SELECT passages.*, documents.name AS document FROM passages "
        "JOIN documents ON documents.id = document_id"
    )
    if ids is None:
        return db.rows(sql + " ORDER BY name, position")
    return [
        row
        for marks, values in _in_parts(list(ids))
        for row in db.rows(f"{sql} WHERE passages.id IN ({marks})", *values)
    ]


def passages_of(db: Database, key: str) -> list[Row]:
    """Return the passages of the document of that id or name, in order, without embeddings."""
    return db.rows(
        "SELECT passages.id, position, page, text, tokens FROM passages "
        "JOIN documents ON documents.id = document_id "
        "WHERE documents.id = ? OR name = ? ORDER BY position",
        *(key, key),
    )


def embeddings_of(db: Database, texts: Iterable[str]) -> dict[str, bytes]:
    """Return the stored embedding of each of these texts that some passage has."""
    wanted = set(texts)
    ends = sorted({f"{len(text)}{text[:24]}{text[-24:]}" for text in wanted})
    return {
        row["text"]: row["embedding"]
        for marks, values in _in_parts(ends)
        for row in db.rows(
            f"SELECT text, embedding FROM passages WHERE {_ENDS} IN ({marks})", *values
        )
        if row["text"] in wanted
    }


def set_embeddings(db: Database, vectors: list[tuple[bytes, str]]) -> None:
    """Store new embeddings, given as (bytes, passage id)."""
    db.write_many("UPDATE passages SET embedding = ? WHERE id = ?", vectors)


def _in_parts(values: list[Any]) -> Iterable[tuple[str, list[Any]]]:
    """Yield ("?,?,...", values) in parts that SQLite allows."""
    for start in range(0, len(values), _MANY):
        part = values[start : start + _MANY]
        yield ",".join("?" * len(part)), part
