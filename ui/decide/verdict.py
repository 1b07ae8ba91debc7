"""The first screen of a verdict: the answer, four measures side by side, what it holds for."""

from functools import partial
from pathlib import Path

import streamlit as st

from core.charts.catalogue import MEASURES
from core.charts.chart import Chart
from core.charts.measures.cost import price_note
from core.errors import AppError
from core.records.claim import Claims
from core.records.four_measures import FourMeasures, Scope
from core.records.project import ProjectRow
from ui import charting, components, menu, services, state, wording
from ui.decide import measuring

MISSING = {
    "measures.accuracy": ("No question with an answer was asked.", "evaluate", "Ask some"),
    "measures.latency": ("No answer was timed alone.", "evaluate", "Time some answers"),
    "measures.cost": ("No price is set.", "evaluate", "Set prices, half a minute"),
    "measures.freshness": ("No documents were changed yet.", "freshness", "Change some"),
}
"""By chart: why it is empty, and where that is mended."""
WAYS = ("recommend", "present")
REPORTS = {
    "html": ("Web page", "text/html"),
    "pdf": ("PDF", "application/pdf"),
    "pptx": (
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "md": ("Decision record, Markdown", "text/markdown"),
    "xlsx": ("Tables, Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""Formats of a report, with their words and media types."""


def measured(project: ProjectRow) -> FourMeasures | None:
    """Return the four measures of the evaluation that the address names, else of the newest.

    None where the project has none that is finished, or the address names one that is not here or
    not finished; that is said, with the way to one.
    """
    if not project["complete"]:
        text = (
            "Nothing was measured yet. The verdict appears once your questions were asked of "
            "every arm."
        )
        components.empty(text, "evaluate", "Run an evaluation", "gavel")
        return None
    named = state.from_url("evaluation")
    try:
        return services.client().four_measures(project=project["id"], evaluation=named)
    except AppError as failure:
        if named is None:
            raise
        components.error(failure)
        st.button(
            "Show the newest evaluation",
            key="verdict.newest",
            on_click=lambda: state.to_url("evaluation", None),
        )
        return None


def claims_of(measures: FourMeasures, project: ProjectRow) -> Claims:
    """Return the claims as the same evaluation judges them."""
    evaluation = measures["scope"]["evaluation"]
    return services.client().claims(project=project["id"], evaluation=evaluation)


def headline(measures: FourMeasures) -> None:
    """Show the answer as a sentence, what else was found, and how sure it is."""
    st.subheader(components.plain(measures["headline"]), anchor=False)
    st.markdown(components.plain(" ".join(measures["more"])))
    st.caption(components.plain(measures["how_sure"]))


def panels(measures: FourMeasures, project: ProjectRow) -> None:
    """Show the four measures side by side."""
    charting.source(holds_for(measures["scope"], price_note(measures)))
    columns = st.columns(len(MEASURES), gap="small")
    for column, chart in zip(columns, MEASURES, strict=True):
        with column:
            if chart.offered(measures):
                charting.figure(charting.drawn(chart, measures), chart.key)
            else:
                _missing(chart, measures, project)


def _missing(chart: Chart[FourMeasures], measures: FourMeasures, project: ProjectRow) -> None:
    why, page, label = MISSING[chart.key]
    about = measuring.about(claims_of(measures, project)).get(chart.key, "")
    with st.container(border=True):
        st.markdown(f"**{chart.title}**")
        st.caption(f"Not measured yet. {why}")
        menu.link(page, f"{label}{about}")


def ways(project: ProjectRow, measures: FourMeasures) -> None:
    """Show the ways on: the pages that decide, and the report."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        for key in WAYS:
            if key in menu.ENTRIES:
                menu.link(key)
        with st.popover("Report", icon=":material/summarize:", type="tertiary"):
            _reports(project, measures["scope"]["evaluation"])


def _reports(project: ProjectRow, evaluation: str) -> None:
    """Offer the report in each format; it is written when it is asked for."""
    for key, (label, media) in REPORTS.items():
        st.download_button(
            label,
            partial(_written, project["id"], evaluation, key),
            f"{project['name']}.{key}",
            media,
            key=f"verdict.report.{key}",
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )


def _written(project: str, evaluation: str, format_: str) -> bytes:
    report = services.client().report(project=project, format=format_, evaluation=evaluation)
    return Path(report["path"]).read_bytes()


def scope_line(measures: FourMeasures) -> None:
    """Say below everything, wherever the page is scrolled to, what the figures hold for."""
    scope = measures["scope"]
    with st.bottom:
        held = components.plain(holds_for(scope, price_note(measures)))
        st.caption(f":material/info: Holds for {held}")


def holds_for(scope: Scope, prices: str = "") -> str:
    """Return what figures hold for: model, documents, questions, day, whether it was recorded."""
    parts = (
        f"{scope['model']}",
        wording.counted(scope["documents"], "document"),
        f"{wording.counted(scope['n'], 'question')} in {scope['groups']:,} groups",
        wording.counted(scope["seeds"], "adapter") if scope["seeds"] else "",
        wording.day(scope["measured_at"]),
        prices,
        "recorded" if scope["recorded"] else "",
    )
    return " · ".join(filter(None, parts))


def tables(measures: FourMeasures) -> None:
    """Show the numbers of the four charts and what they say, one below the other."""
    with st.expander("The numbers of the four charts", icon=":material/table:"):
        for chart in MEASURES:
            if chart.offered(measures):
                shows, limits = chart.sentences(measures)
                st.markdown(f"**{chart.title}.** {components.plain(shows)}")
                st.caption(f"**Limits:** {components.plain(limits)}")
                st.dataframe(chart.table(measures), hide_index=True, key=f"table.{chart.key}")
                charting.taken_along(chart.key, charting.caption(chart, measures))


def limits(measures: FourMeasures) -> None:
    """Say what the verdict does not show, the largest uncertainty first."""
    if measures["limits"]:
        st.subheader("Limits", anchor=False)
        st.markdown("\n".join(f"- {components.plain(limit)}" for limit in measures["limits"]))
