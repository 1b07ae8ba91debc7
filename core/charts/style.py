"""What all charts share: colours, panels, and how a value with its interval is drawn.

All figures are horizontal: names stay readable and nothing overlaps at 400 px as at 1600 px.
"""

from collections.abc import Sequence
from typing import Any, Literal

import plotly.graph_objects as go

from core.charts.words import arm_label
from core.evaluation.scoring.traces import Trace

Theme = Literal["light", "dark"]
Interval = Sequence[float] | None

# Okabe and Ito's colour-blind safe hues, one to each of the four arms; darker on white and lighter
# on dark, so that each has a contrast of at least 3:1 with the page.
ARM_COLOURS: dict[Theme, dict[str, str]] = {
    "light": {
        "base": "#6B6B6B",
        "rag": "#0072B2",
        "tuned": "#D55E00",
        "hybrid": "#00855F",
        "few-shot": "#7A4FBF",
        "naive-hybrid": "#8C6D1F",
        "oracle": "#A3487C",
        "oracle-hybrid": "#C2185B",
        "random": "#4F6D7A",
        "shuffled": "#9A3B26",
    },
    "dark": {
        "base": "#B8B8B8",
        "rag": "#56B4E9",
        "tuned": "#F0A030",
        "hybrid": "#2CCB9A",
        "few-shot": "#B79CF0",
        "naive-hybrid": "#D9B75B",
        "oracle": "#E39AC6",
        "oracle-hybrid": "#FF7FA8",
        "random": "#9FB9C4",
        "shuffled": "#F08C78",
    },
}
ARM_SYMBOLS = {
    "base": "circle",
    "rag": "square",
    "tuned": "diamond",
    "hybrid": "triangle-up",
    "few-shot": "star",
    "naive-hybrid": "triangle-down",
    "oracle": "pentagon",
    "oracle-hybrid": "hexagon",
    "random": "x",
    "shuffled": "cross",
}
"""Colour is never the only signal."""
_OTHER_COLOUR: dict[Theme, str] = {"light": "#A3487C", "dark": "#E39AC6"}
_OTHER_SYMBOL = "star"
_TEXT: dict[Theme, str] = {"light": "#31333F", "dark": "#FAFAFA"}
_PAGE: dict[Theme, str] = {"light": "#FFFFFF", "dark": "#12171E"}
_GRID: dict[Theme, str] = {"light": "rgba(49,51,63,0.15)", "dark": "rgba(250,250,250,0.18)"}
RULE = "#808080"
"""Of lines that mark something: seen on white and on the dark page alike."""
_ROW_PX = 25
_PANEL_GAP_PX = 70
_MARGIN = {"l": 8, "r": 8, "t": 30, "b": 36}
_FOOTNOTE_PX = 26
_KINDS_PX = 22
_LEGEND_PX = 54
"""Two lines of it, since four arms need both at 400 px."""


def colour(arm: str, theme: Theme) -> str:
    """Return an arm's colour, the same in every chart."""
    return ARM_COLOURS[theme].get(arm, _OTHER_COLOUR[theme])


def empty(sentence: str, theme: Theme) -> go.Figure:
    """Return a figure that holds a sentence in place of a chart."""
    figure = go.Figure()
    style(figure, theme, height=140)
    figure.add_annotation(text=sentence, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False)
    figure.update_xaxes(visible=False)
    return figure.update_yaxes(visible=False)


def panels(
    titles: list[str], rows: int | list[int], theme: Theme, legend: bool = False
) -> go.Figure:
    """Return a figure of panels below each other, the first row on top.

    Args:
        rows: How many each panel has; a list where they differ.
    """
    heights = rows if isinstance(rows, list) else [rows] * len(titles)
    inner = sum(heights) * _ROW_PX + (len(titles) - 1) * _PANEL_GAP_PX
    gap = _PANEL_GAP_PX / inner if len(titles) > 1 else 0.0
    figure = go.Figure().set_subplots(
        rows=len(titles), cols=1, vertical_spacing=gap, row_heights=heights
    )
    top = _MARGIN["t"] + legend * _LEGEND_PX
    style(figure, theme, height=inner + top + _MARGIN["b"])
    figure.update_layout(margin={"t": top})
    for panel, (title, own) in enumerate(zip(titles, heights, strict=True), start=1):
        figure.update_yaxes(range=[own - 0.4, -0.6], showgrid=False, row=panel, col=1)
        figure.add_annotation(
            text=f"<b>{title}</b>",
            # From the plot's edge, as the axis' own domain begins behind the names.
            x=0,
            y=1,
            yshift=4,
            xref="x domain" if panel == 1 else f"x{panel} domain",
            yref="y domain" if panel == 1 else f"y{panel} domain",
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
            font={"size": 13},
        )
    return figure


