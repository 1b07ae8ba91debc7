"""Freshness figures: who says the new thing, when, and what became of the facts that stayed.

Tables and sentences come from `core.charts.freshness.words` and can be imported from here.
"""

import math

import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import draw, pattern_legend, segment, shares_axis, write
from core.charts.freshness.words import (
    FRESH,
    PHASE_LABELS,
    SAID_LABELS,
    duration,
    fresh_points,
    has_changed,
    moments,
    outcome_rows,
    outcome_sentence,
    outcome_table,
    per_cent,
    per_cent_interval,
    timeline_sentence,
    timeline_table,
)
from core.charts.style import ARM_SYMBOLS, RULE, Theme, colour, empty, footnote, panels, style
from core.charts.words import arm_label, questions_note
from core.evaluation.figures.freshness import Name
from core.records.freshness import Experiment, FateFigures

__all__ = [
    "PHASE_LABELS",
    "SAID_LABELS",
    "duration",
    "outcome",
    "outcome_sentence",
    "outcome_table",
    "timeline",
    "timeline_sentence",
    "timeline_table",
]

_DASHES = {"base": "dot", "rag": "solid", "tuned": "dash", "hybrid": "longdashdot"}
_NEW_AND_OLD: tuple[Name, ...] = ("new", "old")
_PATTERNS: dict[Name, str] = {"new": "", "old": "/", "both": "x", "neither": "."}
_TICKS = {
    0.01: "10 ms",
    0.1: "0.1 s",
    1: "1 s",
    10: "10 s",
    60: "1 min",
    600: "10 min",
    3600: "1 h",
    36000: "10 h",
}
_EVENTS = {"updated": "index updated", "retrained": "retrained"}
_FATES = {
    "changed": "Changed facts (% new / old)",
    "unchanged": "Unchanged facts still right",
    "removed": "Removed facts still told",
}


def timeline(experiment: Experiment, theme: Theme = "light") -> go.Figure:
    """Return the share of changed facts answered new, in steps over the time since the change."""
    points = list(fresh_points(experiment))
    if not points:
        return empty("No arm had a changed fact right before the change.", theme)
    times = moments(experiment)
    begin, end = min(times.values()) / 6, max(times.values()) * 6
    figure = go.Figure()
    style(figure, theme, height=380)
    for arm in dict.fromkeys(arm for arm, *_ in points):
        own = [(seconds, part) for of_arm, _, seconds, part in points if of_arm == arm]
        _steps(figure, arm, own, (begin, end), theme)
    for phase, seconds in times.items():
        _event(figure, phase, seconds)
    figure.add_hline(y=FRESH, line={"dash": "dash", "width": 1, "color": RULE})
    figure.add_annotation(
        x=0,
        xref="x domain",
        y=FRESH,
        xanchor="left",
        yanchor="top",
        showarrow=False,
        text="caught up",
        font={"size": 11},
    )
    ticks = {value: text for value, text in _TICKS.items() if begin <= value <= end}
    figure.update_layout(margin={"t": 96, "b": 48}, showlegend=True)
    figure.update_xaxes(
        type="log",
        range=[math.log10(begin), math.log10(end)],
        tickvals=list(ticks),
        ticktext=list(ticks.values()),
        title={"text": "since the change began", "standoff": 6},
    )
    shares = [0, 20, 40, 60, FRESH, 100]
    figure.update_yaxes(
        range=[-4, 104], tickvals=shares, ticktext=[f"{share} %" for share in shares]
    )
    return footnote(figure, questions_note(experiment))


def _event(figure: go.Figure, phase: str, seconds: float) -> None:
    """Mark the moment from which a phase could be measured."""
    figure.add_vline(x=seconds, line={"dash": "dot", "width": 1, "color": RULE})
    figure.add_annotation(
        x=math.log10(seconds),
        y=1,
        yref="y domain",
        yanchor="bottom",
        showarrow=False,
        text=f"{_EVENTS[phase]}<br><b>{duration(seconds)}</b>",
        font={"size": 11},
    )


