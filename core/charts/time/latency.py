"""First token and whole answer, by arm."""

import pandas as pd
import plotly.graph_objects as go

from core.charts.bars import LABEL_ROOM, name_rows
from core.charts.chart import Chart
from core.charts.drawing import draw, write
from core.charts.style import ARM_SYMBOLS, Theme, colour, empty, footnote, panels
from core.charts.time.words import TIME_LABELS, Time, served_sentence, time_scale, timed_sentence
from core.charts.words import (
    Sentences,
    arm_label,
    listed,
    questions_note,
    questions_sentence,
    scaled,
    short_number,
)
from core.config import MIN_P95_ANSWERS
from core.evaluation.scoring.traces import trace
from core.records.summary import Percentiles, Summary
from core.records.trace import Trace


def latency(summary: Summary, which: Time = "latency_ms", theme: Theme = "light") -> go.Figure:
    """Return each arm's median time with its interval, and its p95 (hollow) where known."""
    arms = {arm: f[which] for arm, f in summary["arms"].items() if f[which]["p50"] is not None}
    if not arms:
        return empty("No times yet.", theme)
    factor, unit = time_scale(summary, which)
    tail = " / p95 (hollow)" if any(times["p95"] for times in arms.values()) else ""
    figure = panels([f"p50{tail}"], len(arms), theme)
    longest = 0.0
    for row, (arm, times) in enumerate(arms.items()):
        drawn = _time(figure, row, arm, times, (factor, unit), theme, trace(arm, which))
        longest = max(longest, drawn)
    name_rows(figure, list(arms))
    figure.update_xaxes(range=[0, longest * LABEL_ROOM or 1], ticksuffix=f" {unit}")
    return footnote(figure, questions_note(summary))


def _time(
    figure: go.Figure,
    row: int,
    arm: str,
    times: Percentiles,
    scale: tuple[float, str],
    theme: Theme,
    mark: Trace,
) -> float:
    """Draw an arm's times and return where they end on the axis."""
    factor, unit = scale
    p50, interval = (times["p50"] or 0.0) * factor, times["p50_interval"]
    interval = interval and [end * factor for end in interval]
    end = float(interval[1] if interval else p50)
    if times["p95"] is None:
        label = f"{short_number(p50)} {unit}"
        draw(figure, 1, arm, [row], [p50], [interval], [label], theme, traces=[mark])
        return end
    p95 = times["p95"] * factor
    draw(figure, 1, arm, [row], [p50], [interval], [""], theme, traces=[mark])
    name = arm_label(arm)
    symbol = f"{ARM_SYMBOLS.get(arm, 'star')}-open"
    figure.add_scatter(
        x=[p95],
        y=[row],
        mode="markers",
        name=f"{name} p95",
        legendgroup=arm,
        showlegend=False,
        marker={"color": colour(arm, theme), "symbol": symbol, "size": 10, "line": {"width": 2}},
        customdata=[mark | {"percentile": 95}],
        hovertemplate=f"{name}, p95: %{{x:.3g}} {unit}<extra></extra>",
    )
    end = max(end, float(p95))
    write(
        figure, 1, arm, [row], [end], [f"{short_number(p50)} / {short_number(p95)} {unit}"], theme
    )
    return end


def latency_table(summary: Summary, which: Time = "latency_ms") -> pd.DataFrame:
    """Return a row for each arm in the chart's unit; p95 is missing below enough answers."""
    factor, unit = time_scale(summary, which)
    rows = []
    for arm, figures in summary["arms"].items():
        times = figures[which]
        values = (times["p50"], *(times["p50_interval"] or (None, None)), times["p95"])
        cells = (scaled(value, factor) for value in values)
        rows.append((arm_label(arm), figures["timed"], *cells))
    names = [f"p50 ({unit})", "95 % from", "95 % to", f"p95 ({unit})"]
    return pd.DataFrame(rows, columns=["Arm", "Answers", *names])


def latency_sentence(summary: Summary, which: Time = "latency_ms") -> Sentences:
    """Return what the latency chart shows and does not show."""
    factor, unit = time_scale(summary, which)
    medians = {arm: f[which]["p50"] for arm, f in summary["arms"].items()}
    known = {arm: value * factor for arm, value in medians.items() if value is not None}
    if not known:
        return "There are no times to show.", ""
    times = listed(f"{arm_label(arm)} {short_number(value)} {unit}" for arm, value in known.items())
    shown = f"{TIME_LABELS[which]}: half of the answers took at most {times}."
    if any(arm[which]["p95"] is None for arm in summary["arms"].values()):
        shown += f" The 95th percentile takes at least {MIN_P95_ANSWERS} timed answers."
    shown += timed_sentence(summary) + served_sentence(summary)
    where = "" if summary.get("server") else " on this machine"
    return shown + questions_sentence(summary), (
        f"Measured one question at a time{where}; load or other hardware will change it. An arm "
        "that answers in fewer words is faster for that alone."
    )


def _timed(which: Time, title: str) -> Chart[Summary]:
    return Chart(
        which,
        title,
        lambda summary, theme: latency(summary, which, theme),
        lambda summary: latency_table(summary, which),
        lambda summary: latency_sentence(summary, which),
    )


FIRST_TOKEN = _timed("first_token_ms", "Time to first token")
LATENCY = _timed("latency_ms", "Latency")
