"""A passage's new text in place of its old one."""

from pathlib import Path

import pytest

from core.corpus.corpus import Corpus
from core.errors import NotFoundError
from core.project import documents
from core.project.versions import corpus_version
from core.project.workspace import Project
from tests.core.corpus.test_corpus import CountingEmbedder, everywhere, put

WORDS = "The guard walks round the yard and writes what is there into the book. " * 12
PARTS = [f"Gate {n}. {WORDS}" for n in range(3)]


@pytest.fixture
def counted(project: Project, embedder_folder: Path) -> Corpus:
    return Corpus(project, CountingEmbedder(embedder_folder))


def test_only_the_edited_passage_is_embedded_again(
    counted: Corpus, project: Project, tmp_path: Path
) -> None:
    counted.add_files([put(tmp_path, "a.txt", "\n\n".join(PARTS))])
    before = documents.passages_of(project.db, "a.txt")
    version = corpus_version(project.db)
    assert len(before) > 2
    embedder = counted.embedder
    assert isinstance(embedder, CountingEmbedder)
    embedder.given.clear()
    new = before[1]["text"].replace("guard", "warden")
    report = counted.edit("a.txt", {1: new})
    assert embedder.given == [new]
    after = documents.passages_of(project.db, "a.txt")
    assert [row["text"] for row in after] == [
        before[0]["text"],
        new,
        *(row["text"] for row in before[2:]),
    ]
    assert [row["id"] for row in after if row["id"] not in {one["id"] for one in before}] == [
        after[1]["id"]
    ]
    assert everywhere(counted, project) == {row["text"] for row in after}
    assert (report.state, report.passages) == ("changed", len(before))
    assert corpus_version(project.db) != version
    counted.close()


def test_put_back_it_is_the_same_version_again(
    corpus: Corpus, project: Project, tmp_path: Path
) -> None:
    source = put(tmp_path, "a.txt", "The gate opens at seven.")
    corpus.add_files([source])
    version, row = corpus_version(project.db), documents.document(project.db, "a.txt")
    assert row is not None
    corpus.edit("a.txt", {0: "The gate opens at noon."})
    corpus.edit("a.txt", {0: "The gate opens at seven."}, row["sha256"])
    assert corpus_version(project.db) == version
    assert corpus.add_files([source])[0].state == "unchanged"


def test_an_edited_document_is_replaced_by_its_next_upload(
    corpus: Corpus, project: Project, tmp_path: Path
) -> None:
    source = put(tmp_path, "a.txt", "The gate opens at seven.")
    corpus.add_files([source])
    corpus.edit("a.txt", {0: "The gate opens at noon."})
    assert corpus.add_files([source])[0].state == "changed"
    assert everywhere(corpus, project) == {"The gate opens at seven."}


def test_a_document_that_is_not_there_cannot_be_edited(corpus: Corpus) -> None:
    with pytest.raises(NotFoundError, match=r"no document 'b\.txt'"):
        corpus.edit("b.txt", {0: "Nothing."})


def test_a_report_tells_parsing_embedding_and_indexing_apart(
    corpus: Corpus, tmp_path: Path
) -> None:
    sources = [put(tmp_path, "a.txt", PARTS[0]), put(tmp_path, "b.txt", PARTS[1])]
    for report in corpus.add_files(sources):
        assert min(report.parse_s, report.embed_s, report.index_s) > 0
    texts = [(name, name, text) for name, text in (("c", "One text."), ("d", "Another text."))]
    reports = corpus.add_texts(texts)
    assert reports[0].embed_s == reports[1].embed_s > 0
    assert corpus.add_files(sources)[0].embed_s == 0
