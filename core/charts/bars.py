"""Rows of bars: their names, and the room for labels behind them."""

import plotly.graph_objects as go

from core.charts.words import arm_label

LABEL_ROOM = 1.45
"""Length of an axis over its largest value: room for a label behind that, at 400 px too."""


def name_rows(figure: go.Figure, arms: list[str]) -> None:
    figure.update_yaxes(tickvals=list(range(len(arms))), ticktext=[arm_label(arm) for arm in arms])
