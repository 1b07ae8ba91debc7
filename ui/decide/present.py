"""Slides on the whole screen: large type, arrow keys, the number in the address."""

from collections.abc import Sequence
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from core.charts.catalogue import MEASURES
from core.decision.slides import MOST, Slide
from core.records.four_measures import FourMeasures
from core.records.project import ProjectRow
from ui import charting, components, menu, state

CHARTS = {chart.key: chart for chart in MEASURES}
SHEET = Path(__file__).with_name("present.css")
CHART_PX = 380
FONT_PX = 18


def number(count: int) -> int:
    """Return which slide the address names, from 1; the first where it names none."""
    named = state.from_url("slide") or ""
    return min(max(int(named), 1), count) if named.isdecimal() else 1


def show(slide: Slide, measures: FourMeasures, project: ProjectRow) -> None:
    """Show a slide; where the project can still answer, the four answers can be had live."""
    st.html(SHEET)
    st.title(components.plain(slide.title), anchor=False)
    chart = CHARTS.get(slide.chart or "")
    if chart:
        figure = enlarged(charting.drawn(chart, measures))
        st.plotly_chart(
            figure, key=f"slide.{slide.key}", theme=None, config=charting.config(slide.key)
        )
    write = st.subheader if chart or len(slide.lines) > MOST else st.header
    for line in slide.lines:
        write(components.plain(line), anchor=False)
    if slide.key == "example" and not project["recorded"]:
        menu.link("ask", "Ask it live")


def enlarged(figure: go.Figure) -> go.Figure:
    """Return a figure in the size of a slide: what is drawn for a panel is too small there."""
    grown = go.Figure(figure)
    grown.update_layout(height=CHART_PX, font={"size": FONT_PX}, title={"font": {"size": FONT_PX}})
    grown.update_layout(margin={"t": 96, "b": 40})
    grown.update_annotations(font={"size": FONT_PX})
    grown.update_traces(textfont={"size": FONT_PX}, selector={"mode": "text"})
    grown.update_traces(marker={"size": 16}, selector={"mode": "markers"})
    return grown


def controls(shown: int, slides: Sequence[Slide]) -> None:
    """Show below a slide what it holds for, and the ways to the others."""
    state.forget("slide")  # Whoever comes back begins anew.
    slide = slides[shown - 1]
    with st.bottom, st.container(horizontal=True, vertical_alignment="center"):
        _step("Back", "arrow_back", "Left", shown - 1, shown == 1)
        _step("Next", "arrow_forward", "Right", shown + 1, shown == len(slides))
        st.caption(f"{shown} of {len(slides)} · {components.plain(slide.foot)}", width="stretch")
        if st.button("Close", icon=":material/close:", key="present.close", shortcut="Escape"):
            st.switch_page(menu.page("verdict"))


def _step(label: str, icon: str, key: str, to: int, end: bool) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"present.{label.lower()}",
        shortcut=key,
        disabled=end,
        on_click=lambda: state.to_url("slide", str(to)),
    )
