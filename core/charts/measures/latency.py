"""How long half of each arm's answers take at most."""

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.measures.panel import Value, panel, room, scope_cells
from core.charts.style import Theme
from core.charts.words import Sentences, listed, scaled, short_number
from core.records.four_measures import FourMeasures, MeasuredArm

_SECOND = 1000.0
_LONG = 1000.0
"""A median of so many ms is shown in seconds."""


def has_latency(measures: FourMeasures) -> bool:
    """Whether any answer was timed alone."""
    return any(_median(arm) is not None for arm in measures["arms"])


def _median(arm: MeasuredArm) -> float | None:
    return arm["latency"]["p50"] if arm["latency"] else None


def _unit(measures: FourMeasures) -> tuple[float, str]:
    longest = max(_median(arm) or 0.0 for arm in measures["arms"])
    return (1 / _SECOND, "s") if longest >= _LONG else (1.0, "ms")


def latency(measures: FourMeasures, theme: Theme = "light") -> go.Figure:
    """Return each arm's median latency."""
    factor, unit = _unit(measures)
    rows = [(arm["arm"], [_value(arm, factor, unit)]) for arm in measures["arms"]]
    figure = panel("Latency", [], "half of the answers came within", rows, theme)
    return figure.update_xaxes(range=room(rows))


def _value(arm: MeasuredArm, factor: float, unit: str) -> Value:
    median, times = _median(arm), arm["latency"]
    if median is None or times is None:
        return Value(None, None, "not timed")
    ends = times["p50_interval"] and [end * factor for end in times["p50_interval"]]
    return Value(median * factor, ends, f"{short_number(median * factor)} {unit}")


def latency_table(measures: FourMeasures) -> pd.DataFrame:
    """Return a row for each arm, in ms; p95 is missing below 200 timed answers."""
    rows = []
    for arm in measures["arms"]:
        times = arm["latency"] or {"p50": None, "p50_interval": None, "p95": None}
        low, high = times["p50_interval"] or (None, None)
        cells = {
            "p50, ms": times["p50"],
            "95 % from": low,
            "95 % to": high,
            "p95, ms": times["p95"],
        }
        rows.append({"Arm": arm["label"], **cells, **scope_cells(measures)})
    return pd.DataFrame(rows)


def latency_sentence(measures: FourMeasures) -> Sentences:
    """Return what the chart shows and what it does not."""
    factor, unit = _unit(measures)
    medians = ((arm["label"], scaled(_median(arm), factor)) for arm in measures["arms"])
    times = listed(f"{label} {short_number(value)} {unit}" for label, value in medians if value)
    return f"Half of the answers came within: {times}.", (
        "Measured one question at a time, on this machine."
    )


LATENCY_PANEL = Chart(
    "measures.latency", "Latency", latency, latency_table, latency_sentence, has_latency
)
