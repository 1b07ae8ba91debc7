"""Answers of certain sorts on the page: refusals, and labels."""

from core.charts.quality import labels as label_charts
from core.charts.quality import refusals as abstention_charts
from ui import charting
from ui.services import Record


def refusals(evaluation: Record) -> None:
    """Show who refuses what, where unanswerable questions were asked beside others."""
    if evaluation["summary"]["abstention"]:
        charting.of_summary(
            evaluation,
            "Refusals: where they are right, and where wrong",
            abstention_charts.refusals,
            abstention_charts.refusals_table,
            abstention_charts.refusals_sentence,
            "refusals",
        )


def labels(evaluation: Record) -> None:
    """Show who gives the right label, where questions asked for one."""
    if evaluation["summary"]["labels"]:
        charting.of_summary(
            evaluation,
            "Labels: the right one, and one for all",
            label_charts.labelled,
            label_charts.labelled_table,
            label_charts.labelled_sentence,
            "labels",
        )
