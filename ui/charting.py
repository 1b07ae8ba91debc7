"""A chart as every page shows it: what it shows, what it does not, its table one click away.

A browser saves it as a picture; its caption is copied with what it holds for.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from core.charts.chart import Chart, Data
from core.charts.style import Theme
from ui import components

TRACE = "trace"
"""Session key of the mark that was clicked last, until its answers are shown."""
DRAWN = 64
"""Figures kept for all sessions, of some 50 KB each: to draw one takes as long as a page."""
FORMATS = {"png": "PNG", "svg": "SVG"}
FORMAT = "charting.format"
"""Session key of the format in which charts are saved."""
SOURCE = "charting.source"
"""Session key of what the charts of this page hold for."""


def source(text: str) -> None:
    """Say what the charts of this page hold for: model, questions, day; "" for nothing known."""
    st.session_state[SOURCE] = text


def config(name: str) -> dict[str, object]:
    """Return plotly's settings: pointed at, a chart offers to be saved as a picture of that name.

    The browser makes the picture.
    """
    format_ = st.session_state.get(FORMAT, "png")
    day = re.sub(r"[^\w.-]+", "-", st.session_state.get(SOURCE, "")).strip("-")
    saved = {"format": format_, "filename": "-".join(filter(None, (name, day)))}
    return {
        "displaylogo": False,
        "displayModeBar": "hover",
        "modeBarButtons": [["toImage"]],
        "scrollZoom": False,
        "toImageButtonOptions": saved | {"scale": 1 if format_ == "svg" else 2},
    }


def theme() -> Theme:
    """Return the theme of this session, "light" until the browser has said."""
    return "dark" if st.context.theme.type == "dark" else "light"


def drawn(chart: Chart[Data], data: Data) -> go.Figure:
    """Return a chart's figure of these data in this session's theme, kept by what they hold.

    It is shared: nobody may change it.
    """
    look = theme()
    content = hashlib.sha256(repr(data).encode()).hexdigest()
    return _drawn(chart.key, content, look, lambda: chart.figure(data, look))


@st.cache_resource(max_entries=DRAWN, show_spinner=False)
def _drawn(key: str, content: str, look: str, _make: Callable[[], go.Figure]) -> go.Figure:
    return _make()


def figure(chart: go.Figure, key: str) -> None:
    """Show a figure with its own colours: Streamlit's palette changes too late.

    A click on a mark that carries a trace leaves it in the session for `ui.evaluate.traced`.
    """
    if not any(data.customdata is not None for data in chart.data):
        st.plotly_chart(chart, key=f"chart.{key}", theme=None, config=config(key))
        return
    # A new key after each click: else the mark stays chosen, and a second click would undo it.
    name = f"chart.{key}.{st.session_state.get(f'clicks.{key}', 0)}"
    clicked = partial(_clicked, key, name)
    st.plotly_chart(
        chart, key=name, theme=None, config=config(key), on_select=clicked, selection_mode="points"
    )


def _clicked(key: str, name: str) -> None:
    points = st.session_state[name]["selection"]["points"]
    marks = [point["customdata"] for point in points if isinstance(point.get("customdata"), dict)]
    if marks:
        st.session_state[f"clicks.{key}"] = st.session_state.get(f"clicks.{key}", 0) + 1
        st.session_state[TRACE] = marks[0]


def show(chart: Chart[Data], data: Data, of: str = "") -> None:
    """Show a chart under its title, with its two sentences and its table.

    Args:
        of: The id of what the data are of, where a page can show several.
    """
    key = f"{chart.key}.{of}" if of else chart.key
    shows, hides = chart.sentences(data)
    with st.container(border=True):
        st.subheader(chart.title, anchor=False)
        st.caption(f"**Shown:** {components.plain(shows)}")
        figure(drawn(chart, data), key)
        st.caption(f"**Limits:** {components.plain(hides)}")
        with st.expander("The numbers as a table", icon=":material/table:"):
            st.dataframe(chart.table(data), hide_index=True, key=f"table.{key}")
        taken_along(key, caption(chart, data))


def caption(chart: Chart[Data], data: Data) -> str:
    """Return what is said of a chart, with what it holds for: a copy of it misleads nobody."""
    shows, hides = chart.sentences(data)
    holds = st.session_state.get(SOURCE)
    lines = (f"{chart.title}. {shows}", f"Limits: {hides}" * bool(hides), holds)
    return "\n".join(filter(None, lines))


def taken_along(key: str, text: str) -> None:
    """Offer a chart's caption to be copied, and the format of its picture."""
    with st.popover("Save or copy", icon=":material/ios_share:", type="tertiary"):
        st.caption("The caption, to stand below a copy of the chart:")
        st.code(text, language=None, wrap_lines=True)
        st.caption("The camera above the chart, there when you point at it, saves it as")
        name = f"{FORMAT}.{key}"
        st.session_state[name] = st.session_state.get(FORMAT, "png")
        st.segmented_control(
            "Format",
            list(FORMATS),
            format_func=FORMATS.__getitem__,
            key=name,
            required=True,
            label_visibility="collapsed",
            on_change=lambda: st.session_state.update({FORMAT: st.session_state[name]}),
        )


def show_all(charts: Iterable[Chart[Data]], data: Data, of: str = "") -> None:
    """Show these charts one below the other."""
    for chart in charts:
        show(chart, data, of)
