"""Label tasks: accuracy and macro-F1 beside what one label for all questions would reach.

Figure, table and sentences over the `labels` of a summary (`core.evaluation.figures.labels`).
"""

from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import write
from core.charts.marks import PER_CENT, Mark, arm_legend, ends_words, marks, per_cent_ends
from core.charts.style import RULE, Theme, empty, panels
from core.charts.words import ONE_ARM, STRATUM_LABELS, Sentences, arm_label
from core.evaluation.scoring.traces import trace
from core.records.summary import LabelArm, LabelFigures, MajorityLabel, Summary

Row = tuple[str | float | None, ...]
"""Cells of the table."""
Labelled = Literal["accuracy", "macro_f1"]
MEASURES: dict[Labelled, str] = {"accuracy": "Accuracy", "macro_f1": "Macro-F1"}
_OF = {"training": "in training", "asked": "among the questions asked"}
_RIGHT_SIDE = 60
"""From this per cent on, a line's words stand on its left."""


def labelled(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return each arm's two measures with the majority's line; a panel a stratum."""
    strata = summary["labels"]
    if not strata:
        return empty("No question here asked for a label.", theme)
    arms = list(dict.fromkeys(arm for part in strata.values() for arm in part["arms"]))
    # The row behind each block holds the words of its line.
    step = len(arms) + 1
    titles = [f"{STRATUM_LABELS[key]}: n = {part['n']:,}" for key, part in strata.items()]
    figure = panels(titles, len(MEASURES) * step, theme, legend=True)
    for panel, (key, part) in enumerate(strata.items(), start=1):
        for block, measure in enumerate(MEASURES):
            _majority(figure, panel, part["majority"][measure], block * step, len(arms))
            for at, arm in enumerate(arms):
                if arm in part["arms"]:
                    _value(figure, panel, key, arm, part, measure, block * step + at, theme)
    middles = [block * step + (len(arms) - 1) / 2 for block in range(len(MEASURES))]
    figure.update_yaxes(tickvals=middles, ticktext=list(MEASURES.values()))
    ticks = [0, 25, 50, 75, 100]
    figure.update_xaxes(range=[-2, 114], tickvals=ticks, ticktext=[f"{t} %" for t in ticks])
    return arm_legend(figure, arms, theme)


def _value(
    figure: go.Figure,
    panel: int,
    stratum: str,
    arm: str,
    part: LabelFigures,
    measure: Labelled,
    row: float,
    theme: Theme,
) -> None:
    figures = part["arms"][arm]
    share, interval = PER_CENT * figures[measure], figures["intervals"][measure]
    hover = (
        f"{arm_label(arm)}, {MEASURES[measure]}: {share:.0f} % of {figures['n']:,}"
        f"<br>{ends_words(interval)}"
    )
    ends = per_cent_ends(interval)
    mark = Mark(share, row, hover, trace(arm, "form", part=stratum, kind="label"), ends)
    marks(figure, panel, arm, [mark], theme, size=11)
    write(figure, panel, arm, [row], [ends[1] if ends else share], [f"{share:.0f}"], theme)


def _majority(figure: go.Figure, panel: int, share: float, first: float, arms: int) -> None:
    value = PER_CENT * share
    figure.add_shape(
        type="line",
        x0=value,
        x1=value,
        y0=first - 0.5,
        y1=first + arms - 0.2,
        line={"color": RULE, "width": 2, "dash": "dash"},
        row=panel,
        col=1,
    )
    side = "right" if value > _RIGHT_SIDE else "left"
    figure.add_annotation(
        text=f"one label for all: {value:.0f} %",
        x=value,
        y=first + arms - 0.2,
        xanchor=side,
        yanchor="top",
        yshift=6,
        showarrow=False,
        font={"size": 11},
        row=panel,
        col=1,
    )


def labelled_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each stratum and arm, and one for the majority's label; in per cent."""
    rows: list[Row] = []
    for key, part in summary["labels"].items():
        rows += [_arm_row(key, arm, figures) for arm, figures in part["arms"].items()]
        rows.append(_majority_row(key, part))
    columns = [
        "Questions",
        "Arm",
        "n",
        "A label %",
        "Accuracy %",
        "Accuracy from",
        "Accuracy to",
        "Macro-F1 %",
        "Macro-F1 from",
        "Macro-F1 to",
    ]
    return pd.DataFrame(rows, columns=columns)


def _arm_row(stratum: str, arm: str, figures: LabelArm) -> Row:
    accuracy, macro = (
        per_cent_ends(figures["intervals"][measure]) or (None, None) for measure in MEASURES
    )
    return (
        STRATUM_LABELS[stratum],
        arm_label(arm),
        figures["n"],
        PER_CENT * figures["valid"],
        PER_CENT * figures["accuracy"],
        *accuracy,
        PER_CENT * figures["macro_f1"],
        *macro,
    )


def _majority_row(stratum: str, part: LabelFigures) -> Row:
    always = part["majority"]
    return (
        STRATUM_LABELS[stratum],
        f"Always: {always['label']}",
        part["n"],
        100.0,
        PER_CENT * always["accuracy"],
        None,
        None,
        PER_CENT * always["macro_f1"],
        None,
        None,
    )


def labelled_sentence(summary: Summary) -> Sentences:
    """Return what the chart of labels shows and does not show."""
    strata = summary["labels"]
    if not strata:
        return "No question here asked for a label.", ""
    shown = (
        "Accuracy is the share of answers that are the right label; macro-F1 is worked out for "
        "each label and averaged, so that a rare label counts as much as a common one. An answer "
        "that is no label is wrong."
    )
    for key, part in strata.items():
        majority = part["majority"]
        listed = "; ".join(
            f"{arm_label(arm)} {_both(figures)}" for arm, figures in part["arms"].items()
        )
        shown += (
            f" {STRATUM_LABELS[key]} ({part['n']:,} questions, {part['labels']} labels): {listed}; "
            f'always saying "{majority["label"]}", the most common label '
            f"{_OF[majority['of']]}, {_both(majority)}."
        )
    return shown, (
        f"{ONE_ARM} An arm whose macro-F1 does not clearly lie right of the dashed line has not "
        "been shown to tell labels apart. Labels that no question asked for are left out."
    )


def _both(figures: LabelArm | MajorityLabel) -> str:
    return f"{PER_CENT * figures['accuracy']:.0f} % and {PER_CENT * figures['macro_f1']:.0f} %"


LABELS = Chart(
    "labels",
    "Labels: right ones, and one label for all",
    labelled,
    labelled_table,
    labelled_sentence,
    lambda summary: bool(summary["labels"]),
)
