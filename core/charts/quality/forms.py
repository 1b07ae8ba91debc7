"""Answers in a strict form: right in it, wrong in it, or not in it at all.

Figure, table and sentences over the `form` of a summary's strata
(`core.evaluation.scoring.formats`).
"""

from collections.abc import Iterator

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import pattern_legend, segment, shares_axis, write
from core.charts.style import Theme, empty, panels
from core.charts.words import STRATUM_LABELS, Sentences, arm_label
from core.evaluation.scoring.traces import trace
from core.records.summary import FormFigures, Summary

KINDS = {
    "right": ("valid and right", ""),
    "wrong": ("valid and wrong", "/"),
    "invalid": ("not in the form", "."),
}


def has_form(summary: Summary) -> bool:
    """Whether any question asked for a form."""
    return any(True for _ in _parts(summary))


def _parts(summary: Summary) -> Iterator[tuple[str, str, FormFigures]]:
    """Yield (stratum, arm, form figures), the strata apart."""
    for stratum in STRATUM_LABELS:
        for arm, figures in summary["arms"].items():
            own = figures["strata"].get(stratum)
            part = own.get("form") if own else None
            if part:
                yield stratum, arm, part


def forms(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return a bar an arm, a panel a stratum."""
    parts = list(_parts(summary))
    strata = list(dict.fromkeys(stratum for stratum, _, _ in parts))
    if not strata:
        return empty("No question here asked for a form.", theme)
    rows = max(sum(key == stratum for key, _, _ in parts) for stratum in strata)
    figure = panels([STRATUM_LABELS[key] for key in strata], rows, theme, legend=True)
    for panel, key in enumerate(strata, start=1):
        own = [(arm, part) for stratum, arm, part in parts if stratum == key]
        for row, (arm, part) in enumerate(own):
            shares = {
                "right": part["right"],
                "wrong": part["valid"] - part["right"],
                "invalid": 1 - part["valid"],
            }
            for name, kind in KINDS.items():
                text = f"{arm_label(arm)}: {100 * shares[name]:.0f} % of {part['n']} {kind[0]}"
                valid, right = name != "invalid", name == "right"
                mark = trace(
                    arm, "form.right", part=key, having={"form.valid": valid, "form.right": right}
                )
                segment(figure, panel, row, arm, 100 * shares[name], kind, text, theme, mark)
            label = f"{100 * part['valid']:.0f} % valid, {100 * part['right']:.0f} % right"
            write(figure, panel, arm, [row], [100], [label], theme)
        names = [arm_label(arm) for arm, _ in own]
        figure.update_yaxes(tickvals=list(range(len(own))), ticktext=names, row=panel, col=1)
    pattern_legend(figure, dict(KINDS.values()), theme)
    return shares_axis(figure)


def forms_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each stratum and arm; shares in per cent."""
    rows = [
        (
            STRATUM_LABELS[stratum],
            arm_label(arm),
            part["n"],
            100 * part["valid"],
            *(100 * end for end in part["valid_interval"]),
            100 * part["right"],
            None if part["right_given_valid"] is None else 100 * part["right_given_valid"],
        )
        for stratum, arm, part in _parts(summary)
    ]
    columns = [
        "Questions",
        "Arm",
        "n",
        "Valid %",
        "95 % from",
        "95 % to",
        "Right %",
        "Right given valid %",
    ]
    return pd.DataFrame(rows, columns=columns)


def forms_sentence(summary: Summary) -> Sentences:
    """Return what the chart of forms shows and does not show."""
    lines = []
    for stratum, arm, part in _parts(summary):
        right = part["right_given_valid"]
        known = "" if right is None else f", and {100 * right:.0f} % of those are right"
        lines.append(
            f"{STRATUM_LABELS[stratum]}, {arm_label(arm)}: {100 * part['valid']:.0f} % of "
            f"{part['n']} answers have the form{known}."
        )
    if not lines:
        return "No question here asked for a form.", ""
    return " ".join(lines), (
        "This chart can't tell whether two arms differ. Constrained decoding would give any arm "
        "the right form, so a lead in form alone is no lead in knowledge."
    )


FORMS = Chart(
    "form", "Form: valid, and right given that", forms, forms_table, forms_sentence, has_form
)
