"""Answers of certain sorts on the page: refusals, and labels."""

from core import abstention_charts, label_charts
from ui import charting
from ui.services import Record


def refusals(evaluation: Record) -> None:
    """Show who refuses what, where unanswerable questions were asked beside others."""
    summary = evaluation["summary"]
    if summary["abstention"]:
        charting.explained(
            "Refusals: where they are right, and where wrong",
            abstention_charts.refusals(summary, charting.theme()),
            abstention_charts.refusals_table(summary),
            abstention_charts.refusals_sentence(summary),
            f"refusals.{evaluation['id']}",
        )


def labels(evaluation: Record) -> None:
    """Show who gives the right label, where questions asked for one."""
    summary = evaluation["summary"]
    if summary["labels"]:
        charting.explained(
            "Labels: the right one, and one for all",
            label_charts.labelled(summary, charting.theme()),
            label_charts.labelled_table(summary),
            label_charts.labelled_sentence(summary),
            f"labels.{evaluation['id']}",
        )
