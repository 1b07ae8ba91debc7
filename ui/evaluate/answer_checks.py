"""Checks of stored answers' words: against their passages, and against rewordings of a question."""

from core.charts.quality import consistency as consistency_charts
from core.charts.quality import grounding as grounding_charts
from ui import charting
from ui.services import Record


def grounding(evaluation: Record) -> None:
    """Show what of the answers stands in their passages, if arms read any."""
    if grounding_charts.strata(evaluation["summary"]):
        charting.of_summary(
            evaluation,
            "Grounding: do the answers' words stand in their passages?",
            grounding_charts.grounding,
            grounding_charts.grounding_table,
            grounding_charts.grounding_sentence,
            "grounding",
        )


def consistency(evaluation: Record) -> None:
    """Show how alike and how right rewordings are answered, if enough facts have some."""
    if consistency_charts.strata(evaluation["summary"]):
        charting.of_summary(
            evaluation,
            "Consistency: the same answer in other words?",
            consistency_charts.consistency,
            consistency_charts.consistency_table,
            consistency_charts.consistency_sentence,
            "consistency",
        )
