"""A small panel: the arms in their order, each with one value or two, intervals drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.charts.drawing import error_bars, write
from core.charts.style import ARM_SYMBOLS, OTHER_SYMBOL, Interval, Theme, colour, panels
from core.charts.words import arm_label
from core.records.four_measures import FourMeasures

LANES = 2
"""Rows that each arm takes, whether it has one value or two: so arms stand level in all panels."""
_LABEL_ROOM = 1.9
"""Length of an axis over its last end: a label of 60 px stands behind it in the narrowest panel."""
_ROW_PX = 19
_HEAD_PX = 62
_AXIS_PX = 26
_TICK_PX = 14
"""Half of the last number below the axis."""


@dataclass(frozen=True)
class Value:
    """One value of an arm, in the units of the axis."""

    value: float | None
    interval: Interval
    label: str
    """Its number with its unit; what is said in its place where there is none."""
    hollow: bool = False
    """Whether it is the second of two kinds, which are told apart by this."""


def panel(
    title: str,
    kinds: Sequence[str],
    unit: str,
    rows: Sequence[tuple[str, list[Value]]],
    theme: Theme,
) -> go.Figure:
    """Return a panel of about 270 px in height that can be read from 190 px in width on.

    Args:
        kinds: What a filled mark stands for, and a hollow one; one alone is named by the unit.
        rows: Each arm with its values, as many as there are kinds.
    """
    figure = panels([""], LANES * len(rows), theme)
    for number, (arm, values) in enumerate(rows):
        for lane, value in enumerate(values):
            _draw(figure, _row(number, lane, len(values)), arm, value, theme)
    middles = [_row(number, 0, 1) for number in range(len(rows))]
    figure.update_yaxes(tickvals=middles, ticktext=[arm_label(arm) for arm, _ in rows])
    figure.update_xaxes(nticks=4)
    margin = {"t": _HEAD_PX, "b": _AXIS_PX, "l": 0, "r": _TICK_PX}
    height = LANES * len(rows) * _ROW_PX + _HEAD_PX + _AXIS_PX
    return figure.update_layout(
        height=height, margin=margin, showlegend=False, title=_headed(title, unit, kinds)
    )


def _headed(title: str, unit: str, kinds: Sequence[str]) -> dict[str, object]:
    """Return the heading from the figure's left edge: what, in which unit, which mark is which."""
    marks = zip("●○", kinds, strict=False) if len(kinds) > 1 else ()
    legend = "  ".join(f"{mark} {kind}" for mark, kind in marks)
    return {
        "text": f"<b>{title}</b><br>{unit}<br>{legend}&nbsp;",
        "font": {"size": 12},
        "xref": "container",
        "x": 0,
        "xanchor": "left",
        "yref": "container",
        "y": 1,
        "yanchor": "top",
        "pad": {"t": 16},  # Without, half of the first line is cut off.
    }


def _row(number: int, lane: int, lanes: int) -> float:
    """Return where a value stands: alone it is in the middle of its arm's rows."""
    return LANES * number + (lane if lanes > 1 else (LANES - 1) / 2)


def _draw(figure: go.Figure, row: float, arm: str, value: Value, theme: Theme) -> None:
    if value.value is None:
        # At the edge, wherever the axis begins: a logarithmic one has no 0.
        place = {"x": 0, "xref": "x domain", "xanchor": "left", "y": row, "yref": "y"}
        figure.add_annotation(text=value.label, showarrow=False, font={"size": 11}, **place)
        return
    ends = value.interval or (value.value, value.value)
    ink, symbol = colour(arm, theme), ARM_SYMBOLS.get(arm, OTHER_SYMBOL)
    figure.add_scatter(
        x=[value.value],
        y=[row],
        mode="markers",
        cliponaxis=False,
        name=arm_label(arm),
        marker={
            "color": ink,
            "symbol": f"{symbol}-open" if value.hollow else symbol,
            "size": 10,
            "line": {"color": ink, "width": 2},
        },
        error_x=error_bars([value.value], [ends], ink),
        hovertext=f"{arm_label(arm)}: {value.label}{_between(value.interval)}",
        hoverinfo="text",
        row=1,
        col=1,
    )
    write(figure, 1, arm, [row], [ends[1]], [value.label], theme)


def _between(interval: Interval) -> str:
    return f" ({interval[0]:.3g} to {interval[1]:.3g})" if interval else ""


def room(rows: Sequence[tuple[str, list[Value]]]) -> list[float]:
    """Return an axis from 0 to beyond the last end, with room for the label behind it."""
    ends = [
        (value.interval or (value.value,))[-1]
        for _, values in rows
        for value in values
        if value.value is not None
    ]
    return [0, max(ends, default=1.0) * _LABEL_ROOM or 1]


def scope_cells(measures: FourMeasures) -> dict[str, object]:
    """Return the last columns of each table: a copied row still says what it holds for."""
    scope = measures["scope"]
    return {"Model": scope["model"], "Measured": scope["measured_at"][:10]}
