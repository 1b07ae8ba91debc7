"""Where an arm is right: an evaluation sliced by what the user chooses."""

from core.charts.quality.slices import BY_LABELS, offered, sliced
from core.records.evaluation import EvaluationFigures
from ui import charting, choices


def show(evaluation: EvaluationFigures, printed: bool = False) -> None:
    """Show the slices, where questions differ in kind, document or length.

    Args:
        printed: Show all of them, since paper lets nobody choose.
    """
    summary, key = evaluation["summary"], evaluation["id"]
    names = {by: BY_LABELS[by] for by in offered(summary)}
    if printed:
        charting.show_all(map(sliced, names), summary, key)
    elif names:
        by = choices.segment("Slice by", names, f"where.{key}")
        charting.show(sliced(by), summary, key)
