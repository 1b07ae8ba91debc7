"""From how many queries a month on one arm costs less than another, over updates a month.

Figure, table and sentences over a pair of what `core.evaluation.figures.break_even.month_figures`
returns.
"""

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.cost.month import at, currency, money, per_correct, unmeasured
from core.charts.style import Theme, colour, empty, style
from core.charts.words import Sentences, arm_label
from core.records.month import MonthFigures, MonthPair

_REGION_OPACITY = 0.22


def pair_label(pair: MonthPair) -> str:
    """Return the two arms' names."""
    return f"{arm_label(pair['first'])} and {arm_label(pair['second'])}"


def break_even(months: MonthFigures, pair: MonthPair, theme: Theme = "light") -> go.Figure:
    """Return the line of equal cost over updates a month, with the cheaper arm on either side."""
    words = {word for _, word, _ in pair["by_updates"]}
    if not words & {"from", "up to"}:
        return empty(_no_line(pair), theme)
    steps = [step for step, _, _ in pair["by_updates"]]
    # If one arm is cheaper at every number of queries, the line lies on the axis.
    line = [queries or 0.0 for _, _, queries in pair["by_updates"]]
    above, below = pair["first"], pair["second"]
    if "up to" in words:
        above, below = below, above
    own = months["upkeep"]["queries"]
    top = 1.2 * max(*line, own or 0.0)
    figure = go.Figure()
    style(figure, theme, height=340)
    _region(figure, steps, line, [0.0] * len(line), below, theme)
    _region(figure, steps, [top] * len(line), line, above, theme)
    ink = figure.layout.font.color
    figure.add_scatter(
        x=steps,
        y=line,
        mode="lines",
        line={"color": ink, "width": 2},
        showlegend=False,
        hovertemplate="%{x} updates: %{y:,.0f} queries<extra></extra>",
    )
    if own is not None:
        _you(figure, months["upkeep"]["updates"] or 0.0, own, ink)
    figure.update_layout(margin={"t": 12, "b": 44})
    figure.update_xaxes(title={"text": "Updates a month", "standoff": 6}, range=[0, max(steps)])
    figure.update_yaxes(title={"text": "Queries a month", "standoff": 8}, range=[0, top])
    return figure


def _you(figure: go.Figure, updates: float, queries: float, ink: str) -> None:
    """Mark what the user typed."""
    figure.add_scatter(
        x=[updates],
        y=[queries],
        mode="markers+text",
        marker={"color": ink, "symbol": "cross", "size": 11},
        text=["&nbsp;&nbsp;you"],
        textposition="middle right",
        showlegend=False,
        hovertemplate="What you typed: %{x} updates, %{y:,.0f} queries<extra></extra>",
    )


def _region(
    figure: go.Figure,
    steps: list[float],
    high: list[float],
    low: list[float],
    arm: str,
    theme: Theme,
) -> None:
    """Fill where an arm costs less, and say so where the region is tallest."""
    ink = colour(arm, theme)
    red, green, blue = (int(ink[at : at + 2], 16) for at in (1, 3, 5))
    figure.add_scatter(
        x=[*steps, *reversed(steps)],
        y=[*high, *reversed(low)],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=f"rgba({red},{green},{blue},{_REGION_OPACITY})",
        hoverinfo="skip",
        showlegend=False,
    )
    tall = max(range(len(steps)), key=lambda at: high[at] - low[at])
    left = steps[tall] < max(steps) / 2
    figure.add_annotation(
        x=steps[tall],
        y=(high[tall] + low[tall]) / 2,
        text=f"<b>{arm_label(arm)}</b> costs less",
        xanchor="left" if left else "right",
        xshift=8 if left else -8,
        showarrow=False,
    )


def _no_line(pair: MonthPair) -> str:
    words = {word for _, word, _ in pair["by_updates"] if word != "same"}
    if len(words) > 1:
        return "A query costs the same in both arms: upkeep alone decides."
    return f"{_claim(pair, words.pop() if words else 'same')}."


def _claim(pair: MonthPair, word: str, queries: float | None = None) -> str:
    first, second = arm_label(pair["first"]), arm_label(pair["second"])
    return {
        "from": f"{first} costs less than {second} from {queries or 0:,.0f} queries a month on",
        "up to": f"{first} costs less than {second} up to {queries or 0:,.0f} queries a month",
        "always": f"{first} costs less than {second} from the first query",
        "never": f"{first} never costs less than {second}",
        "same": f"{first} and {second} cost the same",
    }[word]


def break_even_table(pair: MonthPair) -> pd.DataFrame:
    """Return a row for each number of updates a month."""
    rows = [
        (step, _claim(pair, word, queries), queries) for step, word, queries in pair["by_updates"]
    ]
    return pd.DataFrame(rows, columns=["Updates a month", "Finding", "Queries a month"])


def break_even_sentence(months: MonthFigures, pair: MonthPair) -> Sentences:
    """Return what the break-even chart shows and does not show, with its formula."""
    first, second = arm_label(pair["first"]), arm_label(pair["second"])
    typed = months["upkeep"]
    updates = 1.0 if typed["updates"] is None else typed["updates"]
    _, word, queries = next(row for row in pair["by_updates"] if row[0] == updates)
    shown = (
        f"At {updates:,.6g} update{'s' * (updates != 1)} a month "
        f"{_claim(pair, word, queries)}. {_own(months, pair)}Break-even = (fixed of {first} - "
        f"fixed of {second}) / (query in {second} - query in {first}); fixed = updates x (machine "
        "time + people's hours x wage) + flat amounts."
    )
    arms = [pair["first"], pair["second"]]
    return shown, (
        f"Says nothing about how good the answers are. {per_correct(months, arms)} "
        f"{unmeasured(months)} The line is uncertain: the costs of a query are means of one "
        f"run{_overlap(months, pair)}."
    )


def _overlap(months: MonthFigures, pair: MonthPair) -> str:
    """Say where the costs of a query cannot be told apart: the line depends on them."""
    first = months["arms"][pair["first"]]["cost_interval"]
    second = months["arms"][pair["second"]]["cost_interval"]
    if first is None or second is None:
        return ", too few for an interval"
    (low, high), (other_low, other_high) = first, second
    if max(low, other_low) > min(high, other_high):
        return ""
    return ", and their intervals overlap: the line may lie elsewhere, or nowhere"


def _own(months: MonthFigures, pair: MonthPair) -> str:
    """Say which arm costs less at the number of queries the user typed."""
    if months["upkeep"]["queries"] is None:
        return ""
    (low, cheap), (high, dear) = sorted(
        (months["arms"][arm]["whole"], arm_label(arm)) for arm in (pair["first"], pair["second"])
    )
    amounts = f"{money(low)} {currency(months)} in {cheap} and {money(high)} in {dear}"
    return f"A month of {at(months)} costs {amounts}. "


def pair_chart(pair: MonthPair) -> Chart[MonthFigures]:
    """Return the chart of one pair of arms."""
    return Chart(
        f"break-even.{pair['first']}.{pair['second']}",
        f"Break-even: {pair_label(pair)}",
        lambda months, theme: break_even(months, pair, theme),
        lambda months: break_even_table(pair),
        lambda months: break_even_sentence(months, pair),
    )
