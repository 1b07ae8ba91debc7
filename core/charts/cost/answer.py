"""What one answer costs, and one correct answer."""

import math
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from core.charts.bars import LABEL_ROOM, name_rows
from core.charts.chart import Chart
from core.charts.drawing import draw, write
from core.charts.style import (
    Theme,
    empty,
    footnote,
    panels,
)
from core.charts.words import (
    Sentences,
    arm_label,
    currency_named,
    listed,
    questions_note,
    questions_sentence,
    scaled,
)
from core.evaluation.scoring.traces import trace
from core.records.summary import Summary

Cost = Literal["cost", "cost_per_correct"]
CostInterval = Literal["cost_interval", "cost_per_correct_interval"]
COST_LABELS: dict[Cost, str] = {"cost": "question", "cost_per_correct": "correct answer"}
_INTERVALS: dict[Cost, CostInterval] = {
    "cost": "cost_interval",
    "cost_per_correct": "cost_per_correct_interval",
}
_LOG_SPREAD = 50
"""Costs that differ by more than this factor get a logarithmic axis."""
_NO_CORRECT = "no correct answer"


def has_cost(summary: Summary) -> bool:
    """Whether a price makes any answer cost something."""
    return any(arm["cost"] is not None for arm in summary["arms"].values())


def cost(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return each arm's cost per question and per correct answer, a panel each."""
    arms = {arm: f for arm, f in summary["arms"].items() if f["cost"] is not None}
    if not arms:
        return empty("No price is set, so there is no cost to show.", theme)
    factor, per = cost_scale(summary)
    titles = [f"{_currency(summary)} per {per}{label}" for label in COST_LABELS.values()]
    titles = [title + "s" * bool(per) for title in titles]
    figure = panels(titles, len(arms), theme)
    for panel, field in enumerate(COST_LABELS, start=1):
        known = {arm: v * factor for arm, f in arms.items() if (v := f[field]) is not None}
        ends = [f[_INTERVALS[field]] or [v] for f in arms.values() if (v := f[field]) is not None]
        start = _cost_axis(
            figure, panel, list(known.values()), [factor * e for x in ends for e in x]
        )
        for row, (arm, figures) in enumerate(arms.items()):
            if arm not in known:
                write(figure, panel, arm, [row], [start], [_NO_CORRECT], theme)
                continue
            interval = figures[_INTERVALS[field]]
            interval = interval and [end * factor for end in interval]
            label = f"{known[arm]:.3g}"
            correct = "containment" if field == "cost_per_correct" else None
            marks = [trace(arm, "cost", per=correct)]
            draw(figure, panel, arm, [row], [known[arm]], [interval], [label], theme, traces=marks)
    name_rows(figure, list(arms))
    return footnote(figure, questions_note(summary))


def _cost_axis(figure: go.Figure, panel: int, values: list[float], ends: list[float]) -> float:
    """Set a panel's axis, logarithmic only for a wide spread, and return where it begins."""
    if not values:
        figure.update_xaxes(range=[0, 1], showticklabels=False, row=panel, col=1)
        return 0.0
    reach = [*values, *ends]
    if min(values) <= 0 or min(reach) <= 0 or max(values) / min(values) <= _LOG_SPREAD:
        figure.update_xaxes(range=[0, max(reach) * LABEL_ROOM or 1], row=panel, col=1)
        return 0.0
    low, high = math.log10(min(reach)), math.log10(max(reach))
    room = (high - low) * (LABEL_ROOM - 1)
    figure.update_xaxes(type="log", range=[low - 0.1, high + room], dtick=1, row=panel, col=1)
    return float(10 ** (low - 0.1))


_SMALL_COST = 0.01


def cost_scale(summary: Summary) -> tuple[int, str]:
    """Return a factor and its words: costs far below a cent are shown per 1,000."""
    costs = [arm["cost"] or 0 for arm in summary["arms"].values()]
    return (1000, "1,000 ") if 0 < max(costs, default=0) < _SMALL_COST else (1, "")


def cost_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each arm in the chart's unit; missing where there is none."""
    factor, per = cost_scale(summary)
    rows = []
    for arm, figures in summary["arms"].items():
        cells: list[float | None] = []
        for field in COST_LABELS:
            values = (figures[field], *(figures[_INTERVALS[field]] or (None, None)))
            cells += [scaled(value, factor) for value in values]
        rows.append((arm_label(arm), *cells))
    names = ["Arm"]
    for label in COST_LABELS.values():
        what = f"per {per}{label}{'s' * bool(per)}"
        names += [f"{_currency(summary)} {what}", f"95 % from, {what}", f"95 % to, {what}"]
    return pd.DataFrame(rows, columns=names)


def cost_sentence(summary: Summary) -> Sentences:
    """Return what the cost chart shows and does not show."""
    arms = {arm: f for arm, f in summary["arms"].items() if f["cost"] is not None}
    if not arms:
        return "No price is set, so there is no cost to show.", ""
    factor, per = cost_scale(summary)
    costs = listed(f"{arm_label(arm)} {(f['cost'] or 0.0) * factor:.3g}" for arm, f in arms.items())
    plural = "s" * bool(per)
    shown = f"{_currency(summary)} per {per}question{plural}: {costs}."
    per_correct = {arm: f["cost_per_correct"] for arm, f in arms.items()}
    right = {arm: value for arm, value in per_correct.items() if value is not None}
    if right:
        figures = listed(f"{arm_label(a)} {v * factor:.3g}" for a, v in right.items())
        shown += f" Per {per}correct answer{plural} (one that contains a gold answer): {figures}."
    none = listed(arm_label(arm) for arm, value in per_correct.items() if value is None)
    if none:
        shown += f" No correct answer from {none}."
    if any(arms[arm]["cost_per_correct_interval"] is None for arm in right):
        shown += " An interval is left out where correct answers are too few to bound it."
    return shown + questions_sentence(summary), (
        "What it costs to get there: training, indexing, storage, updates and people's hours are "
        f"not in it. {_source(summary)}"
    )


def _currency(summary: Summary) -> str:
    return currency_named(summary["currency"], example=_is_example(summary))


def _is_example(summary: Summary) -> bool:
    return bool((summary.get("prices") or {}).get("example"))


def _source(summary: Summary) -> str:
    """Say whose prices these are, and of which day."""
    date = (summary.get("prices") or {}).get("as_of")
    dated = f" (as of {date})" if date else ""
    if _is_example(summary):
        return f"The price is an example{dated} and nobody's offer: set your own."
    return f"The prices are the ones you typed{dated}."


COST = Chart("cost", "Cost", cost, cost_table, cost_sentence, has_cost)
