"""Why an arm is right or wrong: what retrieval misses, what reading misses.

Figures, tables and sentences over the `reading` of a summary (`core.evaluation.scoring.reading`),
and the waterfall from a perfect answer down to what an arm reached, where the oracle was asked too.
"""

from collections.abc import Iterator

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import pattern_legend, segment, shares_axis, write
from core.charts.style import Theme, colour, empty, panels, style
from core.charts.words import STRATUM_LABELS, Sentences, arm_label
from core.evaluation.scoring.reading import Count
from core.evaluation.scoring.traces import trace
from core.records.summary import ReadingFigures, Summary
from core.records.trace import Trace

KINDS: dict[Count, tuple[str, str]] = {
    "read_right": ("the answer was in a passage, and right", ""),
    "missed_right": ("not in a passage, right all the same", "."),
    "read_wrong": ("reading miss: in a passage, and wrong", "/"),
    "missed_wrong": ("retrieval miss: not in a passage, and wrong", "x"),
}
ORACLE = "oracle"
ORACLES = {"rag": ORACLE, "hybrid": "oracle-hybrid"}
"""For each arm that retrieves, the one that is handed the right passage instead."""


def _parts(summary: Summary) -> Iterator[tuple[str, str, ReadingFigures]]:
    for stratum, arms in summary["reading"].items():
        for arm, part in arms.items():
            yield stratum, arm, part


