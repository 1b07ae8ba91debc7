"""Latency taken apart on the page."""

from core.charts.time import fixed_length as length_charts
from core.charts.time import parts as latency_charts
from ui import charting
from ui.services import Record


def show(evaluation: Record) -> None:
    """Show where the time goes and, where it was timed, how fast arms are at the same length."""
    charting.of_summary(
        evaluation,
        "Where the time goes",
        latency_charts.parts,
        latency_charts.parts_table,
        latency_charts.parts_sentence,
        "parts",
    )
    if length_charts.has_fixed(evaluation["summary"]):
        charting.of_summary(
            evaluation,
            "Latency at the same length",
            length_charts.fixed,
            length_charts.fixed_table,
            length_charts.fixed_sentence,
            "fixed",
        )
