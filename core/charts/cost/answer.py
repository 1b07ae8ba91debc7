"""What one answer costs, and one correct answer of each kind of question."""

import math
from dataclasses import dataclass

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
    STRATUM_LABELS,
    Sentences,
    arm_label,
    currency_named,
    listed,
    questions_note,
    questions_sentence,
    scaled,
)
from core.evaluation.scoring.measures import STRATA
from core.evaluation.scoring.traces import trace
from core.records.interval import Interval
from core.records.summary import ArmFigures, Summary
from core.records.trace import Trace

_LOG_SPREAD = 50
"""Costs that differ by more than this factor get a logarithmic axis."""
_NO_CORRECT = "no correct answer"


@dataclass(frozen=True)
class _Cost:
    """What a panel shows: the cost of a question, or of a correct answer in one stratum."""

    stratum: str | None

    def of(self, figures: ArmFigures) -> tuple[float | None, Interval | None]:
        """Return an arm's cost with its interval."""
        if self.stratum is None:
            return figures["cost"], figures["cost_interval"]
        part = figures["strata"].get(self.stratum)
        return (
            (part["cost_per_correct"], part["cost_per_correct_interval"]) if part else (None,) * 2
        )

    def label(self, per: str) -> str:
        """Return what one costs, in words."""
        plural = "s" * bool(per)
        if self.stratum is None:
            return f"{per}question{plural}"
        return f"{per}correct answer{plural}, {STRATUM_LABELS[self.stratum].lower()}"

    def trace(self, arm: str) -> Trace:
        """Return which answers stand behind it."""
        if self.stratum is None:
            return trace(arm, "cost")
        return trace(arm, "cost", per="containment", part=self.stratum)


def _costs(summary: Summary) -> list[_Cost]:
    asked = {name for arm in summary["arms"].values() for name in arm["strata"]}
    return [_Cost(None), *(_Cost(name) for name in STRATA[:2] if name in asked)]


def has_cost(summary: Summary) -> bool:
    """Whether a price makes any answer cost something."""
    return any(arm["cost"] is not None for arm in summary["arms"].values())


def cost(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return each arm's cost per question and per correct answer of each stratum, a panel each."""
    arms = {arm: f for arm, f in summary["arms"].items() if f["cost"] is not None}
    if not arms:
        return empty("No price is set, so there is no cost to show.", theme)
    factor, per = cost_scale(summary)
    shown = _costs(summary)
    titles = [f"{_currency(summary)} per {what.label(per)}" for what in shown]
    figure = panels(titles, len(arms), theme)
    for panel, what in enumerate(shown, start=1):
        found = {arm: _scaled(what.of(figures), factor) for arm, figures in arms.items()}
        known = {arm: value for arm, (value, _) in found.items() if value is not None}
        ends = [found[arm][1] or [value] for arm, value in known.items()]
        start = cost_axis(figure, panel, list(known.values()), [end for x in ends for end in x])
        for row, arm in enumerate(arms):
            if arm not in known:
                write(figure, panel, arm, [row], [start], [_NO_CORRECT], theme)
                continue
            value, label = [known[arm]], [f"{known[arm]:.3g}"]
            marks = [what.trace(arm)]
            draw(figure, panel, arm, [row], value, [found[arm][1]], label, theme, traces=marks)
    name_rows(figure, list(arms))
    return footnote(figure, questions_note(summary))


def _scaled(
    cost: tuple[float | None, Interval | None], factor: int
) -> tuple[float | None, Interval | None]:
    value, interval = cost
    return scaled(value, factor), interval and [end * factor for end in interval]


def cost_axis(figure: go.Figure, panel: int, values: list[float], ends: list[float]) -> float:
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
    shown = _costs(summary)
    names = ["Arm"]
    for what in shown:
        label = f"per {what.label(per)}"
        names += [f"{_currency(summary)} {label}", f"95 % from, {label}", f"95 % to, {label}"]
    rows = []
    for arm, figures in summary["arms"].items():
        cells: list[float | None] = []
        for what in shown:
            value, interval = _scaled(what.of(figures), factor)
            cells += [value, *(interval or (None, None))]
        rows.append((arm_label(arm), *cells))
    return pd.DataFrame(rows, columns=names)


def cost_sentence(summary: Summary) -> Sentences:
    """Return what the cost chart shows and does not show."""
    arms = {arm: f for arm, f in summary["arms"].items() if f["cost"] is not None}
    if not arms:
        return "No price is set, so there is no cost to show.", ""
    factor, per = cost_scale(summary)
    lines = []
    unbounded = False
    for what in _costs(summary):
        found = {arm: what.of(figures) for arm, figures in arms.items()}
        known = {arm: value for arm, (value, _) in found.items() if value is not None}
        costs = listed(f"{arm_label(arm)} {value * factor:.3g}" for arm, value in known.items())
        none = listed(arm_label(arm) for arm in arms if arm not in known)
        lines.append(f"{_currency(summary)} per {what.label(per)}: {costs}." * bool(known))
        lines.append(f"No correct answer from {none}, {_where(what)}." * bool(none))
        unbounded |= any(found[arm][1] is None for arm in known)
    shown = " ".join(line for line in lines if line)
    shown += " A correct answer is one that contains a gold answer."
    if unbounded:
        shown += " An interval is left out where correct answers are too few to bound it."
    return shown + questions_sentence(summary), (
        "Training, indexing, storage, updates and people's hours are not included. "
        f"{_source(summary)}"
    )


def _where(what: _Cost) -> str:
    return STRATUM_LABELS[what.stratum or "seen"].lower()


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
