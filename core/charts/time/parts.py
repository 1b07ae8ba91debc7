"""Where an answer's time goes: embedding, searching, assembling, reading, writing.

Figure, table and sentences over `parts_ms` of a summary's arms (`core.evaluation.figures.latency`).
"""

from collections.abc import Iterable
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import pattern_legend, segment, write
from core.charts.style import Theme, empty, footnote, panels
from core.charts.time.words import served_sentence, timed_sentence
from core.charts.words import (
    Sentences,
    arm_label,
    questions_note,
    questions_sentence,
    short_number,
)
from core.evaluation.scoring.traces import trace
from core.records.summary import Summary

Kind = Literal["embed_ms", "search_ms", "other_ms", "prefill_ms", "decode_ms"]
KINDS: dict[Kind, tuple[str, str]] = {
    "embed_ms": ("embedding", "x"),
    "search_ms": ("searching", "."),
    "other_ms": ("assembling", "-"),
    "prefill_ms": ("reading", "/"),
    "decode_ms": ("writing", ""),
}
"""In the order they happen; words so short that the legend has two lines at 400 px."""
LABEL_ROOM = 1.5
"""Length of an axis over its largest value: room for a label behind that, at 400 px too."""


def _parts(summary: Summary) -> dict[str, dict[Kind, float]]:
    """Return the mean parts of the arms that were timed, in the order of `KINDS`."""
    measured = {arm: f["parts_ms"] for arm, f in summary["arms"].items()}
    return {arm: {key: parts[key] for key in KINDS} for arm, parts in measured.items() if parts}


def in_unit(times_ms: Iterable[float]) -> tuple[float, str]:
    """Return the factor from ms and the unit: seconds once one is reached."""
    return (0.001, "s") if max(times_ms, default=0) >= 1000 else (1.0, "ms")


def parts(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return each arm's mean latency as a bar of its parts."""
    by_arm = _parts(summary)
    if not by_arm:
        return empty("No times yet.", theme)
    wholes = {arm: sum(means.values()) for arm, means in by_arm.items()}
    factor, unit = in_unit(wholes.values())
    figure = panels(["Mean to first token / whole answer"], len(by_arm), theme, True)
    for row, (arm, means) in enumerate(by_arm.items()):
        for key, kind in KINDS.items():
            text = f"{arm_label(arm)}, {kind[0]}: {said(means[key], factor)} {unit}"
            drawn = len(figure.data)
            segment(figure, 1, row, arm, means[key] * factor, kind, text, theme)
            for bar in figure.data[drawn:]:
                bar.customdata = [trace(arm, "latency_ms" if key == "other_ms" else key)]
        first = wholes[arm] - means["decode_ms"]
        label = f"{said(first, factor)} / {said(wholes[arm], factor)} {unit}"
        write(figure, 1, arm, [row], [wholes[arm] * factor], [label], theme)
    pattern_legend(figure, dict(KINDS.values()), theme)
    name_rows(figure, by_arm)
    reach = [0, max(wholes.values()) * factor * LABEL_ROOM or 1]
    figure.update_xaxes(range=reach, ticksuffix=f" {unit}")
    return footnote(figure, questions_note(summary))


def parts_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each arm, in ms."""
    rows = [
        (
            arm_label(arm),
            *means.values(),
            sum(means.values()) - means["decode_ms"],
            sum(means.values()),
        )
        for arm, means in _parts(summary).items()
    ]
    names = [f"{label[0].upper()}{label[1:]} (ms)" for label, _ in KINDS.values()]
    columns = ["Arm", *names, "First token (ms)", "Latency (ms)"]
    return pd.DataFrame(rows, columns=columns)


def parts_sentence(summary: Summary) -> Sentences:
    """Return what the chart of parts shows and does not show, with its formula."""
    by_arm = _parts(summary)
    if not by_arm:
        return "There are no times to show.", ""
    factor, unit = in_unit(sum(means.values()) for means in by_arm.values())
    lines = []
    for arm, means in by_arm.items():
        whole = sum(means.values())
        most = max(KINDS, key=lambda key: means[key])
        share = f"{100 * means[most] / whole:.0f} %" if whole else "nothing"
        lines.append(f"{arm_label(arm)} {said(whole, factor)} {unit}, {share} {KINDS[most][0]}")
    timed = any(figures["fixed"] for figures in summary["arms"].values())
    only = "" if timed else " Each arm ended its answers by itself."
    shown = (
        f"Mean time of an answer: {'; '.join(lines)}. First token = embedding the question + "
        "searching passages + assembling the prompt + reading it; latency = first token + writing "
        f"the rest.{only}"
    )
    shown += timed_sentence(summary) + served_sentence(summary)
    return shown + questions_sentence(summary), (
        "These are means, since means add up and medians do not; a few slow answers raise them. "
        "Measured one question at a time; load or other hardware will change it."
    )


def said(time_ms: float, factor: float) -> str:
    """Return a time in the unit of a factor."""
    return short_number(time_ms * factor)


def name_rows(figure: go.Figure, arms: Iterable[str]) -> None:
    """Write the arms' names beside their rows."""
    names = [arm_label(arm) for arm in arms]
    figure.update_yaxes(tickvals=list(range(len(names))), ticktext=names)


PARTS = Chart("parts", "Where the time goes", parts, parts_table, parts_sentence)
