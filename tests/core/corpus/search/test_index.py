import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.corpus.search.embedder import Embedder
from core.corpus.search.index import VectorIndex
from core.corpus.split import passage_id
from core.errors import ResourceError
from core.project.documents import DocumentRecord, passage_ids, replace_document
from core.project.workspace import Project
from core.records.passage import Passage

MANY = 1500


@pytest.fixture
def vectors() -> np.ndarray:
    drawn = np.random.default_rng(0).normal(size=(MANY, 384)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture
def filled(project: Project, vectors: np.ndarray) -> Project:
    """A project with 1,500 passages in SQLite and in Chroma."""
    write(project, "big", vectors)
    VectorIndex(project.folder / "chroma", project.db, "key").close()
    return project


def write(project: Project, name: str, vectors: np.ndarray) -> None:
    record = DocumentRecord(name, name, "0", 1, 1, 0.0)
    passages = [
        Passage(passage_id(record.id, n, f"text {n}"), n, 1, f"text {n}", 2)
        for n in range(len(vectors))
    ]
    replace_document(project.db, record, passages, [row.tobytes() for row in vectors])


def reopen(project: Project) -> VectorIndex:
    return VectorIndex(project.folder / "chroma", project.db, "key")


def missed(index: VectorIndex, project: Project, vectors: np.ndarray) -> int:
    """Return how many of 50 passages from all over are not found first by their own vector."""
    key = DocumentRecord("big", "big", "0", 1, 1, 0.0).id
    rows = range(0, len(vectors), 50)
    return sum(
        next(iter(index.search(vectors[n], 5))) != passage_id(key, n, f"text {n}") for n in rows
    )


def test_more_than_1000_passages_survive_a_restart(filled: Project, vectors: np.ndarray) -> None:
    before = filled.db.setting("vectors_folder")
    index = reopen(filled)
    assert filled.db.setting("vectors_folder") == before
    assert index.ids() == passage_ids(filled.db)
    assert missed(index, filled, vectors) == 0
    index.close()


def without_hnsw(folder: Path) -> None:
    for part in folder.glob("*/*/"):
        shutil.rmtree(part)


def garbage_hnsw(folder: Path) -> None:
    for file in folder.rglob("*.bin"):
        file.write_bytes(os.urandom(100))


def garbage_database(folder: Path) -> None:
    for file in folder.rglob("chroma.sqlite3"):
        file.write_bytes(os.urandom(5000))


def cut_database(folder: Path) -> None:
    for file in folder.rglob("chroma.sqlite3"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def test_an_index_that_still_holds_texts_is_made_anew(filled: Project) -> None:
    (old,) = (filled.folder / "chroma").iterdir()
    # Sound as it is, but under the name that such an index had.
    filled.db.write("UPDATE settings SET key = 'index_folder' WHERE key = 'vectors_folder'")
    index = reopen(filled)
    assert index.ids() == passage_ids(filled.db)
    assert not old.exists()
    index.close()


@pytest.mark.parametrize(
    "damage", [shutil.rmtree, without_hnsw, garbage_hnsw, garbage_database, cut_database]
)
def test_a_damaged_index_is_made_anew_in_a_fresh_folder(
    filled: Project, vectors: np.ndarray, damage: Callable[[Path], None]
) -> None:
    before = filled.db.setting("vectors_folder")
    damage(filled.folder / "chroma")
    index = reopen(filled)
    assert filled.db.setting("vectors_folder") != before
    assert index.ids() == passage_ids(filled.db)
    assert missed(index, filled, vectors) == 0
    current = filled.db.setting("vectors_folder")
    assert [part.name for part in (filled.folder / "chroma").iterdir()] == [current]
    index.close()


def test_what_an_interruption_left_different_is_caught_up(
    filled: Project, vectors: np.ndarray
) -> None:
    write(filled, "big", vectors[:1000])
    write(filled, "late", vectors[1400:])
    index = reopen(filled)
    assert index.ids() == passage_ids(filled.db)
    assert missed(index, filled, vectors[:1000]) == 0
    index.close()


def test_similarity_is_the_cosine(filled: Project, vectors: np.ndarray) -> None:
    index = reopen(filled)
    found = index.search(vectors[3], 3)
    expected = sorted(vectors @ vectors[3], reverse=True)[:3]
    assert list(found.values()) == pytest.approx(expected, abs=1e-3)
    index.close()


def test_an_id_written_twice_takes_the_new_vector(project: Project, embedder: Embedder) -> None:
    index = reopen(project)
    row = {"id": "a", "document_id": "d", "document": "d", "page": 1, "text": "old words"}
    vectors = embedder.embed(["old words", "something else"])
    index.add([row | {"embedding": vectors[0].tobytes()}])
    index.add([row | {"text": "something else", "embedding": vectors[1].tobytes()}])
    assert index.search(vectors[1], 5) == pytest.approx({"a": 1.0}, abs=1e-4)
    index.remove(["a", "never there"])
    assert index.ids() == set()
    index.remove([])
    index.close()


def test_an_index_that_cannot_be_written_says_what_to_do(project: Project) -> None:
    (project.folder / "chroma").write_text("a file where the folder should be")
    with pytest.raises(ResourceError, match="could not be written"):
        reopen(project)
