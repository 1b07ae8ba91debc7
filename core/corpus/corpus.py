"""The corpus of a project: documents in, passages found."""

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.corpus.ahead import Ahead
from core.corpus.editing import rewrite
from core.corpus.files import FileReport, NamedText, Source, files_in, groups, storable
from core.corpus.intake import Intake
from core.corpus.progress import Cancelled, Progress, never, silent, ticker
from core.corpus.reading.parse import Parser
from core.corpus.reading.parsed import shown_name
from core.corpus.search.bm25 import WordIndex
from core.corpus.search.embedder import Embedder, Vectors
from core.corpus.search.index import DAMAGE, VectorIndex
from core.corpus.search.retriever import Retriever
from core.corpus.split import Splitter
from core.corpus.writing import Pending, Tick, embed, renew_embeddings, write
from core.errors import CancelledError
from core.project import documents
from core.project.database import Row
from core.project.workspace import Project, require_disk
from core.records.gold import gold_among
from core.records.question import Question

_TEXTS_AT_ONCE = 128


class Corpus:
    """The documents of one project. Any thread may search while another one adds."""

    def __init__(self, project: Project, embedder: Embedder) -> None:
        """Open the index; repair it or rebuild it from SQLite where needed."""
        self.embedder = embedder
        self._db = project.db
        self._folder = project.folder
        self._intake = Intake(project.db, Splitter(embedder.tokens))
        self._words: WordIndex | None = None
        self._writing = threading.Lock()
        # Held for the moments that touch Chroma or the words, never while a file is read.
        self._lock = threading.RLock()
        renew_embeddings(self._db, embedder)
        self._index = VectorIndex(project.folder / "chroma", self._db, embedder.key)

    def add_files(
        self,
        files: Iterable[Source],
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> list[FileReport]:
        """Index files and folders of files; a file that fails does not stop the others.

        Unchanged bytes cost nothing; a changed file replaces its own passages and no others.

        Args:
            cancelled: Asked between files and while passages are embedded; what is indexed
                by then stays.

        Returns:
            One report for each file, in order; fewer after a cancellation.

        Raises:
            ResourceError: the disk is nearly full; files indexed before stay.
        """
        require_disk(self._folder)
        sources = files_in(files)
        reports: list[FileReport] = []
        with self._writing, Parser() as parser, Ahead(self._intake, parser, sources) as ahead:
            while len(reports) < len(sources):
                try:
                    group = ahead.group(len(reports), progress, cancelled)
                    steps = (len(reports), len(group), len(sources))
                    what = _called(sources[len(reports) :], len(group))
                    tick = ticker(progress, cancelled, steps, f"Indexing {what}")
                    reports += self._store(group, tick)
                except CancelledError:
                    break
            else:
                progress(len(sources), len(sources), "Done")
        return reports

    def add_texts(
        self,
        texts: Sequence[NamedText],
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> list[FileReport]:
        """Index documents given as (name, title, text), as `add_files` does; for trusted texts."""
        require_disk(self._folder)
        reports: list[FileReport] = []
        with self._writing:
            for group in groups(storable(texts), _TEXTS_AT_ONCE):
                steps = (len(reports), len(group), len(texts))
                tick = ticker(progress, cancelled, steps, "Indexing documents")
                try:
                    reports += self._store([self._intake.text(named) for named in group], tick)
                except CancelledError:
                    break
            else:
                progress(len(texts), len(texts), "Done")
        return reports

    def remove(self, keys: Iterable[str]) -> list[str]:
        """Remove documents by id or name and return the names of those that were there."""
        with self._writing:
            names, stale = documents.remove(self._db, keys)
            self._update(stale, set())
        return names

    def edit(self, key: str, texts: Mapping[int, str], sha256: str | None = None) -> FileReport:
        """Replace passages' texts by position, as `core.corpus.editing.rewrite` does."""
        with self._writing:
            report, old, new = rewrite(self._db, self.embedder, key, texts, sha256)
            began = time.perf_counter()
            self._update(old - new, new - old)
            seconds = time.perf_counter() - began
            return replace(report, index_s=report.index_s + seconds)

    def make_ready(self) -> float:
        """Build the word index now rather than at the next search; return the seconds it took."""
        began = time.perf_counter()
        with self._lock:
            self._word_index()
        return time.perf_counter() - began

    def rebuild(self) -> int:
        """Rebuild the index from SQLite and return how many passages it holds.

        The old index's files are deleted, and with them the last copy of removed passages.
        """
        require_disk(self._folder)
        with self._writing, self._lock:
            self._index.rebuild()
            self._words = None
            return documents.passage_count(self._db)

    def retriever(self) -> Retriever:
        """Return a retriever; it sees every later change."""
        return Retriever(self)

    def is_empty(self) -> bool:
        """Tell whether nothing is indexed."""
        return documents.passage_count(self._db) == 0

    def search(
        self, vector: Vectors, question: str, depth: int
    ) -> tuple[dict[str, float], list[tuple[str, float]]]:
        """Return the two rankings: {id: cosine} nearest first, and (id, BM25 score) best first."""
        with self._lock:
            try:
                dense = self._index.search(vector, depth)
            except DAMAGE:
                # The files were damaged or removed under us; SQLite has everything.
                self._index.rebuild()
                dense = self._index.search(vector, depth)
            return dense, self._word_index().search(question, depth)

    def _word_index(self) -> WordIndex:
        if self._words is None:
            self._words = WordIndex(documents.passage_texts(self._db))
        if self._words.changed:
            self._words.make_ready(documents.passage_order(self._db))
        return self._words

    def passages(self, ids: Iterable[str]) -> list[Row]:
        """Return stored passages by id, in no particular order; ids that are gone are left out."""
        return documents.passages(self._db, ids)

    def passages_holding(self, question: Question) -> list[str]:
        """Return the ids of the gold passages of a question's document; [] if it names none."""
        name = question.document
        rows = documents.passages_of(self._db, name) if name else []
        return gold_among(question, [(row["id"], name, row["text"]) for row in rows])

    def close(self) -> None:
        """Release the index's files."""
        with self._writing, self._lock:
            self._index.close()

    def _store(self, items: Sequence[FileReport | Pending], tick: Tick) -> list[FileReport]:
        """Embed passages, write each document in one transaction, then follow in Chroma.

        Returns:
            A report for each, in order; items that are reports already stay as they are.
        """
        pending = [item for item in items if isinstance(item, Pending)]
        stored = iter(self._stored(pending, tick) if pending else ())
        return [next(stored) if isinstance(item, Pending) else item for item in items]

    def _stored(self, pending: list[Pending], tick: Tick) -> list[FileReport]:
        texts = [piece.text for item in pending for piece in item.passages]
        began = time.perf_counter()
        vectors = embed(self._db, self.embedder, texts, tick)
        embedded = time.perf_counter()
        reports: list[FileReport] = []
        stale: set[str] = set()
        fresh: set[str] = set()
        try:
            for item in pending:
                seconds = item.parse_s + (embedded - began) / len(pending)
                report, old = write(self._db, item, vectors, seconds)
                reports.append(report)
                stale |= old
                fresh |= {piece.id for piece in item.passages}
        finally:
            # A full disk may stop this half-way; the index then follows what was written.
            self._update(stale - fresh, fresh - stale)
        # Work done for all of them together is shared out evenly.
        embed_s = (embedded - began) / len(pending)
        index_s = (time.perf_counter() - embedded) / len(pending)
        return [
            replace(report, parse_s=item.parse_s, embed_s=embed_s, index_s=index_s)
            for item, report in zip(pending, reports, strict=True)
        ]

    def _update(self, stale: set[str], fresh: set[str]) -> None:
        """Take passages out of the index and put others in; SQLite has changed already."""
        with self._lock:
            rows = documents.passages(self._db, fresh)
            if self._words is not None:
                self._words.change(stale, [(row["id"], row["text"]) for row in rows])
            try:
                self._index.remove(stale)
                self._index.add(rows)
            except DAMAGE:
                self._index.rebuild()


def _called(sources: Sequence[Source], count: int) -> str:
    """Return what the first `count` sources are called in a job's progress."""
    return shown_name(sources[0][1]) if count == 1 else f"{count} files"
