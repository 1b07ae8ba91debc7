"""What a correct answer costs, by stratum."""

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.cost.answer import cost_axis
from core.charts.measures.accuracy import ASKED, STRATA
from core.charts.measures.panel import Value, panel, scope_cells
from core.charts.style import Theme
from core.charts.words import Sentences, listed, scaled, short_number
from core.records.four_measures import FourMeasures, MeasuredArm

_SMALL = 0.01
"""Below so much for a correct answer, costs are shown per 1,000 of them."""


def has_cost(measures: FourMeasures) -> bool:
    """Whether any correct answer has a price."""
    return bool(_known(measures))


def _known(measures: FourMeasures) -> list[float]:
    costs = (cost["per_correct"] for arm in measures["arms"] for cost in arm["cost"].values())
    return [cost for cost in costs if cost is not None]


def cost_unit(measures: FourMeasures) -> tuple[int, str]:
    """Return a factor and what it makes of the costs: "USD per 1,000 correct answers"."""
    scope = measures["scope"]
    many = min(_known(measures)) < _SMALL
    per = "1,000 correct answers" if many else "correct answer"
    return (1000 if many else 1), f"{scope['currency']} per {per}"


def price_note(measures: FourMeasures) -> str:
    """Return where the prices are from."""
    scope = measures["scope"]
    if scope["example_price"]:
        return "example price"
    return f"prices as of {scope['priced_at']}" if scope["priced_at"] else "your prices"


def cost(measures: FourMeasures, theme: Theme = "light") -> go.Figure:
    """Return each arm's cost per correct answer, the strata apart."""
    factor, unit = cost_unit(measures)
    strata = _strata(measures)
    rows = [
        (arm["arm"], [_value(arm, key, factor, key != strata[0]) for key in strata])
        for arm in measures["arms"]
    ]
    kinds = [STRATA[key] for key in strata]
    short = unit.removesuffix(" correct answers").removesuffix(" correct answer")
    shown = panel("Cost per correct answer", kinds, f"{short}, {price_note(measures)}", rows, theme)
    values = [value for _, lanes in rows for value in lanes if value.value is not None]
    ends = [end for value in values for end in (value.interval or [value.value or 0.0])]
    cost_axis(shown, 1, [value.value or 0.0 for value in values], ends)
    return shown


def _strata(measures: FourMeasures) -> list[str]:
    return [key for key in STRATA if any(key in arm["cost"] for arm in measures["arms"])]


def _value(arm: MeasuredArm, stratum: str, factor: int, hollow: bool) -> Value:
    figures = arm["cost"].get(stratum)
    value = scaled(figures["per_correct"], factor) if figures else None
    if figures is None or value is None:
        right = arm["accuracy"].get(stratum)
        none = right is not None and right["share"] == 0
        return Value(None, None, "none right" if none else "no price")
    ends = figures["interval"] and [end * factor for end in figures["interval"]]
    return Value(value, ends, f"{value:.2g}", hollow)


def cost_table(measures: FourMeasures) -> pd.DataFrame:
    """Return a row for each arm and stratum; missing where no answer is right."""
    factor, unit = cost_unit(measures)
    rows = []
    for arm in measures["arms"]:
        for key in _strata(measures):
            figures = arm["cost"].get(key) or {"per_correct": None, "interval": None}
            ends = figures["interval"] or (None, None)
            cells = (scaled(value, factor) for value in (figures["per_correct"], *ends))
            named = dict(zip((unit, "95 % from", "95 % to"), cells, strict=True))
            head = {"Arm": arm["label"], "Questions": STRATA[key]}
            tail = {"Prices": price_note(measures), **scope_cells(measures)}
            rows.append({**head, **named, **tail})
    return pd.DataFrame(rows)


def cost_sentence(measures: FourMeasures) -> Sentences:
    """Return what the chart shows and what it does not."""
    factor, unit = cost_unit(measures)
    parts = []
    for key in _strata(measures):
        costs = (
            (arm["label"], scaled(arm["cost"][key]["per_correct"], factor))
            for arm in measures["arms"]
            if key in arm["cost"]
        )
        figures = listed(
            f"{label} {'no correct answer' if value is None else short_number(value)}"
            for label, value in costs
        )
        parts.append(f"On {ASKED[key]}: {figures}.")
    return f"{unit}, {price_note(measures)}. {' '.join(parts)}", (
        "Training, indexing, storage, updates and people's hours are not included."
    )


COST_PANEL = Chart(
    "measures.cost", "Cost per correct answer", cost, cost_table, cost_sentence, has_cost
)
