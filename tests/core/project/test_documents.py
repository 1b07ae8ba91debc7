from pathlib import Path

import pytest

from core.corpus.split import passage_id
from core.project import documents
from core.project.database import Database
from core.project.documents import DocumentRecord
from core.project.versions import corpus_version, questions_hash
from core.records.passage import Passage

QUESTION = "INSERT INTO questions VALUES (?, ?, ?, 'span', ?, 'g', NULL, '{}', 0)"


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "project.db")


def put(db: Database, name: str, texts: list[str], sha256: str = "0") -> set[str]:
    record = DocumentRecord(name, name.title(), sha256, 9, 1, 0.5, ("a warning",))
    pieces = [
        Passage(passage_id(record.id, place, text), place, 1, text, 2)
        for place, text in enumerate(texts)
    ]
    return documents.replace_document(db, record, pieces, [text.encode() for text in texts])


def test_replacing_returns_the_old_ids_and_leaves_other_documents(db: Database) -> None:
    put(db, "a", ["one", "two"])
    put(db, "b", ["one"])
    before = {row["id"] for row in documents.passages_of(db, "a")}
    assert put(db, "a", ["two"]) == before
    assert [(row["document"], row["text"]) for row in documents.passages(db)] == [
        ("a", "two"),
        ("b", "one"),
    ]
    assert [row["warnings"] for row in documents.documents(db)] == [["a warning"]] * 2


def test_a_replacement_that_fails_changes_nothing(db: Database) -> None:
    put(db, "a", ["one"])
    record = DocumentRecord("a", "A", "1", 9, 1, 0.5)
    with pytest.raises(ValueError, match="shorter"):
        documents.replace_document(db, record, [Passage("x", 0, 1, "t", 1)], [])
    assert [row["text"] for row in documents.passages_of(db, "a")] == ["one"]
    row = documents.document(db, "a")
    assert row is not None
    assert row["sha256"] == "0"


def test_removing_takes_the_passages_along(db: Database) -> None:
    put(db, "a", ["one", "two"])
    put(db, "b", ["three"])
    names, gone = documents.remove(db, ["a", "a", "nothing"])
    assert names == ["a"]
    assert len(gone) == 2
    assert [text for _, text in documents.passage_texts(db)] == ["three"]
    assert documents.passage_count(db) == 1


def test_more_ids_than_sqlite_takes_at_once(db: Database) -> None:
    put(db, "a", [f"text {n}" for n in range(1200)])
    assert len(documents.passages(db, documents.passage_ids(db))) == 1200
    stored = documents.embeddings_of(db, [f"text {n}" for n in range(1300)])
    assert len(stored) == 1200
    assert stored["text 7"] == b"text 7"


def test_a_stored_text_is_found_by_an_index_though_many_begin_alike(db: Database) -> None:
    header = "Annual report of the harbour authority, confidential. "
    texts = [f"{header}Berth {n} is closed. é🚢 {'x' * (n % 40)}" for n in range(300)]
    put(db, "a", [*texts, "short"])
    wanted = [texts[7], texts[299], "short", f"{header}nobody wrote this"]
    assert documents.embeddings_of(db, wanted) == {text: text.encode() for text in wanted[:3]}
    (told,) = {
        row["detail"]
        for row in db.rows(
            f"EXPLAIN QUERY PLAN SELECT text FROM passages WHERE {documents._ENDS} IN (?)", "x"
        )
    }
    assert "passages_by_ends" in told


def test_a_failure_is_kept_and_a_good_document_survives_it(db: Database) -> None:
    documents.record_failure(db, "bad", "1", 3, "Bad. Mend it.")
    put(db, "good", ["one"])
    documents.record_failure(db, "good", "1", 3, "New version bad.")
    rows = {row["name"]: (row["status"], row["error"]) for row in documents.documents(db)}
    assert rows == {"bad": ("failed", "Bad. Mend it."), "good": ("indexed", "New version bad.")}
    documents.clear_error(db, "good")
    row = documents.document(db, documents.document_id("good"))
    assert row is not None
    assert row["error"] is None


def test_the_corpus_version_follows_indexed_contents_only(db: Database) -> None:
    assert corpus_version(db) is None
    put(db, "a", ["one"], "1")
    first = corpus_version(db)
    documents.record_failure(db, "bad", "1", 3, "Bad.")
    assert corpus_version(db) == first
    put(db, "a", ["two"], "2")
    assert corpus_version(db) not in (None, first)
    put(db, "a", ["one"], "1")
    assert corpus_version(db) == first


def test_the_questions_hash_follows_texts_answers_and_splits(db: Database) -> None:
    assert questions_hash(db) is None
    db.write(QUESTION, "1", "Who?", '["Ann"]', "train")
    seen = {questions_hash(db)}
    for column, value in (("text", "Whom?"), ("answers", '["Bob"]'), ("split", "test")):
        db.write(f"UPDATE questions SET {column} = ?", value)
        seen.add(questions_hash(db))
    assert len(seen) == 4
    db.write("UPDATE questions SET position = 9, extra = '{\"a\": 1}'")
    assert questions_hash(db) in seen
