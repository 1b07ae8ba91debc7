"""Experiments that measure what an evaluation does not: each a set of conditions with answers."""

from typing import Literal, NotRequired, TypedDict

from core.records.scored import ScoredRow

Size = Literal["quick", "standard"]
"""Quick: 30 questions, to see it work; standard: 200, or as many as there are."""
Experiment = Literal[
    "rivals",
    "all-documents",
    "throughput",
    "deployment",
    "withdrawn",
    "growth",
    "prompts",
    "general",
]
"""What can be measured beside an evaluation, cheapest first:

* rivals: few-shot, retrieved examples and constrained decoding on the evaluation's own questions;
* all-documents: every document in the prompt, likewise;
* throughput: the four arms, 16 questions together, in several batches;
* deployment: RAG, Fine-tuned and Hybrid on dev questions, beside the stored times of preparing;
* withdrawn: the same questions with their documents and without them, in an index of its own;
* growth: the same questions among 1, 4, 16 and 64 times as many passages;
* prompts: eight fixed prompts on dev questions;
* general: a fixed general set, before and after tuning."""


class Condition(TypedDict):
    """One condition of an experiment: its arms answered the same questions under it."""

    name: str
    """"asked" where there is one condition alone; "1", "4", "16", "64" of growth; "with" and
    "without" of withdrawn; a prompt's key of prompts; "1", "2", ... of throughput's batches."""
    facts: dict[str, float]
    """Numbers beside the answers. growth: passages, index_mb, build_s, hit@5, retrieval_ms (p50);
    prompts: prompt_tokens (mean of base); throughput: answers a minute by arm; all-documents:
    tokens, window, cold_ms and warm_ms (first token), memory_mb; deployment: index_s, prepare_s,
    train_s, build_s; withdrawn: documents (how many were withdrawn)."""
    rows: list[ScoredRow]
    """Each question with the answers given under this condition; [] of throughput."""


class MeasurementHead(TypedDict):
    """What an experiment is, without its answers."""

    id: str
    what: Experiment
    size: Size
    created_at: str
    model: str | None
    adapters: dict[str, str]
    """Ids by arm."""
    evaluation: str | None
    """Whose questions it asked, so that answers of both stand beside each other."""
    complete: bool
    refused: str | None
    """Why it cannot be measured here: "41 pages too many for this model"."""
    job: NotRequired[str]


class Measurement(MeasurementHead):
    """An experiment with every answer, scored."""

    conditions: list[Condition]


class MeasurePlan(TypedDict):
    """One experiment that could be run, and what it takes here."""

    what: Experiment
    minutes: float | None
    """None where no speed is known yet."""
    answers: int
    refused: str | None
    done: bool
    """Whether it stands already, in this size or a larger one, with the adapters in use."""
