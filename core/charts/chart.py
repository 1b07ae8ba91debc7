"""A chart as one thing: what draws it, what tabulates it, what it says, and when there is one.

Each module of charts defines its own at its end; `core.charts.catalogue` lists them all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import pandas as pd
import plotly.graph_objects as go

from core.charts.style import Theme
from core.charts.words import Sentences

Data = TypeVar("Data")


def _always(_data: object) -> bool:
    return True


@dataclass(frozen=True)
class Chart(Generic[Data]):
    """A figure of some data, its table and its two sentences.

    A page or report that shows charts needs to know nothing else about them.
    """

    key: str
    """Its name among all charts, with the choice it was made for: "where.document"."""
    title: str
    figure: Callable[[Data, Theme], go.Figure]
    table: Callable[[Data], pd.DataFrame]
    sentences: Callable[[Data], Sentences]
    offered: Callable[[Data], bool] = _always
    """Whether the data have something to draw."""


def offered(charts: Iterable[Chart[Data]], data: Data) -> list[Chart[Data]]:
    """Return the charts that have something to draw in the data, in the same order."""
    return [chart for chart in charts if chart.offered(data)]
