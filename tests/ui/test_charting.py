"""A chart is drawn once for the same content."""

from functools import partial
from typing import Any

import plotly.graph_objects as go
import pytest

from ui import charting

drawn: list[Any] = []


def bars(values: list[int], mark: str = "", theme: str = "light") -> go.Figure:
    drawn.append((list(values), mark, theme))
    return go.Figure(go.Bar(y=values))


def test_the_same_content_is_drawn_once_and_another_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn.clear()
    values = [1, 2]
    first = charting.drawn(bars, values)
    assert charting.drawn(bars, [1, 2]) is first
    values.append(3)  # The same list, changed by a page.
    charting.drawn(bars, values)
    charting.drawn(partial(bars, mark="other"), [1, 2])
    monkeypatch.setattr(charting, "theme", lambda: "dark")
    charting.drawn(bars, [1, 2])
    assert drawn == [
        ([1, 2], "", "light"),
        ([1, 2, 3], "", "light"),
        ([1, 2], "other", "light"),
        ([1, 2], "", "dark"),
    ]
