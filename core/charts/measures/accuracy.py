"""Of 100 questions, how many each arm has right, by stratum."""

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.measures.panel import Value, panel, scope_cells
from core.charts.style import Theme
from core.charts.words import Sentences, listed
from core.records.four_measures import FourMeasures, MeasuredArm
from core.records.summary import ShareFigures

STRATA = {"seen": "trained on", "held_out": "not trained on"}
"""Strata with their short words; what the documents do not answer is the claims' affair."""
ASKED = {"seen": "facts it was trained on", "held_out": "questions it was not trained on"}
"""The same for sentences."""


def has_accuracy(measures: FourMeasures) -> bool:
    """Whether any arm was asked questions that have an answer."""
    return bool(strata_of(measures))


def strata_of(measures: FourMeasures) -> list[str]:
    """Return the strata that any arm was measured in."""
    return [key for key in STRATA if any(key in arm["accuracy"] for arm in measures["arms"])]


def accuracy(measures: FourMeasures, theme: Theme = "light") -> go.Figure:
    """Return each arm's share of right answers, the strata apart."""
    strata = strata_of(measures)
    rows = [
        (arm["arm"], [_value(arm, key, key != strata[0]) for key in strata])
        for arm in measures["arms"]
    ]
    kinds = [STRATA[key] for key in strata]
    unit = "right of 100 questions" + f" {kinds[0]}" * (len(kinds) == 1)
    figure = panel("Accuracy", kinds, unit, rows, theme)
    return figure.update_xaxes(range=[-4, 160], tickvals=[0, 50, 100])


def _value(arm: MeasuredArm, stratum: str, hollow: bool) -> Value:
    figures = arm["accuracy"].get(stratum)
    if figures is None:
        return Value(None, None, "not asked")
    ends = [100 * end for end in figures["interval"]]
    return Value(100 * figures["share"], ends, f"{100 * figures['share']:.0f} %", hollow)


def accuracy_table(measures: FourMeasures) -> pd.DataFrame:
    """Return a row for each arm and stratum, in per cent."""
    return pd.DataFrame(
        {
            "Arm": arm["label"],
            "Questions": STRATA[key],
            "n": figures["n"],
            "Groups": figures["groups"],
            "Right, %": 100 * figures["share"],
            "95 % from": 100 * figures["interval"][0],
            "95 % to": 100 * figures["interval"][1],
            **scope_cells(measures),
        }
        for arm in measures["arms"]
        for key, figures in arm["accuracy"].items()
        if key in STRATA
    )


def accuracy_sentence(measures: FourMeasures) -> Sentences:
    """Return what the chart shows, in natural frequencies, and what it does not."""
    parts = []
    for key in strata_of(measures):
        measured = [arm for arm in measures["arms"] if key in arm["accuracy"]]
        shares = listed(f"{arm['label']} {of_100(arm['accuracy'][key])}" for arm in measured)
        parts.append(f"On {ASKED[key]}, right of 100: {shares}.")
    return " ".join(parts), (
        "The claims say which differences are more than chance. An answer counts as right if it "
        "contains the expected one."
    )


def of_100(figures: ShareFigures) -> str:
    """Return a share as "48 (41 to 55)"."""
    low, high = (100 * end for end in figures["interval"])
    return f"{100 * figures['share']:.0f} ({low:.0f} to {high:.0f})"


ACCURACY_PANEL = Chart(
    "measures.accuracy", "Accuracy", accuracy, accuracy_table, accuracy_sentence, has_accuracy
)
