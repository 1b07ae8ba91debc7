"""A chart is drawn once for the same content."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from core.charts.chart import Chart
from ui import charting

drawn: list[Any] = []


def bars(mark: str) -> Chart[list[int]]:
    def figure(values: list[int], theme: str) -> go.Figure:
        drawn.append((list(values), mark, theme))
        return go.Figure(go.Bar(y=values))

    return Chart(f"bars.{mark}", "Bars", figure, pd.DataFrame, lambda values: ("All.", "None."))


def test_the_same_content_is_drawn_once_and_another_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn.clear()
    values = [1, 2]
    first = charting.drawn(bars("plain"), values)
    assert charting.drawn(bars("plain"), [1, 2]) is first
    values.append(3)  # The same list, changed by a page.
    charting.drawn(bars("plain"), values)
    charting.drawn(bars("other"), [1, 2])
    monkeypatch.setattr(charting, "theme", lambda: "dark")
    charting.drawn(bars("plain"), [1, 2])
    assert drawn == [
        ([1, 2], "plain", "light"),
        ([1, 2, 3], "plain", "light"),
        ([1, 2], "other", "light"),
        ([1, 2], "plain", "dark"),
    ]
