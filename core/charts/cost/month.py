"""What a month costs in each arm: queries, updates, people's hours, flat amounts.

Figure, table and sentences over what `core.evaluation.figures.break_even.month_figures` returns;
`core.charts.cost.break_even` has the two-arm comparison.
"""

from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from core.charts.bars import LABEL_ROOM
from core.charts.chart import Chart
from core.charts.drawing import pattern_legend, segment, write
from core.charts.style import Theme, empty, panels
from core.charts.words import STRATUM_LABELS, Sentences, arm_label, currency_named, scaled
from core.evaluation.scoring.traces import trace
from core.records.month import MonthFigures
from core.records.prices import Amount

Kind = Literal["query", "machine", "people", "flat"]
KINDS: dict[Kind, tuple[str, str]] = {
    "query": ("queries", ""),
    "machine": ("machine", "/"),
    "people": ("people (typed)", "x"),
    "flat": ("flat (typed)", "."),
}
"""Words so short that the legend has two lines at 400 px."""
TYPED: dict[Amount, str] = {
    "updates": "updates a month",
    "queries": "queries a month",
    "index_hours": "hours of people for the documents in an update",
    "retrain_hours": "hours of people for training in an update",
    "wage": "wage an hour",
    "index_flat": "flat amount for the index",
    "adapter_flat": "flat amount for serving the adapter",
}


def month(months: MonthFigures, theme: Theme = "light") -> go.Figure:
    """Return what a month costs in each arm, a bar of its parts."""
    wholes = {arm: figures["whole"] for arm, figures in months["arms"].items()}
    if not any(wholes.values()):
        return empty("Type queries or updates a month to see what a month costs.", theme)
    figure = panels([f"{currency(months)} a month"], len(wholes), theme, legend=True)
    for row, arm in enumerate(wholes):
        for key, amount in _parts(months, arm).items():
            text = f"{arm_label(arm)}, {KINDS[key][0]}: {money(amount)} {currency(months)}"
            segment(figure, 1, row, arm, amount, KINDS[key], text, theme)
            if key == "query" and amount:
                figure.data[-1].customdata = [trace(arm, "cost")]
        write(figure, 1, arm, [row], [wholes[arm]], [money(wholes[arm])], theme)
    pattern_legend(figure, dict(KINDS.values()), theme)
    names = [arm_label(arm) for arm in wholes]
    figure.update_yaxes(tickvals=list(range(len(names))), ticktext=names)
    return figure.update_xaxes(range=[0, max(wholes.values()) * LABEL_ROOM])


def _parts(months: MonthFigures, arm: str) -> dict[Kind, float]:
    """Return the parts of an arm's month at the typed updates and queries."""
    updates, queries = months["upkeep"]["updates"] or 0.0, months["upkeep"]["queries"] or 0.0
    times: dict[Kind, float] = {
        "query": queries,
        "machine": updates,
        "people": updates,
        "flat": 1.0,
    }
    return {key: times[key] * months["arms"][arm][key] for key in KINDS}


def month_table(months: MonthFigures) -> pd.DataFrame:
    """Return a row for each arm: its amounts, and its month at the typed updates and queries."""
    factor = _factor(months)
    strata = _strata(months)
    rows = []
    for arm, figures in months["arms"].items():
        right: list[float | None] = []
        for name in strata:
            part = figures["correct"].get(name)
            ends = (part and part["cost_per_correct_interval"]) or (None, None)
            right += [part and part["cost_per_correct"], *ends]
        rows.append(
            (
                arm_label(arm),
                factor * figures["query"],
                figures["machine"],
                figures["people"],
                figures["flat"],
                figures["whole"],
                *(scaled(value, factor) for value in right),
            )
        )
    per = ("A query", "A correct answer")
    if factor > 1:
        per = (f"{factor:,} queries", f"{factor:,} correct answers")
    columns = [
        "Arm",
        per[0],
        "Machine time an update",
        "People an update",
        "Flat a month",
        f"A month in {currency(months)}",
    ]
    for name in strata:
        kind = STRATUM_LABELS[name].lower()
        columns += [f"{per[1]}, {kind}", f"95 % from, {kind}", f"95 % to, {kind}"]
    return pd.DataFrame(rows, columns=columns)


def _strata(months: MonthFigures) -> list[str]:
    """Return the strata that any arm has a cost per correct answer for, or none of its right."""
    return list(dict.fromkeys(name for arm in months["arms"].values() for name in arm["correct"]))