def _steps(
    figure: go.Figure,
    arm: str,
    own: list[tuple[float, FateFigures]],
    span: tuple[float, float],
    theme: Theme,
) -> None:
    """Add an arm's line: nothing new until it was asked, then what it said, in steps."""
    begin, end = span
    shares = [per_cent(part, "new") for _, part in own]
    ink, name = colour(arm, theme), arm_label(arm)
    figure.add_scatter(
        x=[begin, *(seconds for seconds, _ in own), end],
        y=[0.0, *shares, shares[-1]],
        mode="lines",
        name=name,
        legendgroup=arm,
        showlegend=False,
        line={"color": ink, "dash": _DASHES.get(arm, "solid"), "width": 2.5, "shape": "hv"},
        hoverinfo="skip",
    )
    ends = [per_cent_interval(part, "new") for _, part in own]
    figure.add_scatter(
        x=[seconds for seconds, _ in own],
        y=shares,
        mode="lines+markers",
        name=f"{name} (n = {own[-1][1]['n']})",
        legendgroup=arm,
        # The legend shows dash and marker together; the line itself is drawn above, in steps.
        line={"color": ink, "dash": _DASHES.get(arm, "solid"), "width": 2.5, "shape": "hv"},
        marker={"color": ink, "symbol": ARM_SYMBOLS.get(arm, "star"), "size": 12},
        customdata=ends,
        hovertemplate=f"{name}: %{{y:.0f}} % new (%{{customdata[0]:.0f}} to "
        "%{customdata[1]:.0f})<extra></extra>",
    )


def outcome(experiment: Experiment, theme: Theme = "light") -> go.Figure:
    """Return what each arm said after the change: a row per arm and phase, a panel per kind of
    fact.

    All panels count the facts that the arm had right before.
    """
    rows = outcome_rows(experiment)
    fates = [
        fate for fate in _FATES if any(experiment["arms"][arm][phase][fate] for arm, phase in rows)
    ]
    if not fates:
        return empty("Nothing was asked after the change yet.", theme)
    figure = panels([_FATES[fate] for fate in fates], len(rows), theme, legend="changed" in fates)
    for panel, fate in enumerate(fates, start=1):
        for row, (arm, phase) in enumerate(rows):
            part = experiment["arms"][arm][phase][fate]
            if not part or not part["n"]:
                write(figure, panel, arm, [row], [0], ["none right before"], theme)
            elif fate == "changed":
                _bar(figure, panel, row, arm, part, theme)
            else:
                name: Name = "right" if fate == "unchanged" else "still"
                share, ends = per_cent(part, name), per_cent_interval(part, name)
                label = f"{share:.0f} % of {part['n']}"
                draw(figure, panel, arm, [row], [share], [ends], [label], theme)
    if "changed" in fates:
        pattern_legend(figure, {SAID_LABELS[name]: _PATTERNS[name] for name in _PATTERNS}, theme)
    figure.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=[_row_name(*pair, rows) for pair in rows]
    )
    shares_axis(figure)
    figure.update_layout(barmode="stack", bargap=0.25)
    return footnote(figure, questions_note(experiment))


def _row_name(arm: str, phase: str, rows: list[tuple[str, str]]) -> str:
    twice = (arm, "retrained") in rows
    return arm_label(arm) + (", retrained" if phase == "retrained" else ", updated" * twice)


def _bar(
    figure: go.Figure, panel: int, row: int, arm: str, part: FateFigures, theme: Theme
) -> None:
    """Add a row's segments; each is labelled in words where there is room."""
    for name, pattern in _PATTERNS.items():
        share = per_cent(part, name)
        text = f"{arm_label(arm)}: {share:.0f} % {SAID_LABELS[name]} of {part['n']}"
        segment(figure, panel, row, arm, share, (SAID_LABELS[name], pattern), text, theme)
    new, old = (f"{per_cent(part, name):.0f}" for name in _NEW_AND_OLD)
    write(figure, panel, arm, [row], [100], [f"{new} / {old} of {part['n']}"], theme)


TIMELINE = Chart(
    "timeline",
    "Who says the new value, and when",
    timeline,
    timeline_table,
    timeline_sentence,
    has_changed,
)
OUTCOME = Chart(
    "outcome",
    "What was said after the change",
    outcome,
    outcome_table,
    outcome_sentence,
    has_changed,
)
