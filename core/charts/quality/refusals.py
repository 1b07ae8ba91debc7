"""Refusals on two axes: where they are right, and where they are wrong.

Figure, table and sentences over the `abstention` of a summary
(`core.evaluation.figures.abstention`).
"""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.marks import PER_CENT, Mark, arm_legend, ends_words, marks, per_cent_ends
from core.charts.style import RULE, Theme, empty, panels
from core.charts.words import STRATUM_LABELS, Sentences, arm_label
from core.evaluation.scoring.traces import trace
from core.prompts import SENTINEL
from core.records.summary import ShareFigures, Summary

RECALL = "unanswerable"
_ROWS = 10
"""Height of a panel, in rows of other charts."""
_CORNERS = {
    (0, 100): ("<b>best:</b> refuses only<br>where it should", "left", "bottom"),
    (100, 100): ("refuses always:<br>wins nothing", "right", "bottom"),
    (100, 0): ("worst", "right", "bottom"),
}
"""Places in per cent, and what they mean; above what is drawn, as arms stand in the corners."""


def _pairs(summary: Summary) -> dict[str, list[str]]:
    """Return by stratum the arms that were asked questions of both sorts."""
    shares = summary["abstention"]
    return {
        key: [arm for arm in part if arm in shares[RECALL]]
        for key, part in shares.items()
        if key != RECALL
    }


def refusals(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return an arm's refusals of unanswerable questions over those of answerable ones.

    A panel a stratum. On the dotted line an arm refuses both sorts equally often.
    """
    pairs = _pairs(summary)
    if not pairs:
        return empty("No unanswerable question was asked.", theme)
    figure = panels([_title(summary, key) for key in pairs], _ROWS, theme, legend=True)
    for panel, (key, arms) in enumerate(pairs.items(), start=1):
        _backdrop(figure, panel)
        for arm in arms:
            marks(figure, panel, arm, [_mark(summary, key, arm)], theme, size=12)
    ticks = [0, 25, 50, 75, 100]
    words = [f"{tick} %" for tick in ticks]
    figure.update_yaxes(
        range=[-7, 132],
        tickvals=ticks,
        ticktext=words,
        showgrid=True,
        title={"text": "rightly refused", "standoff": 4, "font": {"size": 12}},
    )
    figure.update_xaxes(
        range=[-3, 109],
        tickvals=ticks,
        ticktext=words,
        title={"text": "wrongly refused", "standoff": 4, "font": {"size": 12}},
    )
    return arm_legend(
        figure, list(dict.fromkeys(arm for arms in pairs.values() for arm in arms)), theme
    )


def _backdrop(figure: go.Figure, panel: int) -> None:
    """Draw the dotted line of a panel and write what its corners mean."""
    figure.add_scatter(
        x=[0, PER_CENT],
        y=[0, PER_CENT],
        mode="lines",
        showlegend=False,
        hoverinfo="skip",
        line={"color": RULE, "width": 1, "dash": "dot"},
        row=panel,
        col=1,
    )
    for (x, y), (text, side, edge) in _CORNERS.items():
        figure.add_annotation(
            x=x,
            y=y,
            text=text,
            xanchor=side,
            yanchor=edge,
            align=side,
            showarrow=False,
            font={"size": 11},
            yshift=4,
            row=panel,
            col=1,
        )


def _title(summary: Summary, stratum: str) -> str:
    answerable, not_ = (
        max(part["n"] for part in summary["abstention"][key].values()) for key in (stratum, RECALL)
    )
    short = STRATUM_LABELS[stratum].removesuffix(" from training").removesuffix(" in training")
    return f"{short}: n = {answerable:,}; unanswerable: n = {not_:,}"


def _mark(summary: Summary, stratum: str, arm: str) -> Mark:
    wrong, right = summary["abstention"][stratum][arm], summary["abstention"][RECALL][arm]
    hover = (
        f"{arm_label(arm)} refuses<br>{PER_CENT * right['share']:.0f} % of {right['n']:,} "
        f"unanswerable questions ({ends_words(right['interval'])})<br>"
        f"{PER_CENT * wrong['share']:.0f} % of {wrong['n']:,} answerable ones "
        f"({ends_words(wrong['interval'])})"
    )
    # Hollow: arms that refuse nothing stand on one spot and are seen through each other.
    return Mark(
        PER_CENT * wrong["share"],
        PER_CENT * right["share"],
        hover,
        trace(arm, "abstains", part=[RECALL, stratum]),
        per_cent_ends(wrong["interval"]),
        per_cent_ends(right["interval"]),
        thin=True,
    )


def refusals_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each part and arm; shares in per cent."""
    rows = [
        (
            STRATUM_LABELS[key],
            arm_label(arm),
            part["n"],
            part["groups"],
            PER_CENT * part["share"],
            *(PER_CENT * end for end in part["interval"]),
            "right" if key == RECALL else "wrong",
        )
        for key, arms in summary["abstention"].items()
        for arm, part in arms.items()
    ]
    columns = [
        "Questions",
        "Arm",
        "n",
        "Groups",
        "Refused %",
        "95 % from",
        "95 % to",
        "A refusal is",
    ]
    return pd.DataFrame(rows, columns=columns)


def refusals_sentence(summary: Summary) -> Sentences:
    """Return what the chart of refusals shows and does not show."""
    shares = summary["abstention"]
    if not shares:
        return "No unanswerable question was asked.", ""
    shown = (
        f'Upwards: unanswerable questions that an arm rightly refuses, with "{SENTINEL}" or an '
        f"empty answer: {_shares(shares[RECALL])}. To the right: answerable ones that it wrongly "
        "refuses: "
    )
    shown += "; ".join(
        f"{STRATUM_LABELS[key].lower()} {_shares(part)}"
        for key, part in shares.items()
        if key != RECALL
    )
    shown += ". On the dotted line an arm refuses both equally often, whatever it is asked."
    return shown, (
        "This chart can't tell whether two arms differ, nor whether an arm refuses because its "
        "documents say nothing: it may have learnt which wordings to refuse. Refusing alone wins "
        "nothing: an arm that always refuses is at the top right, and one that answers instead may "
        "be wrong."
    )


def _shares(part: Mapping[str, ShareFigures]) -> str:
    n = max(figures["n"] for figures in part.values())
    listed = ", ".join(f"{arm_label(arm)} {PER_CENT * f['share']:.0f} %" for arm, f in part.items())
    return f"{listed} (n = {n:,})"


REFUSALS = Chart(
    "refusals",
    "Refusals: right ones and wrong ones",
    refusals,
    refusals_table,
    refusals_sentence,
    lambda summary: bool(summary["abstention"]),
)
