"""Evaluations as the database holds and as clients list them."""

from typing import TypedDict

from core.records.run_card import RunCard
from core.records.scored import ScoredRow
from core.records.summary import Summary


class EvaluationRow(TypedDict):
    """A row of the table, its card decoded."""

    id: str
    job_id: str
    card: RunCard
    card_hash: str
    created_at: str


class CountedEvaluation(EvaluationRow):
    """With how far it is."""

    state: str | None
    """Of its job."""
    answers: int
    """Held so far."""


class EvaluationLine(TypedDict):
    """An evaluation in the list of all."""

    id: str
    created_at: str
    answers: int
    state: str | None
    card_hash: str
    split: str
    n: int
    arms: list[str]
    job: str


class EvaluationFigures(TypedDict):
    """An evaluation as clients get it."""

    id: str
    card: RunCard
    """With its hash."""
    summary: Summary


class Evaluation(EvaluationFigures):
    """With every question and its answers: of a hundred questions they are a megabyte."""

    rows: list[ScoredRow]
