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
from core.charts.words import MEASURE_LABELS, VERDICT_LABELS, Sentences, arm_label
from core.evaluation.scoring.traces import trace
from core.records.contrast import Contrast
from core.records.summary import Summary
from core.records.trace import Trace

STRATUM_WORDS = {"seen": "trained facts", "held_out": "facts held out from training"}
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
        text=f"<b>{value:+.0f}</b><br>{VERDICT_LABELS[contrast['verdict']]}",
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
            VERDICT_LABELS[contrast["verdict"]],
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


def tested(contrast: Contrast) -> str:
    """Return the claim that a contrast's word is about."""
    return f"{arm_label(contrast['first'])} beats {arm_label(contrast['second'])}"


def sentence(contrast: Contrast) -> str:
    """Return one contrast in words that need no statistics: who is ahead, and by how much."""
    first, second = arm_label(contrast["first"]), arm_label(contrast["second"])
    on = f"on {STRATUM_WORDS[contrast['stratum']]}"
    if contrast["verdict"] in ("supported", "refuted"):
        return _won(contrast, on)
    if contrast["verdict"] == "equivalent":
        margin = _points(contrast["margin"])
        return f"{first} and {second} are within {margin} of each other {on}: {_ahead(contrast)}."
    if contrast["verdict"] == "exploratory":
        few = counted(contrast["n"], contrast["groups"])
        return f"{few} {on} are too few to compare {first} and {second}. So far {_ahead(contrast)}."
    open_ = f"Not enough data to tell which is better {on}, {first} or {second}"
    return f"{open_}: so far {_ahead(contrast)}.{_needed(contrast)}"


def _won(contrast: Contrast, on: str) -> str:
    """Name the winner first, then by how much it leads."""
    value, (low, high) = contrast["difference"], contrast["interval"]
    loser = contrast["first"] if value < 0 else contrast["second"]
    ends = (-high, -low) if value < 0 else (low, high)
    span = " to ".join(f"{_POINTS * end:.0f}" for end in ends)
    size = f"{_size(contrast)} (95 % interval {span}; {_details(contrast)})"
    won = f"{_leader(contrast, value)} beats {arm_label(loser)} {on} by {size}."
    if contrast["beyond_margin"]:
        return won
    return f"{won} It may be less than {_points(contrast['margin'])}, which would count as none."


def _ahead(contrast: Contrast) -> str:
    """Say who is ahead in these answers, and between what the difference plausibly lies."""
    low, high = contrast["interval"]
    leads = f"{_leader(contrast, contrast['difference'])} is ahead by {_size(contrast)}"
    span = " to ".join(
        f"{_leader(contrast, end)} ahead by {abs(_POINTS * end):.0f}" for end in (low, high)
    )
    return f"{leads} (95 % interval: {span}; {_details(contrast)})"


def _leader(contrast: Contrast, difference: float) -> str:
    return arm_label(contrast["second"] if difference < 0 else contrast["first"])


def _size(contrast: Contrast) -> str:
    return f"{_points(abs(contrast['difference']))} of {MEASURE_LABELS[contrast['measure']]}"


def counted(n: int, groups: int) -> str:
    """Return how many questions there are, and in how many groups where that is not the same."""
    return f"{n:,} questions" + (f" in {groups:,} groups" if groups != n else "")


def _details(contrast: Contrast) -> str:
    details = counted(contrast["n"], contrast["groups"]) + _adapters(contrast)
    p = contrast["p_holm"]
    if p is None:
        return details
    return f"{details}; adjusted p {'< .001' if p < 0.001 else f'= {p:.3f}'.replace('0.', '.')}"


def _adapters(contrast: Contrast) -> str:
    """Say what it holds for: the adapters that answered, or fine-tuning from three seeds on."""
    if contrast["on_tuning"]:
        return f"; fine-tuning over {contrast['seeds']} seeds"
    if not contrast["adapters"]:
        return ""
    if contrast["adapters"] == 1:
        return "; for this adapter only"
    return f"; for these {contrast['adapters']} adapters only"


def _needed(contrast: Contrast) -> str:
    """Say how many questions would decide, or that more of the same would not."""
    margin = _points(contrast["margin"])
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
    return f"{value:d} point{'s' * (abs(value) != 1)}"


def differences_sentence(contrasts: Sequence[Contrast], adapters: int = 1) -> Sentences:
    """Return what the chart of differences shows and does not show.

    Args:
        adapters: How many adapters the arms that adapt were answered by.
    """
    if not contrasts:
        return "There are no two arms to compare.", ""
    shown = (
        "Each point is the mean difference of two arms over the same questions, with its 95 % "
        "interval. An interval that lies within the shaded margin counts as no difference."
    )
    hidden = (
        "These questions, documents and model only. A verdict needs a comparison planned before "
        "the run; p-values are adjusted for all of them together (Holm)."
    )
    if any(contrast["on_tuning"] for contrast in contrasts):
        hidden += (
            " Verdicts on fine-tuning allow for other seeds, not for other settings or other "
            "training questions."
        )
    elif adapters:
        claimed = (
            "There is one adapter: this is a verdict on it"
            if adapters == 1
            else f"There are {adapters} adapters: these are verdicts on them"
        )
        hidden += f" {claimed}, not on fine-tuning as such; that takes three seeds or more."
    return shown, hidden


DIFFERENCES: Chart[Summary] = Chart(
    "contrasts",
    "Differences between arms",
    lambda summary, theme: differences(summary["contrasts"], theme),
    lambda summary: differences_table(summary["contrasts"]),
    lambda summary: differences_sentence(summary["contrasts"], summary["adapters"]),
    lambda summary: bool(summary["contrasts"]),
)
