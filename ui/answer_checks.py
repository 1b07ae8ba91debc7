"""Checks of stored answers' words: against their passages, and against rewordings of a question."""

from core import consistency_charts, grounding_charts
from ui import charting
from ui.services import Record


def grounding(evaluation: Record) -> None:
    """Show what of the answers stands in their passages, if arms read any."""
    summary = evaluation["summary"]
    if grounding_charts.strata(summary):
        charting.explained(
            "Grounding: do the answers' words stand in their passages?",
            grounding_charts.grounding(summary, charting.theme()),
            grounding_charts.grounding_table(summary),
            grounding_charts.grounding_sentence(summary),
            f"grounding.{evaluation['id']}",
        )


def consistency(evaluation: Record) -> None:
    """Show how alike and how right rewordings are answered, if enough facts have some."""
    summary = evaluation["summary"]
    if consistency_charts.strata(summary):
        charting.explained(
            "Consistency: the same answer in other words?",
            consistency_charts.consistency(summary, charting.theme()),
            consistency_charts.consistency_table(summary),
            consistency_charts.consistency_sentence(summary),
            f"consistency.{evaluation['id']}",
        )
