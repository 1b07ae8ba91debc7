"""Marks, segments and lines that charts put on their panels."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.charts.style import (
    ARM_SYMBOLS,
    GRID,
    KINDS_PX,
    OTHER_SYMBOL,
    PAGE,
    TEXT,
    Interval,
    Theme,
    colour,
)
from core.charts.words import arm_label
from core.records.trace import Trace


def draw(
    figure: go.Figure,
    panel: int,
    arm: str,
    rows: list[float],
    values: list[float],
    intervals: list[Interval],
    labels: list[str],
    theme: Theme,
    legend: bool = False,
    traces: Sequence[Trace] | None = None,
) -> None:
    """Add an arm's values with their intervals; each label stands behind what is drawn.

    Args:
        traces: For each value, the stored answers it was computed from.
    """
    ends = [interval or (value, value) for value, interval in zip(values, intervals, strict=True)]
    name, ink = arm_label(arm), colour(arm, theme)
    figure.add_scatter(
        x=values,
        y=rows,
        mode="markers",
        name=name,
        legendgroup=arm,
        showlegend=legend,
        marker={"color": ink, "symbol": ARM_SYMBOLS.get(arm, OTHER_SYMBOL), "size": 11},
        error_x=error_bars(values, ends, ink),
        customdata=traces,
        text=[f"{low:.3g} to {high:.3g}" for low, high in ends],
        hovertemplate=f"{name}: %{{x:.3g}} (%{{text}})<extra></extra>",
        row=panel,
        col=1,
    )
    if any(labels):
        write(figure, panel, arm, rows, [high for _, high in ends], labels, theme)


def error_bars(
    values: Sequence[float], ends: Sequence[Sequence[float]], ink: str
) -> dict[str, object]:
    """Return plotly's settings for bars from each value to the ends of its interval."""
    return {
        "array": [high - value for value, (_, high) in zip(values, ends, strict=True)],
        "arrayminus": [value - low for value, (low, _) in zip(values, ends, strict=True)],
        "symmetric": False,
        "color": ink,
        "thickness": 1.5,
        "width": 4,
    }


def mark_guess(figure: go.Figure, panel: int, value: float, theme: Theme) -> None:
    """Draw the line that a blind guess reaches; only what lies right of it is knowledge."""
    figure.add_vline(
        x=value, row=panel, col=1, line={"color": TEXT[theme], "dash": "dot", "width": 1}
    )
    figure.add_annotation(
        text=f"guess {value:.0f} %",
        x=value,
        y=0,
        yref="y domain" if panel == 1 else f"y{panel} domain",
        xref="x" if panel == 1 else f"x{panel}",
        yanchor="bottom",
        xanchor="left",
        showarrow=False,
        font={"size": 10},
    )


def zero_line(figure: go.Figure, panel: int, margin: float, theme: Theme) -> None:
    """Draw the line of no difference and shade what counts as none."""
    figure.add_vrect(
        x0=-margin, x1=margin, row=panel, col=1, fillcolor=GRID[theme], line_width=0, layer="below"
    )
    figure.add_vline(x=0, row=panel, col=1, line={"color": TEXT[theme], "width": 1})


def write(
    figure: go.Figure,
    panel: int,
    arm: str,
    rows: list[float],
    places: list[float],
    labels: list[str],
    theme: Theme,
) -> None:
    """Add texts to an arm's rows, each to the right of its place."""
    figure.add_scatter(
        x=places,
        y=rows,
        mode="text",
        # Blanks keep the text off a whisker's end.
        text=[f"&nbsp;&nbsp;&nbsp;{label}" for label in labels],
        textposition="middle right",
        textfont={"size": 11, "color": TEXT[theme]},
        legendgroup=arm,
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
        row=panel,
        col=1,
    )


def segment(
    figure: go.Figure,
    panel: int,
    row: int,
    arm: str,
    share: float,
    kind: tuple[str, str],
    hover: str,
    theme: Theme,
    mark: Trace | None = None,
) -> None:
    """Add a part of a stacked bar, told apart by its pattern; an empty part adds nothing.

    Args:
        share: Per cent.
        kind: What the part is, and its pattern; solid for "".
        mark: The stored answers that the part counts.
    """
    if share:
        figure.add_bar(
            x=[share],
            y=[row],
            orientation="h",
            name=kind[0],
            showlegend=False,
            marker=_filled(kind[1], colour(arm, theme), theme),
            hovertemplate=f"{hover}<extra></extra>",
            row=panel,
            col=1,
            customdata=[mark] if mark else None,
        )


def shares_axis(figure: go.Figure) -> go.Figure:
    """Set the axes to per cent, with room for a label behind 100, at 400 px too."""
    ticks = [0, 25, 50, 75, 100]
    return figure.update_xaxes(
        range=[-2, 145], tickvals=ticks, ticktext=[f"{tick} %" for tick in ticks]
    )


def pattern_legend(figure: go.Figure, kinds: dict[str, str], theme: Theme) -> None:
    """Add a legend of the patterns, in no arm's colour."""
    for name, pattern in kinds.items():
        figure.add_bar(
            x=[None],
            y=[None],
            orientation="h",
            name=name,
            legendgroup=name,
            marker=_filled(pattern, colour("base", theme), theme),
        )
    # On a phone each kind takes a line of its own, and the fourth would run into the first title.
    room = {"margin": {"t": figure.layout.margin.t + KINDS_PX}, "legend": {"tracegroupgap": 0}}
    figure.update_layout(
        barmode="stack", bargap=0.25, height=figure.layout.height + KINDS_PX, **room
    )


def _filled(pattern: str, ink: str, theme: Theme) -> dict[str, object]:
    """Return a bar's fill: solid, or a pattern on the page's colour."""
    page = PAGE[theme]
    return {
        "color": page if pattern else ink,
        "line": {"color": ink, "width": 1},
        "pattern": {"shape": pattern, "fgcolor": ink, "bgcolor": page, "size": 6},
    }
