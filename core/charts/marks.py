"""Marks that can be clicked: each carries which stored answers it was computed from."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.charts.style import ARM_SYMBOLS, Interval, Theme, colour
from core.charts.words import arm_label
from core.records.trace import Trace

PER_CENT = 100
_FALLBACK = "star"


@dataclass(frozen=True)
class Mark:
    """One value of an arm, in the units of the axes."""

    x: float
    y: float
    hover: str
    """What it shows when pointed at; the user's own text is already `quoted`."""
    trace: Trace
    across: Interval = None
    """Ends of its interval along x."""
    upright: Interval = None
    """Ends of its interval along y."""
    thin: bool = False
    """Whether it stands for too few questions to say much; drawn hollow."""


def quoted(text: str, most: int = 28) -> str:
    """Return the user's text as plotly shows it word for word: cut to `most`, no markup in it."""
    line = " ".join(text.split())
    return html.escape(line if len(line) <= most else f"{line[: most - 1].rstrip()}…")


def marks(
    figure: go.Figure, panel: int, arm: str, points: Sequence[Mark], theme: Theme, size: int = 10
) -> None:
    """Add an arm's marks to a panel, with their intervals."""
    ink, symbol = colour(arm, theme), ARM_SYMBOLS.get(arm, _FALLBACK)
    figure.add_scatter(
        x=[point.x for point in points],
        y=[point.y for point in points],
        mode="markers",
        name=arm_label(arm),
        legendgroup=arm,
        showlegend=False,
        marker={
            "color": ink,
            "symbol": [f"{symbol}-open" if point.thin else symbol for point in points],
            "size": size,
            "line": {"color": ink, "width": 2},
        },
        error_x=_whiskers([(point.x, point.across) for point in points], ink),
        error_y=_whiskers([(point.y, point.upright) for point in points], ink),
        customdata=[point.trace for point in points],
        hovertext=[point.hover for point in points],
        hoverinfo="text",
        row=panel,
        col=1,
    )


def _whiskers(values: list[tuple[float, Interval]], ink: str) -> dict[str, object]:
    ends = [(value, interval or (value, value)) for value, interval in values]
    return {
        "array": [high - value for value, (_, high) in ends],
        "arrayminus": [value - low for value, (low, _) in ends],
        "symmetric": False,
        "visible": any(interval for _, interval in values),
        "color": ink,
        "thickness": 1.3,
        "width": 3,
    }


def arm_legend(figure: go.Figure, arms: Sequence[str], theme: Theme) -> go.Figure:
    """Add a legend of the arms: marks may be hollow, so the legend has its own."""
    for arm in arms:
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=arm_label(arm),
            legendgroup=arm,
            marker={
                "color": colour(arm, theme),
                "symbol": ARM_SYMBOLS.get(arm, _FALLBACK),
                "size": 11,
            },
        )
    return figure.update_layout(showlegend=True)


def per_cent_ends(interval: Interval) -> list[float] | None:
    """Return the ends of an interval in per cent."""
    return None if interval is None else [PER_CENT * end for end in interval]


def ends_words(interval: Interval) -> str:
    """Return an interval of shares in words."""
    if interval is None:
        return "no interval"
    return f"95 % interval {PER_CENT * interval[0]:.0f} to {PER_CENT * interval[1]:.0f} %"
