"""Experiments that measure what an evaluation does not: each a set of conditions with answers."""

from typing import NotRequired, TypedDict

from core.records.experiment import ExperimentKind as Experiment
from core.records.experiment import Size as Size
from core.records.scored import ScoredRow


class Condition(TypedDict):
    """One condition of an experiment: its arms answered the same questions under it."""

    name: str
    """"asked" where there is one condition alone; "1", "4", "16", "64" of growth; "with" and
    "without" of withdrawn; a prompt's key of prompts; "1", "2", ... of throughput's batches."""
    facts: dict[str, float]
    """Numbers beside the answers. growth: passages, index_mb, build_s (of the index, from stored
    embeddings), hit@5, retrieval_ms (p50); prompts: prompt_tokens (mean of base); throughput:
    answers a minute by arm; all-documents: tokens, window, cold_ms and warm_ms (first token),
    memory_mb; deployment: index_s, prepare_s (of examples; missing where the job of the training is
    no longer stored), train_s, the build included; withdrawn: documents (how many were
    withdrawn)."""
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
    notes: NotRequired[list[str]]
    """What else it takes to read it, a sentence each: the texts that growth added, what was left
    out and why."""


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


class ConditionRecord(TypedDict):
    """A condition as it is stored."""

    name: str
    evaluation: str
    """Id of the row that holds its card and its answers."""
    facts: dict[str, float]
    done: bool


class MeasurementRecord(MeasurementHead):
    """A measurement as it is stored."""

    parts: list[ConditionRecord]


class MeasurementsMade(TypedDict):
    """Result of a job that measured."""

    measurements: list[str]
