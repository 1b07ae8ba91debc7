"""Answers to rewordings of a fact, whether alike and whether right: figure, table and sentences.

Over the `consistency` of a summary (`core.evaluation.figures.consistency`).
"""

from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.style import Theme, empty
from core.charts.why.stacked import Bar, Strata, line_by_line, parts, percent, stacked
from core.charts.words import Sentences
from core.evaluation.scoring.traces import trace
from core.records.summary import ConsistencyFigures, Summary
from core.records.trace import Trace

Kind = Literal["all_right", "some_right", "differing", "same_wrong"]
KINDS: dict[Kind, tuple[str, str]] = {
    "all_right": ("right in every wording", ""),
    "some_right": ("right in some wordings", "."),
    "differing": ("wrong in all, differing", "/"),
    "same_wrong": ("wrong in all, always the same", "x"),
}
_NOTHING = "Too few facts here were asked in several wordings."


def strata(summary: Summary) -> Strata[ConsistencyFigures]:
    """Return the figures; {} if too few facts were asked in several wordings."""
    return summary.get("consistency") or {}


def consistency(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return how alike and how right each arm answers the wordings of a fact."""
    by_stratum = strata(summary)
    if not by_stratum:
        return empty(_NOTHING, theme)
    bars = {
        key: {arm: _bar(part) for arm, part in arms.items()} for key, arms in by_stratum.items()
    }
    return stacked(bars, KINDS, "facts", _mark, theme)


def _bar(part: ConsistencyFigures) -> Bar:
    label = f"{percent(part['all_right'])} all right"
    return Bar(part["n"], [part[kind] for kind in KINDS], label)


def _mark(stratum: str, arm: str, _kind: str) -> Trace:
    return trace(arm, "containment", part=stratum, reworded=True)


def consistency_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each stratum and arm; shares in per cent of the facts."""
    rows = [
        (
            stratum,
            arm,
            part["n"],
            part["wordings"],
            *(
                100 * value
                for value in (
                    part["all_right"],
                    *part["all_right_interval"],
                    part["any_right"],
                    part["same"],
                    *part["same_interval"],
                    part["same_wrong"],
                )
            ),
        )
        for stratum, arm, part in parts(strata(summary))
    ]
    columns = [
        "Questions",
        "Arm",
        "Facts",
        "Wordings per fact",
        "Right in every wording %",
        "95 % from",
        "95 % to",
        "Right in at least one %",
        "Always the same answer %",
        "95 % from, same",
        "95 % to, same",
        "Always the same and wrong %",
    ]
    return pd.DataFrame(rows, columns=columns)


def consistency_sentence(summary: Summary) -> Sentences:
    """Return what the chart of consistency shows and does not show."""
    by_stratum = strata(summary)
    if not by_stratum:
        return _NOTHING, ""
    shown = (
        "Beside each bar: the share of facts answered right in every wording, and the share with "
        "the same answer in every wording, right or wrong. "
    )
    return shown + line_by_line(by_stratum, _said), (
        "This chart can't tell whether two arms differ. That the wordings ask for the same thing "
        "is taken from the question file, not checked. An arm that always says the same wrong "
        "thing, or always refuses, is consistent too, so sameness alone is no merit; and the more "
        "wordings of a fact are asked, the harder it is to get all right. Facts asked in one "
        "wording are left out."
    )


def _said(part: ConsistencyFigures) -> str:
    return f"{percent(part['all_right'])} and {percent(part['same'])} of {part['n']}"


CONSISTENCY = Chart(
    "consistency",
    "Consistency: the same answer to every wording?",
    consistency,
    consistency_table,
    consistency_sentence,
    lambda summary: bool(strata(summary)),
)