def misses(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return what became of each arm's questions: a bar per arm, a panel per stratum."""
    strata = summary["reading"]
    if not strata:
        return empty("No arm here read passages.", theme)
    rows = max(len(arms) for arms in strata.values())
    figure = panels([STRATUM_LABELS[key] for key in strata], rows, theme, legend=True)
    for panel, (key, arms) in enumerate(strata.items(), start=1):
        for row, (arm, part) in enumerate(arms.items()):
            for name, kind in KINDS.items():
                share = 100 * part[name] / part["n"]
                text = f"{arm_label(arm)}: {share:.0f} % of {part['n']:g}, {kind[0]}"
                segment(figure, panel, row, arm, share, kind, text, theme, _mark(arm, key, name))
            wrong = f"{_share(part, 'read_wrong')} / {_share(part, 'missed_wrong')}"
            write(figure, panel, arm, [row], [100], [wrong], theme)
        names = [arm_label(arm) for arm in arms]
        figure.update_yaxes(tickvals=list(range(len(arms))), ticktext=names, row=panel, col=1)
    pattern_legend(figure, dict(KINDS.values()), theme)
    return shares_axis(figure)


def _mark(arm: str, stratum: str, name: str) -> Trace:
    place, outcome = name.split("_")
    having = {"gold_read": place == "read", "containment": float(outcome == "right")}
    return trace(arm, "containment", having=having, part=stratum)


def _share(part: ReadingFigures, *names: Count) -> str:
    return f"{100 * sum(part[name] for name in names) / part['n']:.0f} %"


def misses_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each stratum and arm, in questions."""
    rows = [
        (
            STRATUM_LABELS[stratum],
            arm_label(arm),
            part["n"],
            *(part[name] for name in KINDS),
            part["known"],
            part["destroyed"],
        )
        for stratum, arm, part in _parts(summary)
    ]
    columns = [
        "Questions",
        "Arm",
        "n",
        "In a passage, right",
        "Not in one, right",
        "Reading misses",
        "Retrieval misses",
        "Known without passages",
        "Of these wrong with them",
    ]
    return pd.DataFrame(rows, columns=columns)


def misses_sentence(summary: Summary) -> Sentences:
    """Return what the chart of misses shows and does not show."""
    lines = []
    for stratum, arm, part in _parts(summary):
        held = part["read_right"] + part["read_wrong"]
        right_share = f"{100 * part['read_right'] / held:.0f} % of these right" if held else "none"
        line = (
            f"{STRATUM_LABELS[stratum]}, {arm_label(arm)}: the answer was in its passages for "
            f"{_share(part, 'read_right', 'read_wrong')} of {part['n']:g} questions, {right_share}"
        )
        if part["known"]:
            line += (
                f"; of {part['known']:g} that the base model knows without passages it got "
                f"{part['destroyed']:g} wrong"
            )
        lines.append(f"{line}.")
    if not lines:
        return "No arm here read passages.", ""
    hidden = (
        "Only words are looked for: a passage that holds the words of an answer need not say it, "
        "and an answer right by chance counts as right."
    )
    return " ".join(lines), hidden


def waterfalls(summary: Summary) -> list[tuple[str, str]]:
    """Return (stratum, arm) of what a waterfall can be drawn for: retrieving arms and an oracle."""
    arms = summary["arms"]
    return [
        (stratum, arm)
        for stratum, by_arm in summary["reading"].items()
        for arm in by_arm
        if ORACLES.get(arm) in arms
        and stratum in arms[ORACLES[arm]]["strata"]
        and not arms[ORACLES[arm]]["failed"]  # An oracle without its passage is no oracle.
    ]


def waterfall(summary: Summary, stratum: str, arm: str, theme: Theme = "light") -> go.Figure:
    """Return the steps from a perfect score down to an arm's F1, beside the base model's."""
    steps = waterfall_steps(summary, stratum, arm)
    figure = go.Figure()
    style(figure, theme, height=280)
    ink = colour(arm, theme)
    figure.add_waterfall(
        orientation="h",
        y=[name for name, _, _ in steps],
        x=[value for _, value, _ in steps],
        measure=[measure for _, _, measure in steps],
        text=[
            f"{value:+.0f}" if measure == "relative" else f"{value:.0f}"
            for _, value, measure in steps
        ],
        textposition="outside",
        cliponaxis=False,
        customdata=_waterfall_marks(stratum, arm, len(steps)),
        decreasing={"marker": {"color": colour("base", theme)}},
        increasing={"marker": {"color": colour(ORACLE, theme)}},
        totals={"marker": {"color": ink}},
        connector={"line": {"width": 1, "color": ink}},
    )
    figure.update_yaxes(autorange="reversed")
    return figure.update_xaxes(range=[0, 118], ticksuffix=" %", tickvals=[0, 25, 50, 75, 100])


def _waterfall_marks(stratum: str, arm: str, steps: int) -> list[Trace]:
    oracle = trace(ORACLES[arm], "f1", part=stratum)
    lost = trace(arm, "f1", against=ORACLES[arm], part=stratum)
    base = trace("base", "f1", part=stratum)
    return [oracle, oracle, oracle, lost, trace(arm, "f1", part=stratum), base][:steps]


def waterfall_steps(summary: Summary, stratum: str, arm: str) -> list[tuple[str, float, str]]:
    """Return (name, points, plotly's measure) from perfect down to the arm and the base model."""
    oracle = ORACLES[arm]
    best, reached = (100 * summary["arms"][key]["strata"][stratum]["f1"] for key in (oracle, arm))
    steps = [
        ("Perfect", 100.0, "absolute"),
        ("Reading loss", best - 100, "relative"),
        (arm_label(oracle), best, "absolute"),
        ("Retrieval loss", reached - best, "relative"),
        (arm_label(arm), reached, "absolute"),
    ]
    base = summary["arms"].get("base")
    if base is None or stratum not in base["strata"]:
        return steps
    return [*steps, (arm_label("base"), 100 * base["strata"][stratum]["f1"], "absolute")]


def waterfall_table(summary: Summary, stratum: str, arm: str) -> pd.DataFrame:
    """Return the steps with their points of F1."""
    steps = waterfall_steps(summary, stratum, arm)
    return pd.DataFrame([(name, value) for name, value, _ in steps], columns=["Step", "F1, points"])


def waterfall_sentence(summary: Summary, stratum: str, arm: str) -> Sentences:
    """Return what the waterfall shows and does not show."""
    steps = {name: value for name, value, _ in waterfall_steps(summary, stratum, arm)}
    lost = round(-steps["Retrieval loss"])
    retrieval = (
        f"so retrieval costs {lost} more"
        if lost > 0
        else "so retrieval costs nothing"
        if lost == 0
        else f"{-lost} points more: the arm reads several passages where the oracle reads one"
    )
    shown = (
        f"{STRATUM_LABELS[stratum]}: handed the right passage, the model reaches "
        f"{steps[arm_label(ORACLES[arm])]:.0f} points of F1, so "
        f"{-steps['Reading loss']:.0f} are lost in reading; with what retrieval finds it reaches "
        f"{steps[arm_label(arm)]:.0f}, {retrieval}."
    )
    return shown, (
        "Another model might read better, another retriever find more. The oracle reads one "
        "passage where the arm reads several."
    )


MISSES = Chart(
    "misses",
    "Why: retrieval misses and reading misses",
    misses,
    misses_table,
    misses_sentence,
    lambda summary: bool(summary["reading"]),
)


def points_lost(stratum: str, arm: str) -> Chart[Summary]:
    """Return the chart of where an arm loses its points, one of `waterfalls`."""
    return Chart(
        f"waterfall.{stratum}.{arm}",
        f"Where {arm_label(arm)} loses its points",
        lambda summary, theme: waterfall(summary, stratum, arm, theme),
        lambda summary: waterfall_table(summary, stratum, arm),
        lambda summary: waterfall_sentence(summary, stratum, arm),
        lambda summary: (stratum, arm) in waterfalls(summary),
    )
