"""A project's results at one moment: all that a report, a slide or a table is written from."""

from typing import TypedDict

from core.records.claim import ClaimVerdict
from core.records.contrast import Contrast
from core.records.evaluation import EvaluationFigures
from core.records.four_measures import FourMeasures
from core.records.freshness import Experiment
from core.records.month import MonthFigures
from core.records.project import AboutRecording
from core.records.recommendation import Recommendation


class Snapshot(TypedDict):
    """Frozen: every writer is a pure function of it."""

    made_at: str
    measures: FourMeasures
    claims: list[ClaimVerdict]
    contrasts: list[Contrast]
    recommendation: Recommendation | None
    evaluation: EvaluationFigures
    months: MonthFigures | None
    freshness: Experiment | None
    """The newest finished one."""
    recorded: AboutRecording | None


class WrittenReport(TypedDict):
    """Where a report was written."""

    path: str
