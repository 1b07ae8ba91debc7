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
    strata = list(dict.fromkeys(one["stratum"] for one in contrasts))
    if not strata:
        return empty("No two arms to compare yet.", theme)
    rows = max(sum(one["stratum"] == key for one in contrasts) for key in strata)
    titles = [_title(contrasts, key) for key in strata]
    figure = panels(titles, math.ceil(_STEP * rows), theme)
    for panel, key in enumerate(strata, start=1):
        part = [one for one in contrasts if one["stratum"] == key]
        for row, one in enumerate(part):
            _difference(figure, panel, _STEP * row, one, theme)
        # After what is drawn: a panel without any gets no line.
        zero_line(figure, panel, _POINTS * part[0]["margin"], theme)
        names = [claim(one).replace(" over ", " over<br>") for one in part]
        places = [_STEP * row for row in range(len(part))]
        figure.update_yaxes(tickvals=places, ticktext=names, row=panel, col=1)
    ends = [_POINTS * end for one in contrasts for end in one["interval"]]
    low, high = min(-_LEAST, *ends), max(_LEAST, *ends)
    # The word stands behind its interval, at 400 px too.
    step = 50 if high - low > 60 else 10
    ticks = [tick for tick in range(-100, 101, step) if low - 5 <= tick <= high + 5]
    return figure.update_xaxes(range=[low - 5, high + 0.55 * (high - low)], tickvals=ticks)


def _title(contrasts: Sequence[Contrast], stratum: str) -> str:
    one = next(one for one in contrasts if one["stratum"] == stratum)
    groups = f" in {one['groups']:,} groups" if one["groups"] != one["n"] else ""
    return f"{_SHORT[stratum]}: n = {one['n']:,}{groups}"


def _difference(figure: go.Figure, panel: int, row: float, one: Contrast, theme: Theme) -> None:
    value = _POINTS * one["difference"]
    low, high = (_POINTS * end for end in one["interval"])
    ink = colour(one["first"], theme)
    figure.add_scatter(
        x=[value],
        y=[row],
        mode="markers",
        name=claim(one),
        showlegend=False,
        marker={
            "color": ink,
            "symbol": WORD_SYMBOLS[one["verdict"]],
            "size": 12,
            "line": {"color": ink, "width": 2},
        },
        error_x=error_bars([value], [(low, high)], ink),
        hovertemplate=f"{claim(one)}: %{{x:.1f}} points ({low:.1f} to {high:.1f})<extra></extra>",
        customdata=[_mark(one)],
        row=panel,
        col=1,
    )
    figure.add_annotation(
        text=f"<b>{value:+.0f}</b><br>{one['verdict']}",
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


def _mark(one: Contrast) -> Trace:
    first, second = one["first"], one["second"]
    return trace(first, one["measure"], against=second, part=one["stratum"], split="test")


def differences_table(contrasts: Sequence[Contrast]) -> pd.DataFrame:
    """Return a row for each contrast, with the four counts behind it."""
    rows = [
        (
            STRATUM_WORDS[one["stratum"]].capitalize(),
            claim(one),
            one["n"],
            one["groups"],
            one["seeds"],
            *(_POINTS * value for value in (one["difference"], *one["interval"])),
            one["test"],
            one["p"],
            one["p_holm"],
            one["verdict"],
            one["first_only"],
            one["second_only"],
            one["both"],
            one["neither"],
            None if one["smallest"] is None else _POINTS * one["smallest"],
            one["needed"],
        )
        for one in contrasts
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def sentence(one: Contrast) -> str:
    """Return one contrast as somebody without statistics reads it."""
    first, second = arm_label(one["first"]), arm_label(one["second"])
    where = f"On {STRATUM_WORDS[one['stratum']]}, {_judged(one)}"
    size = f"{_points(one['difference'])} in {MEASURE_LABELS[one['measure']]} ({_details(one)})"
    margin = f"{_POINTS * one['margin']:.0f} points"
    more = f", by more than {margin}" if one["beyond_margin"] else ""
    if one["verdict"] == "supported":
        return f"{where}{first} answers better than {second}{more}: {size}."
    if one["verdict"] == "refuted":
        return f"{where}{first} answers worse than {second}{more}: {size}."
    if one["verdict"] == "equivalent":
        return f"{where}{first} and {second} are within {margin} of each other: {size}."
    if one["verdict"] == "exploratory":
        few = counted(one["n"], one["groups"])
        return f"{where}{few} are too few for a verdict on {first} and {second}: {size}."
    return f"{where}it is open whether {first} or {second} answers better: {size}.{_needed(one)}"


def _judged(one: Contrast) -> str:
    """Say what a verdict is on: the adapters that answered, or fine-tuning from three seeds on."""
    if one["on_tuning"]:
        return f"for fine-tuning with {one['seeds']} seeds, "
    if not one["adapters"]:
        return ""
    few = "this adapter" if one["adapters"] == 1 else f"these {one['adapters']} adapters"
    return f"for {few}, "


def counted(n: int, groups: int) -> str:
    """Return how many questions there are, and in how many groups where that is not the same."""
    return f"{n:,} questions" + (f" in {groups:,} groups" if groups != n else "")


def _details(one: Contrast) -> str:
    low, high = (_POINTS * end for end in one["interval"])
    found = f"95 % interval {low:+.0f} to {high:+.0f}; {counted(one['n'], one['groups'])}"
    p = one["p_holm"]
    if p is None:
        return found
    return f"{found}; adjusted p {'< .001' if p < 0.001 else f'= {p:.3f}'.replace('0.', '.')}"


def _needed(one: Contrast) -> str:
    """Say how many questions would decide; more of what is there already would not."""
    margin = f"{_POINTS * one['margin']:.0f} points"
    if one["needed"] is None:
        more = f" More questions alone would hardly show a difference of {margin}; more seeds may."
        return more if one["on_tuning"] else ""
    if one["needed"] <= one["n"]:
        return f" So many could show a difference of {margin}: if there is one, it may be smaller."
    groups = one["needed"] * one["groups"] / one["n"]
    within = f" in {groups:,.0f} groups" if one["groups"] < one["n"] else ""
    return f" About {one['needed']:,} such questions{within} would show a difference of {margin}."


def _points(difference: float) -> str:
    value = round(_POINTS * difference)
    return f"{value:+d} point{'s' * (abs(value) != 1)}"


def differences_sentence(contrasts: Sequence[Contrast], adapters: int = 1) -> Sentences:
    """Return what the chart of differences shows and does not show.

    Args:
        adapters: How many stand behind the arms that adapt.
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
    if any(one["on_tuning"] for one in contrasts):
        hidden += (
            " Verdicts on fine-tuning allow for other seeds, not for other settings or training "
            "questions."
        )
    elif adapters:
        one = (
            "One adapter was trained: this is a verdict on it"
            if adapters == 1
            else (f"{adapters} adapters were trained: these are verdicts on them")
        )
        hidden += f" {one}, not on fine-tuning as such, which takes three seeds or more."
    return shown, hidden


DIFFERENCES: Chart[Summary] = Chart(
    "contrasts",
    "Differences between arms",
    lambda summary, theme: differences(summary["contrasts"], theme),
    lambda summary: differences_table(summary["contrasts"]),
    lambda summary: differences_sentence(summary["contrasts"], summary["adapters"]),
    lambda summary: bool(summary["contrasts"]),
)
