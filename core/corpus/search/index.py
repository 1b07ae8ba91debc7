"""Search by meaning: a cache in Chroma of the vectors that SQLite holds.

After a crash Chroma is in one of three states: right, behind SQLite by a few passages, or not to be
trusted. Opening finds out which and repairs it. A new index is always written to a new folder,
because Chroma holds on to what it once opened and leaves files behind.
"""

import logging
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from chromadb.errors import ChromaError
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores.types import VectorStoreQuery

from core.corpus.search.chroma_store import PassageStore, open_store
from core.corpus.search.embedder import DIMENSIONS, Vectors
from core.errors import ResourceError
from core.project import documents
from core.project.database import Database, Row

DAMAGE = (ChromaError, ValueError, AttributeError, KeyError, OSError, RuntimeError)
"""What Chroma and its bindings raise on files that are missing or damaged."""
_PROBES = 32
_FOLDER_KEY = "vectors_folder"
"""A new name since the index holds no texts: an older one is rebuilt and its files deleted."""
_LOG = logging.getLogger(__name__)


class VectorIndex:
    """The vectors of one project. Not locked: its owner lets one thread in at a time."""

    def __init__(self, folder: Path, db: Database, embedder_key: str) -> None:
        """Open the index in `folder`; repair it if a crash or a person left it wrong.

        Args:
            folder: The project's `chroma` folder; no other process may have it open.
        """
        self._folder = folder
        self._db = db
        self._name = f"passages__{embedder_key[:12]}__{DIMENSIONS}"
        self._store: PassageStore
        self._client: Any = None
        self._open()

    def add(self, rows: Iterable[Row]) -> None:
        """Store passages as `core.project.documents.passages` gives them."""
        self._store.add([_node(row) for row in rows])

    def remove(self, ids: Iterable[str]) -> None:
        """Take passages out by id."""
        self._store.delete_nodes(sorted(ids))

    def ids(self) -> set[str]:
        """Return the ids of all passages in the index."""
        return self._store.ids()

    def search(self, vector: Vectors, depth: int) -> dict[str, float]:
        """Return {passage id: cosine similarity}, nearest first."""
        query = VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=depth)
        hits = self._store.query(query)
        return dict(zip(hits.ids or [], hits.similarities or [], strict=True))

    def rebuild(self) -> None:
        """Write the index again from SQLite into a fresh folder and delete the old one.

        Raises:
            ResourceError: it cannot be written; SQLite still has all of it.
        """
        self.close()
        fresh = secrets.token_hex(4)
        try:
            self._store, self._client = open_store(self._folder / fresh, self._name)
            self.add(documents.passages(self._db))
        except DAMAGE as error:
            raise ResourceError(
                f"The search index in {self._folder} could not be written. Make sure that the "
                "disk has space and the folder may be written to, then rebuild the index on "
                "the Documents page; no document is lost."
            ) from error
        self._db.set_setting(_FOLDER_KEY, fresh)
        self._sweep(fresh)

    def close(self) -> None:
        """Release the files."""
        if self._client is not None:
            try:
                self._client.close()
            except DAMAGE as error:
                _LOG.warning("Closing the index: %s", error)
            self._client = None

    def _open(self) -> None:
        current = self._db.setting(_FOLDER_KEY)
        if current is None or not (self._folder / current / "chroma.sqlite3").is_file():
            self.rebuild()
            return
        try:
            self._store, self._client = open_store(self._folder / current, self._name)
            self._catch_up()
            sound = self._probe()
        except DAMAGE as error:
            _LOG.warning("The index cannot be read and is made anew: %s", error)
            sound = False
        if sound:
            self._sweep(current)
        else:
            self.rebuild()

    def _catch_up(self) -> None:
        """Repair what an interruption between SQLite and Chroma left different."""
        wanted, present = documents.passage_ids(self._db), self.ids()
        self.remove(present - wanted)
        self.add(documents.passages(self._db, wanted - present))

    def _probe(self) -> bool:
        """Tell whether passages from all over the index are found by their own vectors.

        Their number proves nothing: Chroma counts passages whose vectors are gone.
        """
        rows = documents.passages(self._db, _spread(sorted(documents.passage_ids(self._db))))
        if not rows:
            return not self.ids()
        vectors = [np.frombuffer(row["embedding"], dtype=np.float32) for row in rows]
        nearest = self._store.nearest(vectors, 1)
        return all(max(hits.values(), default=0.0) > 0.999 for hits in nearest)

    def _sweep(self, current: str) -> None:
        """Remove every other index in the folder."""
        for other in self._folder.iterdir():
            if other.name != current:
                shutil.rmtree(other, ignore_errors=True)
                other.unlink(missing_ok=True) if other.is_file() else None


def _spread(ids: list[str]) -> list[str]:
    """Return at most 32 ids; they are hashes, so any even choice is a random sample."""
    return ids[:: max(1, len(ids) // _PROBES)][:_PROBES]


def _node(row: Row) -> TextNode:
    return TextNode(
        id_=row["id"],
        embedding=np.frombuffer(row["embedding"], dtype=np.float32).tolist(),
    )
