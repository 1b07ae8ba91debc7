"""Where an arm is right: an evaluation sliced by what the user chooses."""

import streamlit as st

from core.charts.quality import slices as slice_charts
from ui import charting, wording
from ui.services import Record

BY = wording.Labels(slice_charts.BY_LABELS)


def show(evaluation: Record) -> None:
    """Show the slices, where questions differ in kind, document or length."""
    summary, key = evaluation["summary"], evaluation["id"]
    offered = slice_charts.offered(summary)
    if not offered:
        return
    by = st.segmented_control(
        "Slice by",
        offered,
        default=offered[0],
        format_func=BY,
        key=f"where.{key}",
        required=True,
    )
    by = by or offered[0]
    charting.explained(
        f"Where: by {BY(by).lower()}",
        charting.drawn(slice_charts.where, summary, by),
        slice_charts.where_table(summary, by),
        slice_charts.where_sentence(summary, by),
        f"where.{by}.{key}",
    )
