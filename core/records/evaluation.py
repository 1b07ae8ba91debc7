"""Evaluations as the database holds and as clients list them."""

from typing import TypedDict

from core.records.prices import MostCost
from core.records.run_card import Reach, RunCard
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


class EvaluationEstimate(TypedDict):
    """What an evaluation would ask, and what so many questions can show."""

    n: int
    reach: dict[str, Reach]
    """By stratum."""
    seeds: int
    """The most adapters that an arm would have with all seeds."""
    minutes: float | None
    """None before the first evaluation on this machine."""
    cost: MostCost | None


class EvaluationMade(TypedDict):
    """Result of an evaluation job: its id."""

    evaluation: str


class JudgementMade(EvaluationMade):
    """Result of a judge job."""

    judge: str
    """Hash of its card."""