def month_sentence(months: MonthFigures) -> Sentences:
    """Return what the chart of a month shows and does not show."""
    wholes = {arm: figures["whole"] for arm, figures in months["arms"].items()}
    amounts = ", ".join(f"{arm_label(arm)} {money(whole)}" for arm, whole in wholes.items())
    least = arm_label(min(wholes, key=lambda arm: wholes[arm]))
    shown = (
        f"A month of {at(months)} costs in {currency(months)}: {amounts}; "
        f"least in {least}. A month = queries x cost of a query + updates x (machine time + "
        "people's hours x wage) + flat amounts. "
        f"{_machine(months)}"
    )
    return shown, f"{per_correct(months, list(wholes))} {unmeasured(months)}"


def currency(months: MonthFigures) -> str:
    """Return the currency of a month; it says where the price is an example."""
    return currency_named(months["currency"], example=months.get("example", False))


def at(months: MonthFigures) -> str:
    """Return in words the month that the user typed."""
    queries, updates = months["upkeep"]["queries"] or 0, months["upkeep"]["updates"] or 0
    plurals = "y" if queries == 1 else "ies", "" if updates == 1 else "s"
    return f"{queries:,.0f} quer{plurals[0]} and {updates:,.6g} update{plurals[1]}"


def _machine(months: MonthFigures) -> str:
    """Say what was measured of an update: machine time."""
    times = [f"indexing all documents {months['index_s']:,.0f} s"]
    times += [
        f"training {arm_label(arm)} {spent:,.0f} s"
        for arm, spent in months["adapters_s"].items()
        if arm in months["arms"]
    ]
    price = "" if months["priced"] else ", not counted, since a machine hour has no price"
    return f"Machine time of an update was measured: {', '.join(times)}{price}."


def unmeasured(months: MonthFigures) -> str:
    """Say which amounts are not measured, and what is left out."""
    typed = months["upkeep"]
    blank = [label for key, label in TYPED.items() if typed[key] is None]
    dated = f" (as of {months['as_of']})" if months.get("as_of") else ""
    lines = [f"Hours of people, wage and flat amounts are the ones you typed{dated}."]
    if blank:
        lines.append(f"Not typed, so counted as nothing: {', '.join(blank)}.")
    if months["missing"]:
        gone = ", ".join(arm_label(arm) for arm in months["missing"])
        lines.append(f"Left out, since the adapter and its training time were deleted: {gone}.")
    return " ".join(lines)


def per_correct(months: MonthFigures, arms: list[str]) -> str:
    """Remind that a query is no correct answer; say what one costs in these arms, by stratum."""
    factor = _factor(months)
    unit = "a correct answer costs" if factor == 1 else f"{factor:,} correct answers cost"
    lines = ["Cheaper per query is not cheaper per correct answer."]
    for name in _strata(months):
        kind = STRATUM_LABELS[name]
        costs = {arm: _of(months, arm, name) for arm in arms}
        known = {arm: value for arm, value in costs.items() if value is not None}
        none = ", ".join(arm_label(arm) for arm in costs if arm not in known)
        if known:
            listed = ", ".join(_correct(months, arm, name) for arm in known)
            least = arm_label(min(known, key=lambda arm: known[arm]))
            lines.append(f"{kind}: {unit}, upkeep left out: {listed}; least in {least}.")
        if none:
            lines.append(f"{kind}: no correct answer from {none}.")
    return " ".join(lines)


def _of(months: MonthFigures, arm: str, stratum: str) -> float | None:
    part = months["arms"][arm]["correct"].get(stratum)
    return part and part["cost_per_correct"]


def _correct(months: MonthFigures, arm: str, stratum: str) -> str:
    part = months["arms"][arm]["correct"][stratum]
    ends = part["cost_per_correct_interval"]
    low, high = (money(_factor(months) * end) for end in ends or (0, 0))
    interval = f" ({low} to {high})" if ends else ""
    return (
        f"{arm_label(arm)} {money(_factor(months) * (part['cost_per_correct'] or 0.0))}{interval}"
    )


def _factor(months: MonthFigures) -> int:
    """Return how many answers a cost is given for: 1,000 where one costs far below a cent."""
    return 1000 if max(figures["query"] for figures in months["arms"].values()) < 0.01 else 1


def money(amount: float) -> str:
    """Return an amount with two decimals, a small one with two significant digits."""
    return f"{amount:,.2f}" if amount >= 1 or amount == 0 else f"{amount:.2g}"


MONTH = Chart("month", "Cost of a month", month, month_table, month_sentence)
