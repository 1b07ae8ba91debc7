"""Why arms are right or wrong: what retrieval missed and what reading missed."""

from core import reading_charts, retrieval_charts
from ui import charting
from ui.services import Record


def show(evaluation: Record) -> None:
    """Show what retrieval found, what became of it and, with an oracle, where points were lost."""
    summary, key = evaluation["summary"], evaluation["id"]
    if retrieval_charts.has_retrieval(summary):
        charting.explained(
            "Why: what retrieval finds",
            retrieval_charts.retrieval(summary, charting.theme()),
            retrieval_charts.retrieval_table(summary),
            retrieval_charts.retrieval_sentence(summary),
            f"retrieval.{key}",
        )
    if not summary["reading"]:
        return
    charting.explained(
        "Why: retrieval misses and reading misses",
        reading_charts.misses(summary, charting.theme()),
        reading_charts.misses_table(summary),
        reading_charts.misses_sentence(summary),
        f"misses.{key}",
    )
    for stratum, arm in reading_charts.waterfalls(summary):
        charting.explained(
            f"Where {reading_charts.arm_label(arm)} loses its points",
            reading_charts.waterfall(summary, stratum, arm, charting.theme()),
            reading_charts.waterfall_table(summary, stratum, arm),
            reading_charts.waterfall_sentence(summary, stratum, arm),
            f"waterfall.{stratum}.{arm}.{key}",
        )
