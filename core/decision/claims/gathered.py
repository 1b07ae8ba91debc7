"""All stored results that claims are judged on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from core.evaluation.scoring.measures import STRATA
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.plan import TESTED
from core.records.claim import Evidence
from core.records.contrast import Contrast
from core.records.evaluation import Evaluation
from core.records.freshness import Experiment
from core.records.measurement import Measurement
from core.records.month import MonthFigures
from core.records.recommendation import Limits
from core.records.scored import ScoredRow
from core.records.vote import Vote

SEEN, HELD_OUT, UNANSWERABLE = STRATA


@dataclass(frozen=True)
class Gathered:
    """What was measured of one project."""

    evaluation: Evaluation
    model: str
    measured_at: str
    """Of the evaluation."""
    freshness: Experiment | None = None
    months: MonthFigures | None = None
    example_month: bool = False
    """Whether nobody typed the questions of that month."""
    votes: Sequence[Vote] = ()
    measurements: Mapping[str, Measurement] = field(default_factory=dict)
    """By experiment, the newest that is whole, else the newest that was refused."""
    planned: Sequence[Contrast] = ()
    """The evaluation's planned comparisons, of containment."""
    texts: Collection[str] = ()
    """Of all passages of the project's documents."""
    limits: Limits = field(default_factory=lambda: Limits())
    """The user's, where some were typed."""

    def asked(self, *arms: str) -> bool:
        """Whether the evaluation asked all these arms."""
        return set(arms) <= set(self.evaluation["summary"]["arms"])

    def rows(self, part: str) -> list[ScoredRow]:
        """Return the evaluation's test questions of a stratum, or unanswerable ones."""
        return tested(self.evaluation["rows"], part)

    def evidence(self, chart: str | None, stratum: str | None = None) -> Evidence:
        """Return the evaluation as what stands behind a verdict."""
        return {
            "kind": "evaluation",
            "id": self.evaluation["id"],
            "chart": chart,
            "stratum": stratum,
        }


def tested(rows: Sequence[ScoredRow], part: str) -> list[ScoredRow]:
    """Return the test questions of a part; in other splits an arm may have been trained on them."""
    return [row for row in rows if part_of(row) == part and row.get("split", TESTED) == TESTED]


def beside(rows: Sequence[ScoredRow], other: Sequence[ScoredRow]) -> list[ScoredRow]:
    """Return the questions that stand in both experiments, with the answers of both."""
    answered = {row["question_id"]: row["answers"] for row in other}
    return [
        {**row, "answers": {**row["answers"], **answered[row["question_id"]]}}
        for row in rows
        if row["question_id"] in answered
    ]
