"""Why arms are right or wrong: what retrieval missed and what reading missed."""

from core import reading_charts
from ui import charting
from ui.services import Record


def show(evaluation: Record) -> None:
    """Show what became of the passages; with an oracle also where the points were lost."""
    summary, key = evaluation["summary"], evaluation["id"]
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
