"""How right each arm is: figure, table and sentences over a summary."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import draw, mark_guess
from core.charts.style import Theme, colour, empty, footnote, panels
from core.charts.words import (
    MEASURE_LABELS,
    ONE_ARM,
    STRATUM_LABELS,
    Sentences,
    arm_label,
    by_stratum,
    failures,
    listed,
    model_name,
    questions_note,
    questions_sentence,
    scaled,
)
from core.evaluation.scoring.traces import trace
from core.prompts import SENTINEL
from core.records.scored import Measure
from core.records.summary import StratumFigures, Summary
from core.records.trace import Trace


def accuracy(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return each arm's measures with their intervals; a panel a stratum, never pooled."""
    arms = summary["arms"]
    strata = [key for key in STRATUM_LABELS if any(key in arm["strata"] for arm in arms.values())]
    if not strata:
        return empty("No answers yet.", theme)
    # A blank row parts the measures.
    step = len(arms) + 1
    titles = [_stratum_title(summary, key) for key in strata]
    figure = panels(titles, len(MEASURE_LABELS) * step - 1, theme, legend=True)
    named: set[str] = set()
    for panel, key in enumerate(strata, start=1):
        for at, (arm, figures) in enumerate(arms.items()):
            if key in figures["strata"]:
                rows = [float(measure * step + at) for measure in range(len(MEASURE_LABELS))]
                traces = [trace(arm, measure, part=key) for measure in MEASURE_LABELS]
                part = figures["strata"][key]
                _measures(figure, panel, arm, rows, part, theme, arm not in named, traces)
                named.add(arm)
        if key in summary.get("guess", {}):
            mark_guess(figure, panel, 100 * summary["guess"][key], theme)
    middles = [measure * step + (len(arms) - 1) / 2 for measure in range(len(MEASURE_LABELS))]
    figure.update_yaxes(tickvals=middles, ticktext=list(MEASURE_LABELS.values()))
    ticks = [0, 25, 50, 75, 100]
    # A value is written behind its interval, so there is room beyond 100.
    figure.update_xaxes(range=[-2, 114], tickvals=ticks, ticktext=[f"{t} %" for t in ticks])
    return footnote(figure, questions_note(summary))


def _stratum_title(summary: Summary, key: str) -> str:
    parts = [arm["strata"][key] for arm in summary["arms"].values() if key in arm["strata"]]
    n, groups = max(part["n"] for part in parts), max(part["groups"] for part in parts)
    short = STRATUM_LABELS[key].removesuffix(" from training").removesuffix(" in training")
    return f"{short}: n = {n} in {groups} group{'s' * (groups != 1)}"


def _measures(
    figure: go.Figure,
    panel: int,
    arm: str,
    rows: list[float],
    part: StratumFigures,
    theme: Theme,
    legend: bool,
    traces: list[Trace],
) -> None:
    values = [100 * part[key] for key in MEASURE_LABELS]
    ends = [[100 * end for end in part["intervals"][key]] for key in MEASURE_LABELS]
    labels = [f"{value:.0f} %" for value in values]
    draw(figure, panel, arm, rows, values, list(ends), labels, theme, legend, traces)
    spread = part.get("spread")
    if spread:
        _seed_marks(figure, panel, arm, rows, spread, theme)


def _seed_marks(
    figure: go.Figure,
    panel: int,
    arm: str,
    rows: list[float],
    spread: dict[Measure, list[float]],
    theme: Theme,
) -> None:
    """Add thin marks where the lowest and the highest of an arm's seeds lie."""
    ends = [100 * end for key in MEASURE_LABELS for end in spread[key]]
    figure.add_scatter(
        x=ends,
        y=[row for row in rows for _ in range(2)],
        mode="markers",
        legendgroup=arm,
        showlegend=False,
        marker={
            "symbol": "line-ns",
            "size": 12,
            "line": {"color": colour(arm, theme), "width": 2},
        },
        hovertemplate=f"{arm_label(arm)}, lowest or highest seed: %{{x:.3g}}<extra></extra>",
        row=panel,
        col=1,
    )


