"""An index for an experiment alone: a copy in a temporary folder; the project's stays as it is."""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from core.engine.context import Engine
from core.project.database import Database
from core.project.workspace import Project

if TYPE_CHECKING:
    from core.corpus.corpus import Corpus


@contextmanager
def own_index(
    engine: Engine, project: Project, without: Collection[str] = ()
) -> Iterator[tuple[Project, "Corpus"]]:
    """Copy a project's documents, with their stored embeddings, and index the copy.

    Args:
        without: Names of documents that are left out.

    Yields:
        A project that holds documents alone, and its corpus; both are gone afterwards.
    """
    from core.corpus.corpus import Corpus  # Late: it takes seconds to import.

    engine.corpus(project)  # Renews embeddings that another embedder made.
    with tempfile.TemporaryDirectory(prefix="assay-index-") as folder:
        db = Database(Path(folder) / "project.db")
        _copy(project.db, db, without)
        copy = Project(project.id, Path(folder), db)
        corpus = Corpus(copy, engine.embedder())
        try:
            yield copy, corpus
        finally:
            corpus.close()
            db.close()


def _copy(db: Database, copy: Database, without: Collection[str]) -> None:
    with copy.transaction():
        for row in db.rows("SELECT * FROM documents WHERE status = 'indexed' ORDER BY name"):
            if row["name"] in without:
                continue
            copy.write(f"INSERT INTO documents VALUES ({_marks(row)})", *row.values())
            passages = db.rows("SELECT * FROM passages WHERE document_id = ?", row["id"])
            if passages:
                copy.write_many(
                    f"INSERT INTO passages VALUES ({_marks(passages[0])})",
                    [tuple(passage.values()) for passage in passages],
                )


def _marks(row: Collection[str]) -> str:
    return ", ".join("?" * len(row))
