"""After documents changed: how often each arm says the new value, and how often the old one."""

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.measures.panel import Value, panel, scope_cells
from core.charts.style import Theme
from core.charts.words import Sentences, listed
from core.records.four_measures import FourMeasures, MeasuredArm

KINDS = ("new value", "old value")


def has_freshness(measures: FourMeasures) -> bool:
    """Whether any arm was asked about facts that changed."""
    return any(arm["fresh"] for arm in measures["arms"])


def freshness(measures: FourMeasures, theme: Theme = "light") -> go.Figure:
    """Return each arm's shares of new and of old values."""
    rows = [(arm["arm"], _values(arm)) for arm in measures["arms"]]
    figure = panel("Freshness", KINDS, "of 100 changed facts it knew", rows, theme)
    return figure.update_xaxes(range=[-4, 160], tickvals=[0, 50, 100])


def _values(arm: MeasuredArm) -> list[Value]:
    fresh = arm["fresh"]
    if fresh is None:
        return [Value(None, None, "not measured")]
    if not fresh["n"]:
        return [Value(None, None, "none asked")]
    shares = ((fresh["new"], fresh["new_interval"]), (fresh["old"], fresh["old_interval"]))
    return [
        Value(100 * share, [100 * end for end in ends], f"{100 * share:.0f} %", hollow=bool(number))
        for number, (share, ends) in enumerate(shares)
    ]


def freshness_table(measures: FourMeasures) -> pd.DataFrame:
    """Return a row for each arm, in per cent; seconds are missing where it never caught up."""
    return pd.DataFrame(
        {
            "Arm": arm["label"],
            "n": fresh["n"],
            "Groups": fresh["groups"],
            "New, %": 100 * fresh["new"],
            "New, 95 % from": 100 * fresh["new_interval"][0],
            "New, 95 % to": 100 * fresh["new_interval"][1],
            "Old, %": 100 * fresh["old"],
            "Old, 95 % from": 100 * fresh["old_interval"][0],
            "Old, 95 % to": 100 * fresh["old_interval"][1],
            "Seconds until fresh": fresh["seconds"],
            **scope_cells(measures),
        }
        for arm in measures["arms"]
        if (fresh := arm["fresh"]) and fresh["n"]
    )


def freshness_sentence(measures: FourMeasures) -> Sentences:
    """Return what the chart shows and what it does not."""
    asked = [
        (arm["label"], fresh) for arm in measures["arms"] if (fresh := arm["fresh"]) and fresh["n"]
    ]
    shares = listed(
        f"{label} the new value {100 * fresh['new']:.0f}, the old one {100 * fresh['old']:.0f}"
        for label, fresh in asked
    )
    return f"Of 100 changed facts, before anything was trained anew: {shares}.", (
        "Facts that an arm did not know before the change are left out."
    )


FRESHNESS_PANEL = Chart(
    "measures.freshness",
    "Freshness",
    freshness,
    freshness_table,
    freshness_sentence,
    has_freshness,
)
