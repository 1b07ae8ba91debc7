"""How right each arm is: figure, table and sentences over a summary."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from core.charts.style import (
    ARM_COLOURS,
    ARM_SYMBOLS,
    Theme,
    colour,
    draw,
    empty,
    footnote,
    mark_guess,
    panels,
    style,
    write,
)
from core.charts.time.words import Time, latency_sentence, latency_table, time_scale
from core.charts.words import (
    Summary,
    COST_LABELS,
    MEASURE_LABELS,
    STRATUM_LABELS,
    accuracy_sentence,
    accuracy_table,
    arm_label,
    cost_scale,
    cost_sentence,
    cost_table,
    failures,
    questions_note,
    short_number,
    training_curve_sentence,
    training_curve_table,
)
from core.evaluation.scoring.traces import Trace, trace

_LOG_SPREAD = 50
"""Costs that differ by more than this factor get a logarithmic axis."""
LABEL_ROOM = 1.45
"""Length of an axis over its largest value: a label stands behind that at 400 px too."""
_NO_CORRECT = "no correct answer"


def accuracy(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return each arm's measures with their intervals; a panel a stratum, never pooled."""
    arms = summary["arms"]
    strata = [key for key in STRATUM_LABELS if any(key in arm["strata"] for arm in arms.values())]
    if not strata:
        return empty("No answers yet.", theme)
    # A blank row parts the measures.
    step = len(arms) + 1
    titles = [_stratum_title(summary, key) for key in strata]
    figure = panels(titles, len(MEASURE_LABELS) * step - 1, theme, legend=True)
    named: set[str] = set()
    for panel, key in enumerate(strata, start=1):
        for at, (arm, figures) in enumerate(arms.items()):
            if key in figures["strata"]:
                rows = [float(measure * step + at) for measure in range(len(MEASURE_LABELS))]
                traces = [trace(arm, measure, part=key) for measure in MEASURE_LABELS]
                part = figures["strata"][key]
                _measures(figure, panel, arm, rows, part, theme, arm not in named, traces)
                named.add(arm)
        if key in summary.get("guess", {}):
            mark_guess(figure, panel, 100 * summary["guess"][key], theme)
    middles = [measure * step + (len(arms) - 1) / 2 for measure in range(len(MEASURE_LABELS))]
    figure.update_yaxes(tickvals=middles, ticktext=list(MEASURE_LABELS.values()))
    ticks = [0, 25, 50, 75, 100]
    # A value is written behind its interval, so there is room beyond 100.
    figure.update_xaxes(range=[-2, 114], tickvals=ticks, ticktext=[f"{t} %" for t in ticks])
    return footnote(figure, questions_note(summary))


def latency(summary: Summary, which: Time = "latency_ms", theme: Theme = "light") -> go.Figure:
    """Return each arm's median time with its interval, and p95 (hollow) where it is known."""
    arms = {arm: f[which] for arm, f in summary["arms"].items() if f[which]["p50"] is not None}
    if not arms:
        return empty("No times yet.", theme)
    factor, unit = time_scale(summary, which)
    tail = ", hollow p95" if any(times["p95"] for times in arms.values()) else ""
    figure = panels([f"p50{tail}"], len(arms), theme)
    longest = 0.0
    for row, (arm, times) in enumerate(arms.items()):
        drawn = _time(figure, row, arm, times, (factor, unit), theme, trace(arm, which))
        longest = max(longest, drawn)
    name_rows(figure, list(arms))
    figure.update_xaxes(range=[0, longest * LABEL_ROOM or 1], ticksuffix=f" {unit}")
    return footnote(figure, questions_note(summary))


