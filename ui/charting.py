"""A chart as every page shows it: what it shows, what it does not, its table one click away."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from ui import components
from ui.services import Record

TRACE = "trace"
"""Session key of the mark that was clicked last, until its answers are shown."""
DRAWN = 64
"""Figures kept for all sessions, of some 50 KB each: to draw one takes as long as a page."""
CONFIG = {"displaylogo": False, "displayModeBar": False, "scrollZoom": False}


def theme() -> Literal["light", "dark"]:
    """Return the theme of this session, "light" until the browser has said."""
    return "dark" if st.context.theme.type == "dark" else "light"


def drawn(make: Callable[..., go.Figure], *given: Any) -> go.Figure:
    """Return the figure that `make` gives in this session's theme, kept by what it was given.

    It is shared: nobody may change it.
    """
    look, plain = theme(), make
    options: dict[str, Any] = {}
    if isinstance(make, partial):
        plain, options = make.func, make.keywords
    name = f"{plain.__module__}.{plain.__qualname__} {options}"
    content = hashlib.sha256(repr(given).encode()).hexdigest()
    return _drawn(name, content, look, lambda: make(*given, theme=look))


@st.cache_resource(max_entries=DRAWN, show_spinner=False)
def _drawn(name: str, content: str, look: str, _make: Callable[[], go.Figure]) -> go.Figure:
    return _make()


def figure(chart: go.Figure, key: str) -> None:
    """Show a figure with its own colours: Streamlit's palette changes too late.

    A click on a mark that carries a trace leaves it in the session for `ui.evaluate.traced`.
    """
    if not any(data.customdata is not None for data in chart.data):
        st.plotly_chart(chart, key=f"chart.{key}", theme=None, config=CONFIG)
        return
    # A new key after each click: else the mark stays chosen, and a second click would undo it.
    name = f"chart.{key}.{st.session_state.get(f'clicks.{key}', 0)}"
    clicked = partial(_clicked, key, name)
    st.plotly_chart(
        chart, key=name, theme=None, config=CONFIG, on_select=clicked, selection_mode="points"
    )


def _clicked(key: str, name: str) -> None:
    points = st.session_state[name]["selection"]["points"]
    marks = [point["customdata"] for point in points if isinstance(point.get("customdata"), dict)]
    if marks:
        st.session_state[f"clicks.{key}"] = st.session_state.get(f"clicks.{key}", 0) + 1
        st.session_state[TRACE] = marks[0]


def explained(
    heading: str,
    chart: go.Figure,
    table: pd.DataFrame,
    sentences: tuple[str, str],
    key: str,
) -> None:
    """Show a chart under a heading, with its two sentences and its table."""
    shows, hides = sentences
    with st.container(border=True):
        st.subheader(heading, anchor=False)
        st.caption(f"**Shows.** {components.plain(shows)}")
        figure(chart, key)
        st.caption(f"**Does not show.** {components.plain(hides)}")
        with st.expander("The numbers as a table", icon=":material/table:"):
            st.dataframe(table, hide_index=True, key=f"table.{key}")


def of_summary(
    evaluation: Record,
    heading: str,
    chart: Callable[..., go.Figure],
    table: Callable[[Record], pd.DataFrame],
    sentences: Callable[[Record], tuple[str, str]],
    key: str,
) -> None:
    """Show a chart that its three functions make of an evaluation's summary."""
    summary = evaluation["summary"]
    explained(
        heading,
        drawn(chart, summary),
        table(summary),
        sentences(summary),
        f"{key}.{evaluation['id']}",
    )
