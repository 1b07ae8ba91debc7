import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.corpus import ahead
from core.corpus.corpus import Corpus
from core.corpus.files import FileReport, Source
from core.corpus.intake import Intake
from core.corpus.reading.parse import Parser
from core.corpus.search.embedder import Embedder, Vectors
from core.corpus.split import Splitter
from core.corpus.writing import Pending
from core.project import documents
from core.project.versions import corpus_version
from core.project.workspace import Project
from core.records.question import Question
from tests.core.corpus.files import write_docx, write_pdf

OLD = "The gate opens at seven and the guard is called Marlow."
NEW = "The gate opens at noon and the guard is called Perrin."


class CountingEmbedder(Embedder):
    """The real embedder, which notes what it was given."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.given: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.given += texts
        return super().embed(texts)


def put(folder: Path, name: str, text: str) -> tuple[Path, str]:
    (folder / name).write_text(text)
    return folder / name, name


def states(reports: list[FileReport]) -> dict[str, str]:
    return {report.name: report.state for report in reports}


def everywhere(corpus: Corpus, project: Project) -> set[str]:
    """Return the texts that SQLite holds, after proving that Chroma and BM25 hold the same."""
    stored = documents.passages(project.db)
    keys = {row["id"] for row in stored}
    corpus.search(corpus.embedder.embed(["x"])[0], "x", 5)
    assert corpus._index.ids() == keys
    assert corpus._words is not None
    assert corpus._words.ids == keys
    return {row["text"] for row in stored}


def found(corpus: Corpus, question: str) -> list[str]:
    return [piece.document for piece in corpus.retriever().retrieve(question).passages]


def test_two_adds_in_succession_keep_both(corpus: Corpus, project: Project, tmp_path: Path) -> None:
    corpus.add_files([put(tmp_path, "a.txt", OLD)])
    assert everywhere(corpus, project) == {OLD}
    corpus.add_files([put(tmp_path, "b.txt", "Bees make honey in the hive.")])
    assert everywhere(corpus, project) == {OLD, "Bees make honey in the hive."}
    assert found(corpus, "Who makes honey?")[0] == "b.txt"


def test_unchanged_bytes_cost_nothing(
    project: Project, embedder_folder: Path, tmp_path: Path
) -> None:
    counting = CountingEmbedder(embedder_folder)
    corpus = Corpus(project, counting)
    source = put(tmp_path, "a.txt", OLD)
    assert states(corpus.add_files([source])) == {"a.txt": "added"}
    version = corpus_version(project.db)
    assert states(corpus.add_files([source])) == {"a.txt": "unchanged"}
    assert counting.given == [OLD]
    assert corpus_version(project.db) == version
    corpus.close()


def test_a_changed_file_replaces_its_own_passages_and_no_others(
    project: Project, embedder_folder: Path, tmp_path: Path
) -> None:
    counting = CountingEmbedder(embedder_folder)
    corpus = Corpus(project, counting)
    corpus.add_files([put(tmp_path, "a.txt", OLD), put(tmp_path, "b.txt", "Bees make honey.")])
    assert states(corpus.add_files([put(tmp_path, "a.txt", NEW)])) == {"a.txt": "changed"}
    assert counting.given == ["Bees make honey.", OLD, NEW]
    assert everywhere(corpus, project) == {NEW, "Bees make honey."}
    corpus.close()


def test_passages_that_did_not_change_are_not_embedded_again(
    project: Project, embedder_folder: Path
) -> None:
    counting = CountingEmbedder(embedder_folder)
    corpus = Corpus(project, counting)
    apples, pears = "Apples are red. " * 50, "Pears are green. " * 50
    corpus.add_texts([("a", "A", f"{apples}\n\n{OLD}\n\n{pears}")])
    corpus.add_texts([("a", "A", f"{apples}\n\n{NEW}\n\n{pears}")])
    firsts = [text.split()[0] for text in counting.given]
    assert sorted(firsts) == ["Apples", "Apples", "Pears"]
    assert not any(OLD in text for text in everywhere(corpus, project))
    corpus.close()


def test_a_removed_document_is_gone_everywhere_and_after_a_restart(
    project: Project, embedder: Embedder, tmp_path: Path
) -> None:
    corpus = Corpus(project, embedder)
    corpus.add_files([put(tmp_path, "a.txt", OLD), put(tmp_path, "b.txt", "Bees make honey.")])
    assert corpus.remove(["a.txt", "no such file"]) == ["a.txt"]
    assert everywhere(corpus, project) == {"Bees make honey."}
    assert found(corpus, "Who is the guard at the gate?") == ["b.txt"]
    corpus.close()
    again = Corpus(project, embedder)
    assert everywhere(again, project) == {"Bees make honey."}
    again.close()


def test_a_restart_finds_everything(project: Project, embedder: Embedder, tmp_path: Path) -> None:
    corpus = Corpus(project, embedder)
    corpus.add_files([(write_pdf(tmp_path / "a.pdf", ["Nothing.", OLD]), "a.pdf")])
    corpus.close()
    again = Corpus(project, embedder)
    best = again.retriever().retrieve("Who is the guard?").passages[0]
    assert (best.document, best.page, best.text) == ("a.pdf", 2, OLD)
    again.close()


def test_an_interruption_between_sqlite_and_chroma_is_mended(
    project: Project, embedder: Embedder
) -> None:
    corpus = Corpus(project, embedder)
    corpus.add_texts([("a", "A", OLD), ("b", "B", "Bees make honey.")])
    # As a kill right after the transaction leaves it: the index is not told.
    corpus._update = lambda stale, fresh: None  # type: ignore[method-assign]
    corpus.add_texts([("a", "A", NEW), ("c", "C", "Foxes dig dens.")])
    corpus.remove(["b"])
    corpus.close()
    again = Corpus(project, embedder)
    assert everywhere(again, project) == {NEW, "Foxes dig dens."}
    again.close()


def test_a_bad_file_stops_no_other_and_says_why(
    corpus: Corpus, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "report.pdf").write_bytes(b"\x7fELF\x02\x01\x01\x00")
    reports = corpus.add_files(
        [
            put(tmp_path, "a.txt", OLD),
            (tmp_path / "report.pdf", "report.pdf"),
            (tmp_path / "typo.txt", "typo.txt"),
            (write_docx(tmp_path / "b.docx", ["Bees."]), "b.docx"),
        ]
    )
    assert states(reports) == {
        "a.txt": "added",
        "report.pdf": "failed",
        "typo.txt": "failed",
        "b.docx": "added",
    }
    row = documents.document(project.db, "report.pdf")
    assert row is not None
    assert (row["status"], row["passages"]) == ("failed", 0)
    assert row["error"].startswith("report.pdf is a program (ELF), not a PDF document.")
    assert documents.document(project.db, "typo.txt") is None


def test_a_failed_new_version_keeps_the_old_passages_and_says_so(
    corpus: Corpus, project: Project, tmp_path: Path
) -> None:
    corpus.add_files([put(tmp_path, "a.txt", OLD)])
    version = corpus_version(project.db)
    reports = corpus.add_files([put(tmp_path, "a.txt", "")])
    assert reports[0].error is not None
    assert reports[0].error.startswith("a.txt is empty (0 bytes).")
    assert reports[0].error.endswith("stays in use.")
    row = documents.document(project.db, "a.txt")
    assert row is not None
    assert (row["status"], row["error"]) == ("indexed", reports[0].error)
    assert everywhere(corpus, project) == {OLD}
    assert corpus_version(project.db) == version
    corpus.add_files([put(tmp_path, "a.txt", OLD)])
    mended = documents.document(project.db, "a.txt")
    assert mended is not None
    assert mended["error"] is None


def test_a_folder_is_walked_and_names_keep_their_place(corpus: Corpus, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "sub").mkdir(parents=True)
    (docs / ".git").mkdir()
    for name in ("a.txt", "sub/a.txt", ".git/config", ".DS_Store", "~$a.docx"):
        (docs / name).write_text(f"Words of {name}.")
    assert states(corpus.add_files([(docs, "docs")])) == {
        "docs/a.txt": "added",
        "docs/sub/a.txt": "added",
    }


def test_names_that_are_no_unicode_are_stored_with_question_marks(
    corpus: Corpus, tmp_path: Path
) -> None:
    name = "caf\udce9.txt"
    assert states(corpus.add_files([put(tmp_path, name, OLD)])) == {"caf?.txt": "added"}
    assert states(corpus.add_texts([("\ud800", "\ud800", NEW)])) == {"?": "added"}


def test_cancelling_keeps_what_is_done_and_progress_ends_full(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "PASSAGES_AT_ONCE", 1)
    sources = [put(tmp_path, f"{n}.txt", f"Text number {n}.") for n in range(3)]
    seen: list[tuple[float, float, str]] = []
    reports = corpus.add_files(
        sources, lambda *step: seen.append(step), lambda: any(step[0] >= 1 for step in seen)
    )
    assert states(reports) == {"0.txt": "added"}
    reports = corpus.add_files(sources, lambda *step: seen.append(step))
    assert list(states(reports).values()) == ["unchanged", "added", "added"]
    assert seen[-1] == (3, 3, "Done")


def test_versions_of_a_name_follow_each_other_however_far_reading_is_ahead(
    corpus: Corpus, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "PASSAGES_AT_ONCE", 1)
    for name in ("1", "2", "3"):
        (tmp_path / name).mkdir()
    sources = [
        put(tmp_path / "1", "a.txt", OLD),
        put(tmp_path / "2", "a.txt", NEW),
        put(tmp_path / "3", "a.txt", NEW),
    ]
    reports = corpus.add_files(sources)
    assert [report.state for report in reports] == ["added", "changed", "unchanged"]
    assert everywhere(corpus, project) == {NEW}


def test_the_next_file_is_read_while_one_is_embedded(
    project: Project, embedder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "PASSAGES_AT_ONCE", 1)
    read = threading.Event()
    in_time: list[bool] = []

    class Waiting(Embedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            in_time.append(read.wait(10))
            return super().embed(texts)

    class Telling(Intake):
        def file(self, source: Source, parser: Parser) -> FileReport | Pending:
            found = super().file(source, parser)
            if source[1] == "1.txt":
                read.set()
            return found

    corpus = Corpus(project, Waiting(embedder_folder))
    corpus._intake = Telling(project.db, Splitter(corpus.embedder.tokens))
    sources = [put(tmp_path, f"{n}.txt", f"Text number {n}.") for n in range(2)]
    assert list(states(corpus.add_files(sources)).values()) == ["added", "added"]
    assert in_time == [True, True]
    corpus.close()


def test_files_embedded_together_are_what_they_are_alone(
    corpus: Corpus, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    sources = [
        put(tmp_path, "a.txt", OLD),
        put(tmp_path, "b.txt", ""),
        put(tmp_path, "c.txt", OLD),
        put(tmp_path / "new", "a.txt", NEW),
    ]
    reports = corpus.add_files(sources)
    assert [(report.name, report.state) for report in reports] == [
        ("a.txt", "added"),
        ("b.txt", "failed"),
        ("c.txt", "added"),
        ("a.txt", "changed"),
    ]
    assert everywhere(corpus, project) == {OLD, NEW}
    assert all(report.passages == 1 for report in reports if report.state != "failed")


def test_texts_are_added_changed_and_refused_like_files(corpus: Corpus, project: Project) -> None:
    reports = corpus.add_texts([("a", "A", OLD), ("b", "B", "  ")])
    assert states(reports) == {"a": "added", "b": "failed"}
    reports = corpus.add_texts([("a", "A", NEW), ("b", "B", "Bees.")])
    assert states(reports) == {"a": "changed", "b": "added"}
    assert everywhere(corpus, project) == {NEW, "Bees."}


def test_gold_passages_hold_an_answer_as_whole_words(corpus: Corpus) -> None:
    filler = "Birds sing in the old orchard every single morning of the year. " * 30
    corpus.add_texts([("a", "A", f"It took FOUR\nyears. {filler}\n\nFourteen men came.")])
    rows = documents.passages_of(corpus._db, "a")
    first, last = rows[0]["id"], rows[-1]["id"]

    def holding(document: str, *answers: str) -> list[str]:
        return corpus.passages_holding(Question("q", "?", answers, "span", "test", "g", document))

    assert holding("a", "four years") == [first]
    assert holding("a", "Four") == [first]
    assert holding("a", "fourtee") == [last]
    assert holding("a", "five", "") == []
    assert holding("other", "four") == []


def test_an_index_that_vanishes_while_in_use_is_made_anew(corpus: Corpus, project: Project) -> None:
    corpus.add_texts([("a", "A", OLD)])
    shutil.rmtree(project.folder / "chroma")
    corpus.add_texts([("b", "B", "Bees make honey.")])
    assert set(found(corpus, "Who makes honey?")) == {"a", "b"}
    assert corpus.rebuild() == 2
    assert everywhere(corpus, project) == {OLD, "Bees make honey."}


def test_searches_work_while_documents_are_added(corpus: Corpus) -> None:
    corpus.add_texts([("gate", "Gate", OLD)])
    errors: list[BaseException] = []
    rounds = 0
    done = threading.Event()

    def search() -> None:
        nonlocal rounds
        while not done.is_set():
            try:
                assert found(corpus, "Who guards the gate?")[0] == "gate"
                rounds += 1
            except BaseException as error:
                errors.append(error)
                return

    searcher = threading.Thread(target=search)
    searcher.start()
    for n in range(15):
        corpus.add_texts([(f"d{n % 5}", "D", f"Version {n} of a text about lakes and hills.")])
    done.set()
    searcher.join()
    assert errors == []
    assert rounds > 3


def test_another_embedder_makes_all_vectors_anew(
    project: Project, embedder: Embedder, embedder_folder: Path
) -> None:
    corpus = Corpus(project, embedder)
    corpus.add_texts([("a", "A", OLD)])
    corpus.close()
    other = CountingEmbedder(embedder_folder)
    other.key = "another"
    again = Corpus(project, other)
    assert other.given == [OLD]
    assert everywhere(again, project) == {OLD}
    again.close()


def test_an_index_that_fails_while_in_use_is_made_anew(corpus: Corpus, project: Project) -> None:
    corpus.add_texts([("a", "A", OLD)])
    # What every damage comes to: Chroma raises instead of answering.
    corpus._index._client.close()
    assert found(corpus, "Who guards the gate?") == ["a"]
    corpus._index._client.close()
    corpus.add_texts([("b", "B", "Bees make honey.")])
    assert everywhere(corpus, project) == {OLD, "Bees make honey."}


@pytest.mark.parametrize("key", ["a.txt", None])
def test_documents_are_removed_by_name_or_id(
    corpus: Corpus, project: Project, tmp_path: Path, key: str | None
) -> None:
    corpus.add_files([put(tmp_path, "a.txt", OLD)])
    corpus.remove([key or documents.document_id("a.txt")])
    assert documents.documents(project.db) == []
    assert corpus.is_empty()
