"""What all charts share: colours, panels, and how a value with its interval is drawn.

All figures are horizontal: names stay readable and nothing overlaps at 400 px as at 1600 px.
"""

from collections.abc import Sequence
from typing import Literal

import plotly.graph_objects as go

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
        "retrieved-examples": "#5B3A8E",
        "constrained": "#4052C4",
        "all-documents": "#0E7C86",
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
        "retrieved-examples": "#D6C4FF",
        "constrained": "#93A4FF",
        "all-documents": "#5AD1DB",
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
    "retrieved-examples": "star-diamond",
    "constrained": "star-square",
    "all-documents": "hourglass",
    "naive-hybrid": "triangle-down",
    "oracle": "pentagon",
    "oracle-hybrid": "hexagon",
    "random": "x",
    "shuffled": "cross",
}
"""Colour is never the only signal."""
_OTHER_COLOUR: dict[Theme, str] = {"light": "#A3487C", "dark": "#E39AC6"}
OTHER_SYMBOL = "star"
TEXT: dict[Theme, str] = {"light": "#31333F", "dark": "#FAFAFA"}
PAGE: dict[Theme, str] = {"light": "#FFFFFF", "dark": "#12171E"}
GRID: dict[Theme, str] = {"light": "rgba(49,51,63,0.15)", "dark": "rgba(250,250,250,0.18)"}
RULE = "#808080"
"""For lines that mark something: visible on the white and on the dark page alike."""
_ROW_PX = 25
_PANEL_GAP_PX = 70
_MARGIN = {"l": 8, "r": 8, "t": 30, "b": 36}
_FOOTNOTE_PX = 26
KINDS_PX = 22
_LEGEND_PX = 54
"""Two lines, since four arms need both at 400 px."""


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
        rows: Rows of every panel; a list where they differ.
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
        paper_bgcolor=PAGE[theme],  # A saved picture is read on whatever page it is put.
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": TEXT[theme], "size": 12},
        modebar={"bgcolor": PAGE[theme], "color": TEXT[theme], "activecolor": TEXT[theme]},
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
    grid = {"gridcolor": GRID[theme], "linecolor": GRID[theme], "zeroline": False}
    figure.update_xaxes(**grid, automargin=True, nticks=6, ticks="")
    figure.update_yaxes(**grid, automargin=True, ticks="", ticklabelstandoff=6)
