"""The planned contrasts of an evaluation as a figure, a table and sentences.

The only place where two arms are said to differ: what is drawn here are paired differences, tested
as docs/method.md, "Paired tests", says.
"""

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import error_bars, zero_line
from core.charts.style import Theme, colour, empty, panels
from core.charts.words import MEASURE_LABELS, Sentences, arm_label
from core.evaluation.scoring.traces import trace
from core.records.contrast import Contrast
from core.records.summary import Summary
from core.records.trace import Trace

STRATUM_WORDS = {"seen": "facts seen in training", "held_out": "facts held out from training"}
WORD_SYMBOLS = {
    "supported": "triangle-right",
    "refuted": "triangle-left",
    "equivalent": "diamond",
    "inconclusive": "circle-open",
    "exploratory": "x-thin-open",
}
"""Colour is never the only signal."""
_SHORT = {"seen": "Seen", "held_out": "Held out"}
_POINTS = 100
_STEP = 1.5
"""Rows that a comparison takes: its name and its word have two lines."""
_LEAST = 10
"""Points that the axis reaches to on both sides at least."""


_COLUMNS = [
    "Questions",
    "Claim",
    "n",
    "Groups",
    "Seeds",
    "Points",
    "95 % from",
    "95 % to",
    "Test",
    "p",
    "p (Holm)",
    "Verdict",
    "First better",
    "Second better",
    "Same, above 0",
    "Both 0",
    "Smallest difference it can show",
    "Questions needed for the margin",
]


def claim(contrast: Contrast) -> str:
    """Return what a contrast asks about, as a short claim."""
    return f"{arm_label(contrast['first'])} over {arm_label(contrast['second'])}"


def differences(contrasts: Sequence[Contrast], theme: Theme = "light") -> go.Figure:
    """Return each difference with its interval and word; a panel a stratum, the margin shaded."""
    strata = list(dict.fromkeys(contrast["stratum"] for contrast in contrasts))
    if not strata:
        return empty("No two arms to compare yet.", theme)
    rows = max(sum(contrast["stratum"] == key for contrast in contrasts) for key in strata)
    titles = [_title(contrasts, key) for key in strata]
    figure = panels(titles, math.ceil(_STEP * rows), theme)
    for panel, key in enumerate(strata, start=1):
        part = [contrast for contrast in contrasts if contrast["stratum"] == key]
        for row, contrast in enumerate(part):
            _difference(figure, panel, _STEP * row, contrast, theme)
        # Drawn last: an empty panel gets no line.
        zero_line(figure, panel, _POINTS * part[0]["margin"], theme)
        names = [claim(contrast).replace(" over ", " over<br>") for contrast in part]
        places = [_STEP * row for row in range(len(part))]
        figure.update_yaxes(tickvals=places, ticktext=names, row=panel, col=1)
    ends = [_POINTS * end for contrast in contrasts for end in contrast["interval"]]
    low, high = min(-_LEAST, *ends), max(_LEAST, *ends)
    # The word stands behind its interval, at 400 px too.
    step = 50 if high - low > 60 else 10
    ticks = [tick for tick in range(-100, 101, step) if low - 5 <= tick <= high + 5]
    return figure.update_xaxes(range=[low - 5, high + 0.55 * (high - low)], tickvals=ticks)


def _title(contrasts: Sequence[Contrast], stratum: str) -> str:
    contrast = next(contrast for contrast in contrasts if contrast["stratum"] == stratum)
    groups = f" in {contrast['groups']:,} groups" if contrast["groups"] != contrast["n"] else ""
    return f"{_SHORT[stratum]}: n = {contrast['n']:,}{groups}"


def _difference(
    figure: go.Figure, panel: int, row: float, contrast: Contrast, theme: Theme
) -> None:
    value = _POINTS * contrast["difference"]
    low, high = (_POINTS * end for end in contrast["interval"])
    ink = colour(contrast["first"], theme)
    figure.add_scatter(
        x=[value],
        y=[row],
        mode="markers",
        name=claim(contrast),
        showlegend=False,
        marker={
            "color": ink,
            "symbol": WORD_SYMBOLS[contrast["verdict"]],
            "size": 12,
            "line": {"color": ink, "width": 2},
        },
        error_x=error_bars([value], [(low, high)], ink),
        hovertemplate=(
            f"{claim(contrast)}: %{{x:.1f}} points ({low:.1f} to {high:.1f})<extra></extra>"
        ),
        customdata=[_mark(contrast)],
        row=panel,
        col=1,
    )
    figure.add_annotation(
        text=f"<b>{value:+.0f}</b><br>{contrast['verdict']}",
        x=high,
        y=row,
        xshift=8,
        xanchor="left",
        align="left",
        showarrow=False,
        font={"size": 11},
        row=panel,
        col=1,
    )


def _mark(contrast: Contrast) -> Trace:
    first, second = contrast["first"], contrast["second"]
    return trace(first, contrast["measure"], against=second, part=contrast["stratum"], split="test")


