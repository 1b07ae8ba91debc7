"""What of the answers stands in their passages: figure, table and sentences.

Over the `grounding` of a summary (`core.evaluation.scoring.grounding`).
"""

from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.style import Theme, empty
from core.charts.why.stacked import Bar, Strata, line_by_line, parts, percent, stacked
from core.charts.words import Sentences
from core.evaluation.scoring.traces import trace
from core.records.summary import GroundingFigures, Summary
from core.records.trace import Trace

Kind = Literal["copied", "found", "unchecked", "absent"]
KINDS: dict[Kind, tuple[str, str]] = {
    "copied": ("word for word in a passage", ""),
    "found": ("reworded, its numbers and names in a passage", "."),
    "unchecked": ("reworded, no number or name to look for", "/"),
    "absent": ("a number or name in no passage", "x"),
}
_NOTHING = "No arm here answered from passages."


_COLUMNS = [
    "Questions",
    "Arm",
    "n",
    '"I don\'t know", left out',
    "Word for word %",
    "95 % from",
    "95 % to",
    "No number or name is absent %",
    "95 % from, absent",
    "95 % to, absent",
    "Numbers",
    "Absent numbers",
    "Names",
    "Absent names",
]


def strata(summary: Summary) -> Strata[GroundingFigures]:
    """Return the figures; {} if no arm read passages, and for summaries of version 0.1."""
    return summary.get("grounding") or {}


def grounding(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return what of each arm's answers stands in their passages."""
    by_stratum = strata(summary)
    if not by_stratum:
        return empty(_NOTHING, theme)
    bars = {
        key: {arm: _bar(part) for arm, part in arms.items()} for key, arms in by_stratum.items()
    }
    return stacked(bars, KINDS, "answers", _mark, theme)


def _bar(part: GroundingFigures) -> Bar:
    label = f"{percent(part['copied'])} copied"
    return Bar(part["n"], [part[kind] for kind in KINDS], label)


def _mark(stratum: str, arm: str, kind: str) -> Trace:
    return trace(arm, "containment", having={"grounding.fate": kind}, part=stratum)


def grounding_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each stratum and arm; shares in per cent of n answers."""
    rows = [
        (
            stratum,
            arm,
            part["n"],
            part["silent"],
            *(
                100 * value
                for value in (
                    part["copied"],
                    *part["copied_interval"],
                    part["grounded"],
                    *part["grounded_interval"],
                )
            ),
            part["numbers"],
            part["absent_numbers"],
            part["names"],
            part["absent_names"],
        )
        for stratum, arm, part in parts(strata(summary))
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def grounding_sentence(summary: Summary) -> Sentences:
    """Return what the chart of grounding shows and does not show."""
    by_stratum = strata(summary)
    if not by_stratum:
        return _NOTHING, ""
    shown = (
        "Beside each bar: the share of answers that appear word for word in one of their passages, "
        "and the share with a number or name found in neither the passages nor the question. "
    )
    return shown + line_by_line(by_stratum, _said), (
        "This checks words, not truth: a grounded answer can be wrong, and a right one can be "
        "reworded. Nor can it tell whether two arms differ. Only digits and capitalised words are "
        "looked for, in English; lower-case words and spelled-out numbers are not."
    )


def _said(part: GroundingFigures) -> str:
    silent = f' ({part["silent"]} more say "I don\'t know")' if part["silent"] else ""
    return f"{percent(part['copied'])} and {percent(part['absent'])} of {part['n']}{silent}"


GROUNDING = Chart(
    "grounding",
    "Grounding: are answers supported by the passages?",
    grounding,
    grounding_table,
    grounding_sentence,
    lambda summary: bool(strata(summary)),
)
