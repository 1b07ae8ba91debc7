"""LlamaIndex's Chroma store with its defects mended, in a folder of its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings as ChromaSettings
from llama_index.core.schema import BaseNode
from llama_index.core.vector_stores.types import VectorStoreQueryResult
from llama_index.vector_stores.chroma import ChromaVectorStore

from core.corpus.search.embedder import Vectors

BATCH = 256


class PassageStore(ChromaVectorStore):
    """Holds vectors by passage id; the texts stay in SQLite and are not copied here.

    So adding a passage takes a quarter of the time, and nothing of a removed document stays in
    Chroma's files. It upserts in batches that Chroma accepts; scores are cosine similarities.

    The packaged store adds in batches larger than Chroma's limit (llama_index issue 20142),
    leaves old text under an id it knows, fails on an empty deletion and returns
    exp(-distance) as the similarity.
    """

    def add(self, nodes: Sequence[BaseNode], **add_kwargs: Any) -> list[str]:
        """Store nodes that carry an embedding; an existing one of the same id is replaced."""
        for part in _parts(nodes):
            self._collection.upsert(
                ids=[node.node_id for node in part],
                embeddings=[node.get_embedding() for node in part],
            )
        return [node.node_id for node in nodes]

    def delete_nodes(
        self, node_ids: list[str] | None = None, filters: Any = None, **delete_kwargs: Any
    ) -> None:
        """Remove nodes by id; ids that are not there are left alone."""
        if filters is not None:
            super().delete_nodes(None, filters)
        for part in _parts(node_ids or []):
            self._collection.delete(ids=list(part))

    def clear(self) -> None:
        """Remove everything."""
        self.delete_nodes(sorted(self.ids()))

    def ids(self) -> set[str]:
        """Return the ids of everything stored."""
        return set(self._collection.get(include=[])["ids"])

    def nearest(self, vectors: Sequence[Vectors], depth: int) -> list[dict[str, float]]:
        """Return {id: cosine similarity} of the `depth` nearest of each vector."""
        reply: Any = self._collection.query(
            query_embeddings=np.asarray(vectors, dtype=np.float32),
            n_results=depth,
            include=["distances"],
        )
        return [
            {key: 1.0 - distance for key, distance in zip(keys, distances, strict=True)}
            for keys, distances in zip(reply["ids"], reply["distances"], strict=True)
        ]

    def _query(
        self, query_embeddings: list[float], n_results: int, where: Any, **kwargs: Any
    ) -> VectorStoreQueryResult:
        vectors = np.asarray([query_embeddings], dtype=np.float32)
        reply: Any = self._collection.query(
            query_embeddings=vectors,
            n_results=n_results,
            where=where or None,
            include=["distances"],
            **kwargs,
        )
        return VectorStoreQueryResult(
            similarities=[1.0 - distance for distance in reply["distances"][0]],
            ids=reply["ids"][0],
        )


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


def open_store(folder: Path, name: str) -> tuple[PassageStore, ClientAPI]:
    """Return the store in a folder, made if it is not there, and the client to close.

    Args:
        name: Of the collection; another embedder takes another name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = ChromaSettings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(folder), settings=settings)
    collection = client.get_or_create_collection(
        name,
        # Without this, Chroma downloads an embedder of its own.
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine"}},
    )
    return cast("PassageStore", PassageStore.from_collection(collection)), client
