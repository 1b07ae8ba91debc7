"""Where an arm is right: figure, table and sentences over the `slices` of a summary."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.marks import PER_CENT, Mark, arm_legend, ends_words, marks, per_cent_ends, quoted
from core.charts.style import Theme, empty, panels
from core.charts.words import MEASURE_LABELS, STRATUM_LABELS, Sentences, arm_label
from core.evaluation.scoring.traces import trace
from core.records.slices import Slice
from core.records.summary import Summary

BY_LABELS = {
    "kind": "Kind of question",
    "document": "Document",
    "question_words": "Length of the question",
    "gold_words": "Length of the expected answer",
}
_ARM_STEP = 0.5
"""Rows from an arm to the next within a slice."""
_GAP = 0.6
"""Rows between slices."""


def offered(summary: Summary) -> list[str]:
    """Return what these questions can be sliced by, in the order of `BY_LABELS`."""
    there = {cut["by"] for cut in summary["slices"]}
    return [by for by in BY_LABELS if by in there]


def _strata(summary: Summary, by: str) -> dict[str, list[Slice]]:
    own = [cut for cut in summary["slices"] if cut["by"] == by]
    grouped = {key: [cut for cut in own if cut["stratum"] == key] for key in STRATUM_LABELS}
    return {key: part for key, part in grouped.items() if part}


def slice_name(cut: Slice) -> str:
    """Return what a slice is called; the user's words are in it as they stand."""
    values = cut["values"]
    if cut["by"] in ("question_words", "gold_words"):
        words = [value for value in values if isinstance(value, int)]
        low, high = min(words), max(words)
        band = f"{low}" if low == high else f"{low} to {high}"
        return f"{band} word{'s' * (high != 1)}"
    if len(values) > 1:
        return f"{len(values)} others together"
    return "not known" if values[0] is None else str(values[0])


def where(summary: Summary, by: str, theme: Theme = "light") -> go.Figure:
    """Return each arm's mean in each slice with its interval; a panel a stratum."""
    strata = _strata(summary, by)
    if not strata:
        return empty("There is nothing to slice these questions by.", theme)
    every = [cut for part in strata.values() for cut in part]
    arms = list(dict.fromkeys(arm for cut in every for arm in cut["arms"]))
    step = _ARM_STEP * len(arms) + _GAP
    measure = MEASURE_LABELS[every[0]["measure"]]
    titles = [f"{STRATUM_LABELS[key]}: mean {measure}" for key in strata]
    heights = [max(2, round(step * len(part))) for part in strata.values()]
    figure = panels(titles, heights, theme, legend=True)
    for panel, part in enumerate(strata.values(), start=1):
        for at, arm in enumerate(arms):
            rows = [step * row + _ARM_STEP * at for row in range(len(part))]
            points = [
                _mark(cut, arm, row)
                for cut, row in zip(part, rows, strict=True)
                if arm in cut["arms"]
            ]
            marks(figure, panel, arm, points, theme, size=8)
        middle = _ARM_STEP * (len(arms) - 1) / 2
        figure.update_yaxes(
            tickvals=[step * row + middle for row in range(len(part))],
            ticktext=[f"{quoted(slice_name(cut), 22)}<br>n = {cut['n']:,}" for cut in part],
            range=[step * len(part) - _GAP, -_GAP],
            row=panel,
            col=1,
        )
    ticks = [0, 25, 50, 75, 100]
    figure.update_xaxes(range=[-3, 109], tickvals=ticks, ticktext=[f"{t} %" for t in ticks])
    return arm_legend(figure, arms, theme)


def _mark(cut: Slice, arm: str, row: float) -> Mark:
    figures, values = cut["arms"][arm], cut["values"]
    mean, interval = figures["mean"], figures["interval"]
    groups = f" in {figures['groups']:,} groups" if figures["groups"] != figures["n"] else ""
    wanted = values if len(values) > 1 else values[0]
    chosen: dict[str, object] = {"part": cut["stratum"], cut["by"]: wanted}
    hover = (
        f"{arm_label(arm)}, {quoted(slice_name(cut), 60)}: {PER_CENT * mean:.0f} %"
        f"<br>{ends_words(interval)}; n = {figures['n']:,}{groups}"
    )
    return Mark(
        PER_CENT * mean,
        row,
        hover,
        trace(arm, cut["measure"]) | {"where": chosen},
        across=per_cent_ends(interval),
        thin=figures["thin"],
    )


def where_table(summary: Summary, by: str) -> pd.DataFrame:
    """Return a row for each stratum, slice and arm; shares in per cent."""
    rows = [
        (
            STRATUM_LABELS[key],
            _table_name(cut),
            arm_label(arm),
            figures["n"],
            figures["groups"],
            PER_CENT * figures["mean"],
            *(per_cent_ends(figures["interval"]) or (None, None)),
        )
        for key, part in _strata(summary, by).items()
        for cut in part
        for arm, figures in cut["arms"].items()
    ]
    measure = MEASURE_LABELS[summary["slices"][0]["measure"]] if summary["slices"] else ""
    columns = [
        "Questions",
        BY_LABELS[by],
        "Arm",
        "n",
        "Groups",
        f"{measure} %",
        "95 % from",
        "95 % to",
    ]
    return pd.DataFrame(rows, columns=columns)


def _table_name(cut: Slice) -> str:
    """Return a slice's name, and where small ones are together, theirs."""
    name = slice_name(cut)
    together = cut["by"] in ("kind", "document") and len(cut["values"]) > 1
    return f"{name}: {', '.join(str(value) for value in cut['values'])}" if together else name


def where_sentence(summary: Summary, by: str) -> Sentences:
    """Return what the chart of slices shows and does not show."""
    strata = _strata(summary, by)
    if not strata:
        return "There is nothing to slice these questions by.", ""
    measure = MEASURE_LABELS[next(iter(strata.values()))[0]["measure"]]
    shown = f"Each arm's mean {measure} by {BY_LABELS[by].lower()}, with its 95 % interval."
    for key, part in strata.items():
        ranges = "; ".join(filter(None, (_range(part, arm) for arm in part[0]["arms"])))
        if ranges:
            shown += f" {STRATUM_LABELS[key]}: {ranges}."
    every = [cut for part in strata.values() for cut in part]
    if any(figures["thin"] for cut in every for figures in cut["arms"].values()):
        shown += " Hollow marks rest on few questions or few groups and say next to nothing."
    return shown, (
        "A hint where to look, not a finding: no slice was planned before the run and nothing is "
        "adjusted for how many there are, so some stand out by chance alone. Unanswerable "
        "questions are left out."
    )


def _range(part: Sequence[Slice], arm: str) -> str:
    """Return an arm's worst and best slice; "" if fewer than two have enough questions."""
    solid = [cut for cut in part if arm in cut["arms"] and not cut["arms"][arm]["thin"]]
    if len(solid) < 2:
        return ""
    ordered = sorted(solid, key=lambda cut: float(cut["arms"][arm]["mean"]))
    low, high = (
        f"{PER_CENT * cut['arms'][arm]['mean']:.0f} % ({slice_name(cut)})"
        for cut in (ordered[0], ordered[-1])
    )
    return f"{arm_label(arm)} from {low} to {high}"


def sliced(by: str) -> Chart[Summary]:
    """Return the chart of the slices by one of `BY_LABELS`."""
    return Chart(
        f"where.{by}",
        f"Where: by {BY_LABELS[by].lower()}",
        lambda summary, theme: where(summary, by, theme),
        lambda summary: where_table(summary, by),
        lambda summary: where_sentence(summary, by),
        lambda summary: by in offered(summary),
    )