def footnote(figure: go.Figure, text: str) -> go.Figure:
    """Write a line below a figure's axes; it grows by that line. Nothing for an empty text."""
    if not text:
        return figure
    room = {"height": figure.layout.height + _FOOTNOTE_PX}
    figure.update_layout(margin={"b": figure.layout.margin.b + _FOOTNOTE_PX}, **room)
    return figure.update_layout(
        title={
            # The title can be tied to the figure's edge, which no annotation can.
            "text": f"\N{WARNING SIGN} {text}",
            "font": {"size": 12},
            "xref": "container",
            "yref": "container",
            "x": 0,
            "y": 0,
            "xanchor": "left",
            "yanchor": "bottom",
            "pad": {"b": 6, "l": 8},
        }
    )


def style(figure: go.Figure, theme: Theme, height: int) -> None:
    """Set what all charts have in common."""
    figure.update_layout(
        template="none",
        height=height,
        margin=_MARGIN,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": _TEXT[theme], "size": 12},
        # From the figure's edge: on a phone four arms then fit in one or two lines.
        legend={
            "orientation": "h",
            "xref": "container",
            "yref": "container",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "top",
        },
    )
    grid = {"gridcolor": _GRID[theme], "linecolor": _GRID[theme], "zeroline": False}
    figure.update_xaxes(**grid, automargin=True, nticks=6, ticks="")
    figure.update_yaxes(**grid, automargin=True, ticks="", ticklabelstandoff=6)


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
        traces: Of each value, the stored answers that it was computed from.
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
        marker={"color": ink, "symbol": ARM_SYMBOLS.get(arm, _OTHER_SYMBOL), "size": 11},
        error_x={
            "array": [high - value for value, (_, high) in zip(values, ends, strict=True)],
            "arrayminus": [value - low for value, (low, _) in zip(values, ends, strict=True)],
            "symmetric": False,
            "color": ink,
            "thickness": 1.5,
            "width": 4,
        },
        customdata=traces,
        text=[f"{low:.3g} to {high:.3g}" for low, high in ends],
        hovertemplate=f"{name}: %{{x:.3g}} (%{{text}})<extra></extra>",
        row=panel,
        col=1,
    )
    if any(labels):
        write(figure, panel, arm, rows, [high for _, high in ends], labels, theme)


def mark_guess(figure: go.Figure, panel: int, value: float, theme: Theme) -> None:
    """Draw the line that a blind guess reaches; what is not right of it is no knowledge."""
    figure.add_vline(
        x=value, row=panel, col=1, line={"color": _TEXT[theme], "dash": "dot", "width": 1}
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
        x0=-margin, x1=margin, row=panel, col=1, fillcolor=_GRID[theme], line_width=0, layer="below"
    )
    figure.add_vline(x=0, row=panel, col=1, line={"color": _TEXT[theme], "width": 1})


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
        textfont={"size": 11, "color": _TEXT[theme]},
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
    """Add a part of a stacked bar, told from the others by its pattern; nothing for no share.

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
    """Give the axes per cent, with room for a label behind 100 at 400 px too."""
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
    room = {"margin": {"t": figure.layout.margin.t + _KINDS_PX}, "legend": {"tracegroupgap": 0}}
    figure.update_layout(
        barmode="stack", bargap=0.25, height=figure.layout.height + _KINDS_PX, **room
    )


def _filled(pattern: str, ink: str, theme: Theme) -> dict[str, Any]:
    """Return a bar's fill: solid, or a pattern on the page's colour."""
    page = _PAGE[theme]
    return {
        "color": page if pattern else ink,
        "line": {"color": ink, "width": 1},
        "pattern": {"shape": pattern, "fgcolor": ink, "bgcolor": page, "size": 6},
    }
