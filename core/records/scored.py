"""An evaluation's rows: each question with the scores of all its answers."""

from typing import Literal, NotRequired, TypedDict

Measure = Literal["em", "f1", "containment"]
"""Exact match, token F1, containment: of every answer, each in [0, 1]."""


class Scores(TypedDict):
    """How right an answer is, each the best over the gold answers, in [0, 1]."""

    em: float
    f1: float
    containment: float


class PassageRead(TypedDict):
    """A passage that stood in a prompt, without its text."""

    id: str
    document: str
    page: int


class Form(TypedDict):
    """Whether an answer has the form its question asks for, and is right given that it has."""

    valid: bool
    right: bool


class Grounding(TypedDict):
    """What of an answer stands in its passages."""

    fate: str
    """One of `core.evaluation.scoring.grounding.FATES`."""
    numbers: int
    names: int
    absent_numbers: list[str]
    absent_names: list[str]


RankedWell = TypedDict(
    "RankedWell",
    {"hit@1": float, "hit@5": float, "recall@5": float, "mrr@10": float, "ndcg@10": float},
)
"""How high the gold passages of a question were ranked, each in [0, 1]."""


class FixedFields(TypedDict, total=False):
    """Of an answer that was also written at the fixed length."""

    fixed_tokens_out: int
    fixed_first_token_ms: float
    fixed_latency_ms: float


class ScoredAnswer(Scores, FixedFields):
    """A stored answer with its scores; times are in ms, None where it was not timed."""

    text: str
    first_token_ms: float | None
    latency_ms: float | None
    embed_ms: float | None
    search_ms: float | None
    prefill_ms: float | None
    decode_ms: float | None
    tokens_in: int
    tokens_out: int
    error: str | None
    """Why it could not be given; it then counts as wrong."""
    abstains: bool
    cost: float | None
    """In the prices' currency."""
    passages: list[PassageRead]
    form: Form | None
    gold_read: bool | None
    """Whether a passage of its prompt holds a gold answer; None where that means nothing."""
    grounding: Grounding | None
    fingerprint: str | None
    adapter: NotRequired[str | None]
    """Its id."""
    seed: NotRequired[int | None]
    retrieval: NotRequired[RankedWell | None]


class ScoredRow(TypedDict):
    """One question with all its answers so far."""

    question_id: str
    question: str
    gold: list[str]
    stratum: str
    """seen or held_out: whether facts of its group were trained on."""
    split: str
    kind: str
    pool: int | None
    """From how many answers a blind guess would choose."""
    fact: str | None
    """Its set of rewordings."""
    reworded: bool
    group: str
    document: str | None
    timed: bool
    answers: dict[str, ScoredAnswer]
    """By arm, or by the key of an arm's further seed."""
