"""Latency taken apart on the page."""

from core import latency_charts, length_charts
from ui import charting
from ui.services import Record


def show(evaluation: Record) -> None:
    """Show where the time goes and, where it was timed, how fast arms are at the same length."""
    summary, key = evaluation["summary"], evaluation["id"]
    charting.explained(
        "Where the time goes",
        latency_charts.parts(summary, charting.theme()),
        latency_charts.parts_table(summary),
        latency_charts.parts_sentence(summary),
        f"parts.{key}",
    )
    if length_charts.has_fixed(summary):
        charting.explained(
            "Latency at the same length",
            length_charts.fixed(summary, charting.theme()),
            length_charts.fixed_table(summary),
            length_charts.fixed_sentence(summary),
            f"fixed.{key}",
        )