def cost(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return each arm's cost per question and per correct answer, a panel each."""
    arms = {arm: f for arm, f in summary["arms"].items() if f["cost"] is not None}
    if not arms:
        return empty("No price is set, so there is no cost to show.", theme)
    factor, per = cost_scale(summary)
    titles = [f"{summary['currency']} per {per}{label}" for label in COST_LABELS.values()]
    titles = [title + "s" * bool(per) for title in titles]
    figure = panels(titles, len(arms), theme)
    for panel, field in enumerate(COST_LABELS, start=1):
        known = {arm: f[field] * factor for arm, f in arms.items() if f[field] is not None}
        ends = [f[f"{field}_interval"] or [f[field]] for f in arms.values() if f[field] is not None]
        start = _cost_axis(
            figure, panel, list(known.values()), [factor * e for x in ends for e in x]
        )
        for row, (arm, figures) in enumerate(arms.items()):
            if arm not in known:
                write(figure, panel, arm, [row], [start], [_NO_CORRECT], theme)
                continue
            interval = figures[f"{field}_interval"]
            interval = interval and [end * factor for end in interval]
            label = f"{known[arm]:.3g}"
            correct = "containment" if field == "cost_per_correct" else None
            marks = [trace(arm, "cost", per=correct)]
            draw(figure, panel, arm, [row], [known[arm]], [interval], [label], theme, traces=marks)
    name_rows(figure, list(arms))
    return footnote(figure, questions_note(summary))


def training_curve(curve: Sequence[Mapping[str, Any]], theme: Theme = "light") -> go.Figure:
    """Return training and dev loss over steps; points are {"step", "loss", "dev_loss"}."""
    lines = (
        ("loss", "Training", colour("rag", theme), "solid", "lines"),
        ("dev_loss", "Dev", colour("tuned", theme), "dash", "lines+markers"),
    )
    figure = go.Figure()
    for key, name, ink, dash, mode in lines:
        points = [(point["step"], point[key]) for point in curve if point.get(key) is not None]
        if points:
            steps, losses = zip(*points, strict=True)
            figure.add_scatter(
                x=steps,
                y=losses,
                name=name,
                # A single point has no line to be seen by.
                mode=mode if len(points) > 1 else "markers",
                line={"color": ink, "dash": dash, "width": 2},
                marker={"color": ink, "symbol": "diamond", "size": 8},
                hovertemplate=f"{name} loss %{{y:.3f}} at step %{{x}}<extra></extra>",
            )
    if not figure.data:
        return empty("No step is done yet.", theme)
    style(figure, theme, height=320)
    figure.update_layout(margin={"t": 40}, showlegend=True)
    figure.update_xaxes(title={"text": "Step", "standoff": 6}, rangemode="tozero")
    return figure.update_yaxes(title={"text": "Loss", "standoff": 8}, rangemode="tozero")


def _stratum_title(summary: Summary, key: str) -> str:
    parts = [arm["strata"][key] for arm in summary["arms"].values() if key in arm["strata"]]
    n, groups = (max(part[name] for part in parts) for name in ("n", "groups"))
    short = STRATUM_LABELS[key].removesuffix(" from training").removesuffix(" in training")
    return f"{short}: n = {n} in {groups} group{'s' * (groups != 1)}"


def _measures(
    figure: go.Figure,
    panel: int,
    arm: str,
    rows: list[float],
    part: Summary,
    theme: Theme,
    legend: bool,
    traces: list[Trace],
) -> None:
    values = [100 * part[key] for key in MEASURE_LABELS]
    ends = [[100 * end for end in part["intervals"][key]] for key in MEASURE_LABELS]
    labels = [f"{value:.0f}" for value in values]
    draw(figure, panel, arm, rows, values, list(ends), labels, theme, legend, traces)
    if part.get("spread"):
        _seed_marks(figure, panel, arm, rows, part["spread"], theme)


def _seed_marks(
    figure: go.Figure, panel: int, arm: str, rows: list[float], spread: Summary, theme: Theme
) -> None:
    """Add thin marks where the lowest and the highest of an arm's seeds lie."""
    ends = [100 * end for key in MEASURE_LABELS for end in spread[key]]
    figure.add_scatter(
        x=ends,
        y=[row for row in rows for _ in range(2)],
        mode="markers",
        legendgroup=arm,
        showlegend=False,
        marker={
            "symbol": "line-ns",
            "size": 12,
            "line": {"color": colour(arm, theme), "width": 2},
        },
        hovertemplate=f"{arm_label(arm)}, lowest or highest seed: %{{x:.3g}}<extra></extra>",
        row=panel,
        col=1,
    )


def _time(
    figure: go.Figure,
    row: int,
    arm: str,
    times: Summary,
    scale: tuple[float, str],
    theme: Theme,
    mark: Trace,
) -> float:
    """Draw an arm's times and return where they end on the axis."""
    factor, unit = scale
    p50, interval = times["p50"] * factor, times["p50_interval"]
    interval = interval and [end * factor for end in interval]
    end = float(interval[1] if interval else p50)
    if times["p95"] is None:
        draw(
            figure,
            1,
            arm,
            [row],
            [p50],
            [interval],
            [f"{short_number(p50)} {unit}"],
            theme,
            traces=[mark],
        )
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


def name_rows(figure: go.Figure, arms: list[str]) -> None:
    figure.update_yaxes(tickvals=list(range(len(arms))), ticktext=[arm_label(arm) for arm in arms])


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
