"""Documents and passages as the database and clients know them."""

from typing_extensions import TypedDict  # Pydantic checks none of Python 3.11's own.

from core.records.question import QuestionRow


class DocumentRow(TypedDict):
    """A document and what became of it."""

    id: str
    name: str
    title: str
    sha256: str
    bytes: int
    status: str
    """indexed or failed."""
    error: str | None
    pages: int
    passages: int
    seconds: float
    """To read, embed and index it."""
    warnings: list[str]
    added_at: str


class UploadedFile(TypedDict):
    """A file to index: where its bytes lie, and what the user calls it."""

    path: str
    name: str


class FileReportRow(TypedDict):
    """What became of one file (`core.corpus.files.FileReport`)."""

    name: str
    state: str
    pages: int
    passages: int
    seconds: float
    error: str | None
    warnings: tuple[str, ...]
    parse_s: float
    embed_s: float


class RetrievedRow(TypedDict):
    """A passage that was found, and why (`core.corpus.search.retriever.RetrievedPassage`)."""

    id: str
    document: str
    page: int
    text: str
    score: float
    similarity: float | None
    dense_rank: int | None
    bm25_rank: int | None
    matches: tuple[str, ...]


class Retrieved(TypedDict):
    """What one question finds."""

    passages: list[RetrievedRow]
    ms: float


class PassageText(TypedDict):
    """A passage by itself."""

    id: str
    page: int
    text: str


class EditableFact(QuestionRow):
    """A question with the passages of its document that hold its answer."""

    passages: list[PassageText]


class Edit(TypedDict):
    """A live edit of one fact."""

    question: str
    text: str
    document: str
    old: list[str]
    new: str


class StoredEdit(Edit):
    """With what puts it back."""

    passages: dict[str, str]
    """Texts before, by position."""
    sha256: str
    sha256_after: str
    questions: list[QuestionRow]
    """As they were."""


class MadeEdit(Edit):
    """With what it changed, and how long that took."""

    passages: list[str]
    """Ids of those that changed."""
    questions: int
    """That follow."""
    parse_s: float
    embed_s: float
    index_s: float


class RevertedEdit(Edit):
    """With the seconds that it took to put it back."""

    embed_s: float
    index_s: float


class ChangeStages(TypedDict):
    """A change of documents: its stages in seconds, and what became of them."""

    parse_s: float
    embed_s: float
    index_s: float
    update_s: float
    documents: int
    passages: int
    failed: list[FileReportRow]


class Indexed(TypedDict):
    """Result of an index job."""

    files: list[FileReportRow]


class Removed(TypedDict):
    """Result of a remove job: names."""

    removed: list[str]


class Rebuilt(TypedDict):
    """Result of a rebuild job."""

    passages: int
