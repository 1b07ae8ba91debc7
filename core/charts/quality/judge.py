"""A judge's figures beside the automatic ones: a figure, a table, and what may be said of both."""

from collections.abc import Iterator, Mapping
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import draw, shares_axis, write
from core.charts.style import Theme, empty, panels
from core.charts.words import ONE_ARM, STRATUM_LABELS, Sentences, arm_label
from core.records.judging import Judged, ShownJudged

Figures = Mapping[str, Mapping[str, ShownJudged]]
"""By stratum and arm."""
Share = Literal["corrected", "containment"]
Ends = Literal["interval", "containment_interval"]
MEASURES: dict[Share, tuple[str, Ends]] = {
    "corrected": ("judged", "interval"),
    "containment": ("contains", "containment_interval"),
}
"""Each measure with its word beside the arm and its interval."""


def _parts(figures: Figures) -> Iterator[tuple[str, str, ShownJudged]]:
    """Yield (stratum, arm, figures), the strata apart."""
    for stratum in STRATUM_LABELS:
        for arm, own in figures.get(stratum, {}).items():
            yield stratum, arm, own


def judged(figures: Figures, theme: Theme = "light") -> go.Figure:
    """Return each arm's share judged right, corrected by people, above its containment."""
    strata = list(dict.fromkeys(stratum for stratum, _, _ in _parts(figures)))
    if not strata:
        return empty("No answers yet.", theme)
    rows = len(MEASURES) * max(len(arms) for arms in figures.values())
    figure = panels([STRATUM_LABELS[key] for key in strata], rows, theme)
    for panel, stratum in enumerate(strata, start=1):
        names: list[str] = []
        for arm, own in figures[stratum].items():
            for measure, (word, _) in MEASURES.items():
                _mark(figure, panel, arm, len(names), own, measure, theme)
                names.append(f"{arm_label(arm)}, {word}")
        figure.update_yaxes(tickvals=list(range(len(names))), ticktext=names, row=panel, col=1)
    return shares_axis(figure)


def _mark(
    figure: go.Figure,
    panel: int,
    arm: str,
    row: int,
    own: ShownJudged,
    measure: Share,
    theme: Theme,
) -> None:
    """Draw a value with its interval, or say how many labels there are if they are too few."""
    value, interval = own[measure], own[MEASURES[measure][1]]
    if value is None or interval is None:
        write(figure, panel, arm, [row], [0], [f"too few labels ({own['labels']})"], theme)
        return
    ends = [100 * end for end in interval]
    label = f"{100 * value:.0f} %"
    own_trace = [own["trace"]] if measure == "containment" else None
    draw(figure, panel, arm, [row], [100 * value], [ends], [label], theme, traces=own_trace)
    if own_trace:  # Hollow: the two rows of an arm are told apart without reading.
        figure.data[-2].marker.symbol += "-open"


def judged_table(figures: Figures) -> pd.DataFrame:
    """Return a row for each stratum and arm; shares in per cent."""
    rows = [
        (
            STRATUM_LABELS[stratum],
            arm_label(arm),
            own["n"],
            own["labels"],
            *_per_cent(own["corrected"], *(own["interval"] or (None, None)), own["judged"]),
            own["none"],
            *_per_cent(own["containment"], *own["containment_interval"]),
        )
        for stratum, arm, own in _parts(figures)
    ]
    columns = [
        "Questions",
        "Arm",
        "n",
        "Labels",
        "Judged %, corrected",
        "95 % from",
        "95 % to",
        "By the judge alone %",
        "No verdict",
        "Containment %",
        "Containment from",
        "Containment to",
    ]
    return pd.DataFrame(rows, columns=columns)


def _per_cent(*values: float | None) -> list[float | None]:
    return [None if value is None else 100 * value for value in values]


def judged_sentence(judge: Judged) -> Sentences:
    """Return what the chart of judged answers shows and does not show."""
    few = sum(own["corrected"] is None for _, _, own in _parts(judge["figures"] or {}))
    shown = (
        f"Share of answers that {judge['card']['model']} judged right, corrected by what people "
        f"said about {judge['agreement']['n']:,} answers (filled), and share that contain an "
        "expected answer (hollow), with 95 % intervals; each kind of question apart."
    )
    if few:
        shown += (
            f" In {'one place' if few == 1 else f'{few} places'} too few answers are labelled: it "
            f"takes {judge['fewest']} of each arm in each panel."
        )
    hidden = (
        f"{ONE_ARM} The judge compared answers with the expected ones and read no document, so "
        "where an expected answer is wrong, so is the judge."
    )
    return shown, hidden


def agreement_sentence(judge: Judged) -> str:
    """Return in one plain sentence how far judge and people agree."""
    compared = judge["agreement"]
    if not compared["n"]:
        return "Nobody has labelled an answer that the judge decided on, so its quality is unknown."
    alike = f"Judge and people agree on {compared['agree']:,} of {compared['n']:,} labelled answers"
    if compared["kappa"] is None or compared["interval"] is None:
        return (
            f"{alike}; one of them gave every answer the same verdict, so it cannot be told how "
            "much of that is chance."
        )
    low, high = compared["interval"]
    return (
        f"{alike}: kappa {compared['kappa']:.2f} (95 % interval {low:.2f} to {high:.2f}), where 1 "
        "is full agreement and 0 what chance alone would give."
    )


def withheld(judge: Judged) -> str:
    """Return why the judge's figures are not shown; "" where they are."""
    compared = judge["agreement"]
    if judge["figures"] is not None:
        return ""
    if compared["n"] < compared["wanted"]:
        return (
            f"It takes at least {compared['wanted']} answers that both judge and people decided on "
            f"to know how good this judge is; so far there are {compared['n']:,}. Until then its "
            "verdicts are not shown."
        )
    if not compared["trusted"]:
        return (
            f"Kappa is below {compared['least']}: judge and people disagree too often, so the "
            "judge's verdicts are not shown. A stronger model may do better."
        )
    return (
        f"The judge still has {judge['left']:,} calls to make. Its verdicts are shown once it has "
        "seen every answer."
    )


JUDGED: Chart[Judged] = Chart(
    "judged",
    "Judged right, corrected by people",
    lambda judge, theme: judged(judge["figures"] or {}, theme),
    lambda judge: judged_table(judge["figures"] or {}),
    judged_sentence,
    lambda judge: judge["figures"] is not None,
)
