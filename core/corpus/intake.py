"""Turn a source into passages to index, or into a report where there is nothing to index."""

import time

from core.corpus.files import FileReport, NamedText, Source, digest, text_digest
from core.corpus.reading.parse import Parser
from core.corpus.reading.parsed import Page, ParsedDocument, clean, shown_name
from core.corpus.split import Splitter
from core.corpus.writing import Pending
from core.errors import InvalidInputError
from core.project import documents
from core.project.database import Database
from core.project.documents import document_id


class Intake:
    """Reads new and changed sources; stores the reason for each that stays out of the index."""

    def __init__(self, db: Database, splitter: Splitter) -> None:
        self._db = db
        self._splitter = splitter

    def file(self, source: Source, parser: Parser) -> FileReport | Pending:
        """Return a file's passages, or a report that it is unchanged or failed."""
        path, name = source
        started = time.perf_counter()
        sha256, size = "", 0
        try:
            if path.is_file():
                sha256, size = digest(path)
            if unchanged := self._unchanged(name, sha256):
                return unchanged
            return self._split(name, sha256, size, parser.parse(path, name), started)
        except InvalidInputError as error:
            return self._failed(name, sha256, size, str(error), known=path.exists())
        except OSError as error:
            reason = f"{shown_name(name)} could not be read ({error.strerror}). Try again."
            return self._failed(name, sha256, size, reason, known=path.exists())

    def text(self, named: NamedText) -> FileReport | Pending:
        """Return the passages of a trusted text, or a report that it is unchanged or failed."""
        name, title, text = named
        sha256, size = text_digest(title, text), len(text.encode("utf-8", "ignore"))
        if unchanged := self._unchanged(name, sha256):
            return unchanged
        parsed = ParsedDocument(title or name, (Page(1, clean(text)),))
        try:
            return self._split(name, sha256, size, parsed, time.perf_counter())
        except InvalidInputError as error:
            return self._failed(name, sha256, size, str(error), known=True)

    def _unchanged(self, name: str, sha256: str) -> FileReport | None:
        known = documents.document(self._db, document_id(name))
        if known is None or known["status"] != "indexed" or known["sha256"] != sha256:
            return None
        documents.clear_error(self._db, name)
        return FileReport(name, "unchanged", known["pages"], known["passages"])

    def _failed(self, name: str, sha256: str, size: int, error: str, known: bool) -> FileReport:
        """Report a failure; `known` is false for a path that does not exist: no row for a typo."""
        before = documents.document(self._db, document_id(name))
        if before is not None and before["status"] == "indexed":
            error += f" The version of {before['added_at'][:10]} stays in use."
        if known:
            documents.record_failure(self._db, name, sha256, size, error)
        return FileReport(name, "failed", error=error)

    def _split(
        self, name: str, sha256: str, size: int, parsed: ParsedDocument, started: float
    ) -> Pending:
        passages = self._splitter.split(document_id(name), parsed.pages)
        if not passages:
            raise InvalidInputError(f"{shown_name(name)} holds no text. Upload a file that does.")
        spent = time.perf_counter() - started
        return Pending(name, sha256, size, parsed, passages, spent)