def accuracy_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each stratum, arm and measure; shares in per cent.

    Where an arm has several seeds, the lowest and the highest one's mean stand in two more columns.
    """
    columns = ["Questions", "Arm", "n", "Groups", "Measure", "%", "95 % from", "95 % to", "Guess %"]
    guesses = summary.get("guess", {})
    rows = [
        (
            STRATUM_LABELS[key],
            arm_label(arm),
            part["n"],
            part["groups"],
            label,
            *(100 * value for value in (part[measure], *part["intervals"][measure])),
            scaled(guesses.get(key), 100),
        )
        for key, arm, part in by_stratum(summary)
        for measure, label in MEASURE_LABELS.items()
    ]
    table = pd.DataFrame(rows, columns=columns)
    spreads = [
        [scaled(end, 100) for end in _spread_ends(part, measure)]
        for _, _, part in by_stratum(summary)
        for measure in MEASURE_LABELS
    ]
    if any(low is not None for low, _ in spreads):
        table[["Lowest seed %", "Highest seed %"]] = spreads
    return table


def _spread_ends(part: StratumFigures, measure: Measure) -> Sequence[float | None]:
    spread = part.get("spread")
    return spread[measure] if spread else (None, None)


def accuracy_sentence(summary: Summary) -> Sentences:
    """Return what the accuracy chart shows and does not show."""
    parts = list(by_stratum(summary))
    if not parts:
        return "There are no answers to show.", ""
    shown = []
    for key, label in STRATUM_LABELS.items():
        values = {arm: part["containment"] for stratum, arm, part in parts if stratum == key}
        if values:
            shares = listed(f"{arm_label(arm)} {100 * v:.0f} %" for arm, v in values.items())
            n = max(part["n"] for stratum, _, part in parts if stratum == key)
            right = "contain an expected answer"
            if key == "unanswerable":
                right = f'say "{SENTINEL}"'
            guess = summary.get("guess", {}).get(key)
            drawn = f" (a blind guess: {100 * guess:.0f} %)" if guess is not None else ""
            shown.append(
                f"{label} ({n} questions), share of answers that {right}: {shares}{drawn}."
            )
            shown += _seeds_said(summary, key)
    lengths = {arm: f["answer_words"] for arm, f in summary["arms"].items()}
    words = listed(f"{arm_label(a)} {n:g}" for a, n in lengths.items() if n is not None)
    if words:
        shown.append(f"Median words per answer: {words}.")
    failed = failures(summary)
    if failed:
        shown.append(failed)
    several = any(part.get("spread") for _, _, part in parts)
    seeds = "Intervals allow for other questions, not for other seeds. " * several
    return " ".join(shown) + questions_sentence(summary), (
        f"{ONE_ARM} {seeds}Containment favours long answers, exact match short ones. The figures "
        f"hold for {model_name(summary)} and these questions; with a larger model the order may be "
        "reversed."
    )


def _seeds_said(summary: Summary, stratum: str) -> list[str]:
    """Say how far the seeds of an arm lie apart; nothing where each has one."""
    told = [
        (figures["seeds"], f"{arm_label(arm)} {100 * low:.0f} to {100 * high:.0f} %")
        for arm, figures in summary["arms"].items()
        if stratum in figures["strata"] and (spread := figures["strata"][stratum].get("spread"))
        for low, high in [spread["containment"]]
    ]
    if not told:
        return []
    seeds = listed(dict.fromkeys(str(count) for count, _ in told))
    return [
        f"That is the mean of {seeds} seeds: trainings that differ only in their random start. "
        f"Lowest to highest (thin marks): {listed(text for _, text in told)}."
    ]


ACCURACY = Chart("accuracy", "Accuracy", accuracy, accuracy_table, accuracy_sentence)
