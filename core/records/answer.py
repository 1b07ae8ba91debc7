"""One arm's answer to one question, as it is given and as it is stored."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import NotRequired, TypedDict, cast, final


class PackedPassage(TypedDict):
    """A passage as the model saw it in its prompt."""

    id: str
    document: str
    """Its name."""
    page: int
    text: str
    """Cut where the budget ended."""
    score: float | None


class AnswerPrint(TypedDict, total=False):
    """A fingerprint: what decided an answer's tokens and timings; empty for one that failed."""

    base: str
    adapter: str | None
    precision: str
    weights_sha256: str
    runtime: str
    template_sha256: str
    style: str
    decoding: str
    cache: str
    hash: str
    """12 hex digits over the others."""


class FixedTimes(TypedDict):
    """What it took to write exactly so many tokens to the same prompt."""

    tokens_out: int
    first_token_ms: float
    latency_ms: float
    spent_ms: float


@final
class StoredAnswer(TypedDict):
    """An answer as the database and the wire hold it; the fields are `Answer`'s."""

    text: str
    ids: list[int]
    passages: list[PackedPassage]
    first_token_ms: float | None
    latency_ms: float | None
    embed_ms: float | None
    search_ms: float | None
    prefill_ms: float | None
    decode_ms: float | None
    tokens_in: int
    tokens_out: int
    stopped: bool
    fingerprint: AnswerPrint
    error: str | None
    together_ms: NotRequired[float | None]
    counted: NotRequired[bool]
    fixed: NotRequired[FixedTimes]


@final
class StoredRanking(TypedDict):
    """What stands in place of an answer under the arm `RETRIEVAL`: passage ids, best first."""

    ranked_ids: list[str]
    gold_ids: list[str]


AnswerKey = tuple[str, str]
"""Id of the question, and the arm, or the key of an arm's further seed."""
StoredAnswers = Mapping[AnswerKey, StoredAnswer | StoredRanking]
"""An evaluation's."""


def answer_in(stored: StoredAnswers, question: str, key: str) -> StoredAnswer | None:
    """Return an answer; None where there is none yet."""
    entry = stored.get((question, key))
    return entry if entry is not None and "ranked_ids" not in entry else None


def ranking_in(stored: StoredAnswers, question: str, key: str) -> StoredRanking | None:
    """Return what retrieval found for a question; None where that was not measured."""
    entry = stored.get((question, key))
    return entry if entry is not None and "ranked_ids" in entry else None


@dataclass(frozen=True)
class Answer:
    """One arm's answer. Milliseconds are wall-clock; the four parts add up to about the whole.

    They are None of an answer that was worked on together with others.
    """

    text: str
    ids: list[int]
    passages: list[PackedPassage]
    """What the model saw, best first."""
    first_token_ms: float | None
    """From the question to the first answer token, retrieval included."""
    latency_ms: float | None
    """From the question to the last answer token, retrieval included."""
    embed_ms: float | None
    search_ms: float | None
    prefill_ms: float | None
    decode_ms: float | None
    tokens_in: int
    tokens_out: int
    stopped: bool
    fingerprint: AnswerPrint
    error: str | None = None
    together_ms: float | None = None
    """Its even share of the time that answers worked on together took."""
    counted: bool = False
    """Whether the tokens are counted here by another model's tokenizer: the server gave none."""

    def as_dict(self) -> StoredAnswer:
        """Return the answer as JSON-able values."""
        return cast(StoredAnswer, asdict(self))


def failed_answer(error: str) -> Answer:
    """Return the answer that stands for one that could not be given; it counts as wrong."""
    return Answer("", [], [], 0, 0, 0, 0, 0, 0, 0, 0, False, {}, error)