def differences_table(contrasts: Sequence[Contrast]) -> pd.DataFrame:
    """Return a row for each contrast, with the four counts behind it."""
    rows = [
        (
            STRATUM_WORDS[contrast["stratum"]].capitalize(),
            claim(contrast),
            contrast["n"],
            contrast["groups"],
            contrast["seeds"],
            *(_POINTS * value for value in (contrast["difference"], *contrast["interval"])),
            contrast["test"],
            contrast["p"],
            contrast["p_holm"],
            contrast["verdict"],
            contrast["first_only"],
            contrast["second_only"],
            contrast["both"],
            contrast["neither"],
            None if contrast["smallest"] is None else _POINTS * contrast["smallest"],
            contrast["needed"],
        )
        for contrast in contrasts
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def sentence(contrast: Contrast) -> str:
    """Return one contrast in words that need no statistics."""
    first, second = arm_label(contrast["first"]), arm_label(contrast["second"])
    where = f"On {STRATUM_WORDS[contrast['stratum']]}, {_judged(contrast)}"
    size = (
        f"{_points(contrast['difference'])} in {MEASURE_LABELS[contrast['measure']]} "
        f"({_details(contrast)})"
    )
    margin = f"{_POINTS * contrast['margin']:.0f} points"
    more = f", by more than {margin}" if contrast["beyond_margin"] else ""
    if contrast["verdict"] == "supported":
        return f"{where}{first} answers better than {second}{more}: {size}."
    if contrast["verdict"] == "refuted":
        return f"{where}{first} answers worse than {second}{more}: {size}."
    if contrast["verdict"] == "equivalent":
        return f"{where}{first} and {second} are within {margin} of each other: {size}."
    if contrast["verdict"] == "exploratory":
        few = counted(contrast["n"], contrast["groups"])
        return f"{where}{few} are too few for a verdict on {first} and {second}: {size}."
    return (
        f"{where}it is open whether {first} or {second} answers better: {size}.{_needed(contrast)}"
    )


def _judged(contrast: Contrast) -> str:
    """Say what a verdict is on: the adapters that answered, or fine-tuning from three seeds on."""
    if contrast["on_tuning"]:
        return f"for fine-tuning with {contrast['seeds']} seeds, "
    if not contrast["adapters"]:
        return ""
    few = "this adapter" if contrast["adapters"] == 1 else f"these {contrast['adapters']} adapters"
    return f"for {few}, "


def counted(n: int, groups: int) -> str:
    """Return how many questions there are, and in how many groups where that is not the same."""
    return f"{n:,} questions" + (f" in {groups:,} groups" if groups != n else "")


def _details(contrast: Contrast) -> str:
    low, high = (_POINTS * end for end in contrast["interval"])
    details = (
        f"95 % interval {low:+.0f} to {high:+.0f}; {counted(contrast['n'], contrast['groups'])}"
    )
    p = contrast["p_holm"]
    if p is None:
        return details
    return f"{details}; adjusted p {'< .001' if p < 0.001 else f'= {p:.3f}'.replace('0.', '.')}"


def _needed(contrast: Contrast) -> str:
    """Say how many questions would decide, or that more of the same would not."""
    margin = f"{_POINTS * contrast['margin']:.0f} points"
    if contrast["needed"] is None:
        more = f" More questions alone would hardly show a difference of {margin}; more seeds may."
        return more if contrast["on_tuning"] else ""
    if contrast["needed"] <= contrast["n"]:
        return f" So many could show a difference of {margin}: if there is one, it may be smaller."
    groups = contrast["needed"] * contrast["groups"] / contrast["n"]
    within = f" in {groups:,.0f} groups" if contrast["groups"] < contrast["n"] else ""
    return (
        f" About {contrast['needed']:,} such questions{within} would show a difference of {margin}."
    )


def _points(difference: float) -> str:
    value = round(_POINTS * difference)
    return f"{value:+d} point{'s' * (abs(value) != 1)}"


def differences_sentence(contrasts: Sequence[Contrast], adapters: int = 1) -> Sentences:
    """Return what the chart of differences shows and does not show.

    Args:
        adapters: How many adapters the arms that adapt were answered by.
    """
    if not contrasts:
        return "There are no two arms to compare.", ""
    shown = (
        "Each point is the mean difference of two arms over the same questions, with its 95 % "
        "interval. A difference that surely lies within the shaded margin counts as none."
    )
    hidden = (
        "How it is on other questions, documents or models. The words count only what was planned "
        "before the run; p-values are adjusted for all contrasts together (Holm)."
    )
    if any(contrast["on_tuning"] for contrast in contrasts):
        hidden += (
            " Verdicts on fine-tuning allow for other seeds, not for other settings or training "
            "questions."
        )
    elif adapters:
        claimed = (
            "One adapter was trained: this is a verdict on it"
            if adapters == 1
            else (f"{adapters} adapters were trained: these are verdicts on them")
        )
        hidden += f" {claimed}, not on fine-tuning as such, which takes three seeds or more."
    return shown, hidden


DIFFERENCES: Chart[Summary] = Chart(
    "contrasts",
    "Differences between arms",
    lambda summary, theme: differences(summary["contrasts"], theme),
    lambda summary: differences_table(summary["contrasts"]),
    lambda summary: differences_sentence(summary["contrasts"], summary["adapters"]),
    lambda summary: bool(summary["contrasts"]),
)
