"""What an evaluation fixed before it began."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from core.arms import arm_of
from core.records.answer import AnswerPrint
from core.records.experiment import ExperimentKind
from core.records.question import Question, QuestionRow, question_of
from core.records.scored import Measure

RETRIEVAL = "retrieval"
"""In place of arms: only what retrieval finds, no model."""


class Reach(TypedDict):
    """What the questions of a stratum can show, under what is assumed before a run."""

    n: int
    groups: int
    word: bool
    """Whether its contrasts get one."""
    smallest: float | None
    """Difference that can be shown; None where none can."""


class ServerFacts(TypedDict):
    """The server that answered, without its key."""

    runtime: str
    host: str
    model: str
    adapter: str | None
    cache: str


class StyleRow(TypedDict):
    """A prompt style as JSON; see `core.prompts.PromptStyle`."""

    key: str
    instruction: str
    layout: str
    opening: str
    closing: str
    examples: list[list[str]]
    """Question and answer each."""
    name: NotRequired[str]


class FixedLength(TypedDict):
    """What is timed at the fixed length."""

    tokens: int
    questions: int
    """How many, from the first of the drawn order."""


class CardFacts(TypedDict):
    """What the engine knows; what is of the arms is by key."""

    base: str
    server: NotRequired[ServerFacts | None]
    adapters: dict[str, str]
    """Names."""
    adapter_ids: dict[str, str]
    adapter_seeds: NotRequired[dict[str, int]]
    style: NotRequired[str]
    prompt: NotRequired[StyleRow]
    prompts: NotRequired[dict[str, StyleRow]]
    """Of the arms that show worked examples."""
    fingerprints: NotRequired[dict[str, AnswerPrint]]
    corpus_version: NotRequired[str | None]
    questions_hash: NotRequired[str | None]
    review: NotRequired[dict[str, int] | None]
    """Verdicts on generated questions by kind."""
    left_out: NotRequired[dict[str, int] | None]
    """Test questions that are given away, by how."""
    test_use: NotRequired[int]
    """Counts the looks at the test questions, this one included."""
    timed: NotRequired[int]
    """Questions answered one at a time; cards that do not say it timed all."""
    fixed_length: NotRequired[FixedLength]


class RunCard(CardFacts):
    """The card. What is not required is missing from cards of versions that did not know it."""

    split: str
    n: int
    seed: int
    arms: list[str]
    """Keys in order, or `RETRIEVAL` alone."""
    gate: NotRequired[bool]
    """Whether it is a look at the gates before training."""
    model: NotRequired[str]
    """What people call the base model."""
    model_size: NotRequired[str | None]
    defaults: NotRequired[dict[str, int | str]]
    """`core.config.ANSWER`."""
    asked: NotRequired[list[QuestionRow]]
    """In the order asked, as they stood then."""
    questions: NotRequired[list[str]]
    """In place of `asked` in cards of version 0.1: ids."""
    train_groups: list[str]
    measure: NotRequired[Measure]
    margin: NotRequired[float]
    contrasts: NotRequired[list[str]]
    """Planned, as `core.evaluation.statistics.plan.named` writes them."""
    reach: NotRequired[dict[str, Reach]]
    """By stratum."""
    majority_label: NotRequired[str | None]
    experiment: NotRequired[str]
    """Id of the freshness experiment or measurement that this is a part of."""
    phase: NotRequired[str]
    """Of freshness, or the condition of a measurement."""
    measures: NotRequired[ExperimentKind]
    """What a measurement measures; missing from freshness."""
    hash: NotRequired[str]
    """Over all other fields; clients get it, the stored card has it beside."""


def answer_keys(card: RunCard) -> list[str]:
    """Return the keys that a card's answers are stored under: its arms, each seed's beside them."""
    further = card.get("adapter_ids") or {}
    return [
        key
        for arm in card.get("arms") or ()
        if arm != RETRIEVAL
        for key in (arm, *(key for key in further if arm_of(key) == arm and key != arm))
    ]


def asked_questions(card: RunCard, questions: Sequence[Question]) -> list[Question]:
    """Return the questions of a card as they stood when it was made: later edits change no score.

    Args:
        questions: The project's now; cards of version 0.1 hold ids only.
    """
    if "asked" in card:
        return [question_of(row) for row in card["asked"]]
    known = {question.id: question for question in questions}
    return [known[key] for key in card["questions"] if key in known]


def card_hash(card: Mapping[str, object]) -> str:
    """Return 16 hex digits over a card: anything that JSON can hold."""
    text = json.dumps(card, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
