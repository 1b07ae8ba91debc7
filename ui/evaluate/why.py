"""Why arms are right or wrong: what retrieval missed and what reading missed."""

from core.charts.quality import reading as reading_charts
from core.charts.quality import retrieval as retrieval_charts
from ui import charting
from ui.services import Record


def show(evaluation: Record) -> None:
    """Show what retrieval found, what became of it and, with an oracle, where points were lost."""
    summary, key = evaluation["summary"], evaluation["id"]
    if retrieval_charts.has_retrieval(summary):
        charting.of_summary(
            evaluation,
            "Why: what retrieval finds",
            retrieval_charts.retrieval,
            retrieval_charts.retrieval_table,
            retrieval_charts.retrieval_sentence,
            "retrieval",
        )
    if not summary["reading"]:
        return
    charting.of_summary(
        evaluation,
        "Why: retrieval misses and reading misses",
        reading_charts.misses,
        reading_charts.misses_table,
        reading_charts.misses_sentence,
        "misses",
    )
    for stratum, arm in reading_charts.waterfalls(summary):
        charting.explained(
            f"Where {reading_charts.arm_label(arm)} loses its points",
            charting.drawn(reading_charts.waterfall, summary, stratum, arm),
            reading_charts.waterfall_table(summary, stratum, arm),
            reading_charts.waterfall_sentence(summary, stratum, arm),
            f"waterfall.{stratum}.{arm}.{key}",
        )
