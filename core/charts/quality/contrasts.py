"""The planned contrasts of an evaluation as a figure, a table and sentences.

The only place where two arms are said to differ: what is drawn here are paired differences, tested
as docs/method.md, "Paired tests", says.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import error_bars, zero_line
from core.charts.quality.sentences import STRATUM_WORDS
from core.charts.style import Theme, colour, empty, panels
from core.charts.words import VERDICT_LABELS, Sentences, arm_label
from core.evaluation.scoring.traces import trace
from core.records.contrast import Contrast
from core.records.summary import Summary
from core.records.trace import Trace

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


def _mark(contrast: Contrast) -> Trace:
    first, second = contrast["first"], contrast["second"]
    return trace(first, contrast["measure"], against=second, part=contrast["stratum"], split="test")


@dataclass(frozen=True)
class Naming:
    """How contrasts are drawn: what a row is called, what its word is, what a click opens."""

    row: Callable[[Contrast], str]
    words: Mapping[str, str]
    mark: Callable[[Contrast], Trace | None]


OF_ARMS = Naming(claim, VERDICT_LABELS, _mark)


def differences(
    contrasts: Sequence[Contrast], theme: Theme = "light", naming: Naming = OF_ARMS
) -> go.Figure:
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
            _difference(figure, (panel, _STEP * row), contrast, naming, theme)
        # Drawn last: an empty panel gets no line.
        zero_line(figure, panel, _POINTS * part[0]["margin"], theme)
        names = [naming.row(contrast).replace(" over ", " over<br>") for contrast in part]
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
    figure: go.Figure,
    place: tuple[int, float],
    contrast: Contrast,
    naming: Naming,
    theme: Theme,
) -> None:
    """Draw one contrast; `place` is its panel and where it stands in that."""
    (panel, row), name, mark = place, naming.row(contrast), naming.mark(contrast)
    value = _POINTS * contrast["difference"]
    low, high = (_POINTS * end for end in contrast["interval"])
    ink = colour(contrast["first"], theme)
    figure.add_scatter(
        x=[value],
        y=[row],
        mode="markers",
        name=name,
        showlegend=False,
        marker={
            "color": ink,
            "symbol": WORD_SYMBOLS[contrast["verdict"]],
            "size": 12,
            "line": {"color": ink, "width": 2},
        },
        error_x=error_bars([value], [(low, high)], ink),
        hovertemplate=f"{name}: %{{x:.1f}} points ({low:.1f} to {high:.1f})<extra></extra>",
        customdata=[mark] if mark else None,
        row=panel,
        col=1,
    )
    _label(figure, place, high, f"<b>{value:+.0f}</b><br>{naming.words[contrast['verdict']]}")


def _label(figure: go.Figure, place: tuple[int, float], x: float, text: str) -> None:
    panel, row = place
    figure.add_annotation(
        text=text,
        x=x,
        y=row,
        xshift=8,
        xanchor="left",
        align="left",
        showarrow=False,
        font={"size": 11},
        row=panel,
        col=1,
    )


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
