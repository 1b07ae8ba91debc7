"""How high retrieval ranks the passage that holds the answer: figure, table and sentences."""

from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from core.arms import ALL_ARMS
from core.charts.chart import Chart
from core.charts.drawing import draw
from core.charts.style import Theme, empty, panels
from core.charts.words import Sentences
from core.evaluation.scoring.traces import trace
from core.records.summary import RetrievalFigures, Summary

Ranked = Literal["hit@1", "hit@5", "recall@5", "mrr@10", "ndcg@10"]
MEASURES: dict[Ranked, str] = {
    "hit@1": "First passage holds the answer",
    "hit@5": "One of the first five does",
    "recall@5": "Recall at five",
    "mrr@10": "MRR@10",
    "ndcg@10": "nDCG@10",
}
_NOTHING = "No question here names the passage that answers it."


def retrieval(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return one mark per measure; every arm that retrieves reads the same passages."""
    figures, arm = summary["retrieval"], _arm(summary)
    if not figures or not arm:
        return empty(_NOTHING, theme)
    figure = panels([f"n = {figures['n']:,}{_left_out(figures)}"], len(MEASURES), theme)
    values = [100 * figures[name] for name in MEASURES]
    traces = [trace(arm, f"retrieval.{name}") for name in MEASURES]
    draw(
        figure,
        1,
        arm,
        [float(row) for row in range(len(MEASURES))],
        values,
        [None] * len(values),
        [f"{value:.0f}" for value in values],
        theme,
        traces=traces,
    )
    figure.update_yaxes(tickvals=list(range(len(MEASURES))), ticktext=list(MEASURES.values()))
    ticks = [0, 25, 50, 75, 100]
    return figure.update_xaxes(
        range=[-2, 114], tickvals=ticks, ticktext=[f"{tick} %" for tick in ticks]
    )


def _left_out(figures: RetrievalFigures) -> str:
    return f", {figures['left_out']:,} left out" if figures["left_out"] else ""


def _arm(summary: Summary) -> str | None:
    arms = (arm for arm in summary["arms"] if arm in ALL_ARMS and ALL_ARMS[arm].retrieves)
    return next(arms, None)


def has_retrieval(summary: Summary) -> bool:
    """Whether there is something to draw."""
    return bool(summary["retrieval"]) and _arm(summary) is not None


def retrieval_table(summary: Summary) -> pd.DataFrame:
    """Return one row per measure, in per cent."""
    figures = summary["retrieval"]
    labels = MEASURES.items() if figures else ()
    rows = [
        (label, figures["n"], figures["left_out"], 100 * figures[name])
        for name, label in labels
        if figures
    ]
    return pd.DataFrame(rows, columns=["Measure", "n", "Left out", "%"])


def retrieval_sentence(summary: Summary) -> Sentences:
    """Return what the chart shows and does not show."""
    figures = summary["retrieval"]
    if not figures:
        return _NOTHING, ""
    shown = (
        f"Of {figures['n']:,} questions whose passage is known, retrieval ranks a passage that "
        f"holds the answer first for {100 * figures['hit@1']:.0f} % and among the first five for "
        f"{100 * figures['hit@5']:.0f} %."
    )
    if figures["left_out"]:
        shown += f" Questions left out because their passage is not known: {figures['left_out']:,}."
    return shown, (
        "Whether the model makes use of the passage is shown below. A passage counts as the right "
        "one if it comes from the right document and holds the words of an answer, whatever else "
        "it says. Where the answer is a label, or yes or no, any passage of the right document "
        "counts."
    )


RETRIEVAL = Chart(
    "retrieval",
    "Why: what retrieval finds",
    retrieval,
    retrieval_table,
    retrieval_sentence,
    has_retrieval,
)
