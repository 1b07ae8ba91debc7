"""Questions on their way in, through review and checks; prompts; the self-test."""

from typing import TypedDict

from core.records.question import QuestionRow
from core.records.run_card import StyleRow


class Import(TypedDict):
    """What became of questions that were added or saved."""

    added: int
    replaced: int
    unchanged: int
    dropped_duplicates: int
    warnings: list[str]
    splits: dict[str, int]


class QuestionReport(TypedDict):
    """How many questions there are."""

    splits: dict[str, int]
    kinds: dict[str, int]
    strata: dict[str, int]
    """Of the test questions."""


class ImportedFolder(TypedDict):
    """Result of an import job."""

    documents: dict[str, int]
    """How many were added, changed, unchanged or failed."""
    questions: Import | None
    seconds: float


class GenerationEstimate(TypedDict):
    """What a generation would ask about, and how long it takes."""

    facts: int
    sentences: int
    """That qualify."""
    minutes: float
    measured: bool
    """Whether an earlier run gave the speed."""
    writer: str | None
    """A model's name."""
    warnings: list[str]


class MarkedPassage(TypedDict):
    """A passage in three parts, the answer in the middle."""

    document: str
    page: int
    before: str
    answer: str
    after: str


class QuestionToReview(QuestionRow):
    """With its passage, None where that is gone, and the verdict so far."""

    passage: MarkedPassage | None
    verdict: str | None


class ReviewFigures(TypedDict):
    """How far the review is."""

    accepted: int
    edited: int
    rejected: int
    reviewed: int
    unreviewed: int
    total: int
    accept_rate: float | None
    """In [0, 1]: accepted as they stand, of those reviewed."""
    interval: list[float] | None
    """95 %."""


class Review(ReviewFigures):
    """With the question to look at next."""

    next: QuestionToReview | None


class LeakRow(TypedDict):
    """A test question that no evaluation asks, and what gives it away."""

    question: str
    answers: list[str]
    kind: str
    """same, copy, rewording or in index."""
    by: str | None
    """The tuning question or worked example; None for a document."""
    by_answers: list[str]
    similarity: float


class PromptVersion(StyleRow):
    """A version of the project's prompt."""

    created_at: str | None
    in_use: bool
    adapters: list[str]
    """Names of those that were trained with it."""


class PromptInUse(StyleRow):
    """The prompt in use, and all its versions, oldest first."""

    versions: list[PromptVersion]
    model: str


class ReadFrom(TypedDict):
    """Where a passage of a prompt stands."""

    document: str
    page: int


class PromptPreview(TypedDict):
    """A prompt as the model reads it."""

    text: str
    tokens: dict[str, int]
    """By part."""
    total: int
    window: int | None
    """The model's, in tokens; None where a server does not say."""
    answer_tokens: int
    passages: list[ReadFrom]
    searched: bool
    fault: str | None
    """Why it cannot be answered or saved."""
    warnings: list[str]


class Check(TypedDict):
    """One check of the self-test."""

    name: str
    passed: bool
    detail: str


class Checks(TypedDict):
    """Result of a self-test."""

    checks: list[Check]
