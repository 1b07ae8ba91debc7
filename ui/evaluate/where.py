"""Where an arm is right: an evaluation sliced by what the user chooses."""

from core.charts.quality import slices as slice_charts
from ui import charting, choices, wording
from ui.services import Record

BY = wording.Labels(slice_charts.BY_LABELS)


def show(evaluation: Record) -> None:
    """Show the slices, where questions differ in kind, document or length."""
    summary, key = evaluation["summary"], evaluation["id"]
    names = {by: BY(by) for by in slice_charts.offered(summary)}
    if not names:
        return
    by = choices.segment("Slice by", names, f"where.{key}")
    charting.explained(
        f"Where: by {BY(by).lower()}",
        charting.drawn(slice_charts.where, summary, by),
        slice_charts.where_table(summary, by),
        slice_charts.where_sentence(summary, by),
        f"where.{by}.{key}",
    )
