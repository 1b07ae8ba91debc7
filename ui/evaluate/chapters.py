"""An evaluation as a story in chapters; the chosen one alone is drawn."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from core.charts.catalogue import of_evaluation
from core.charts.chart import Chart
from core.charts.quality.contrasts import DIFFERENCES
from core.records.evaluation import EvaluationFigures
from core.records.project import ProjectRow
from core.records.summary import Summary
from ui import charting, services, state, wording
from ui.ask import voting
from ui.evaluate import answer_list, answer_table, costs, judging, results, verdicts, where
from ui.home import uses

CHAPTERS = wording.Labels(
    {
        "found": "What was found",
        "where": "Where",
        "why": "Why",
        "cost": "Speed and cost",
        "answers": "Every answer",
        "all": "All, to print",
    }
)
CHARTS = {"em": "accuracy", "f1": "accuracy", "containment": "accuracy", "refusal": "refusals"}
"""The charts of measures that are not named like theirs."""
Part = Callable[[], None]
PAPER_PX = 860
"""As wide as upright paper: a browser does not draw charts anew to print them, it cuts off what is
wider. `ui/print.css` does the rest."""


def show(project: ProjectRow, evaluation: EvaluationFigures) -> None:
    """Let a chapter be chosen, which the address then names, and show it."""
    charts = of_evaluation(evaluation["summary"])
    chosen = _choose([key for key in CHAPTERS if charts.get(key, True)])
    if chosen in ("found", "all"):
        uses.advice(project)
    parts = _parts(charts, project, evaluation, printed=chosen == "all")
    wanted = [chosen] if chosen in parts else list(parts)
    shown = {key: part for chapter in wanted for key, part in parts[chapter].items()}
    with st.container(width=PAPER_PX if chosen == "all" else "stretch"):
        for part in shown.values():
            part()


def _choose(offered: list[str]) -> str:
    key = "evaluate.chapter"
    named = state.from_url("chapter")
    st.session_state[key] = named if named in offered else offered[0]
    st.segmented_control(
        "Chapter",
        [chapter for chapter in CHAPTERS if chapter in offered],
        format_func=CHAPTERS,
        key=key,
        required=True,
        width="stretch",
        label_visibility="collapsed",
        on_change=lambda: state.to_url("chapter", st.session_state[key]),
    )
    return str(st.session_state[key])


def _parts(
    charts: dict[str, list[Chart[Summary]]],
    project: ProjectRow,
    evaluation: EvaluationFigures,
    printed: bool,
) -> dict[str, dict[str, Part]]:
    """Return what each chapter shows, in order; what matters most in the project's use leads."""
    summary, key = evaluation["summary"], evaluation["id"]
    parts: dict[str, dict[str, Part]] = {
        chapter: {chart.key: partial(charting.show, chart, summary, key) for chart in own}
        for chapter, own in charts.items()
    }
    parts["found"]["votes"] = partial(voting.chart, project)
    parts["where"] = {"where": partial(where.show, evaluation, printed)}
    parts["cost"]["cost"] = partial(costs.show, project, evaluation)
    parts["answers"] = {
        "answers": partial(_answers, project, evaluation, printed),
        "judge": partial(judging.section, project, evaluation),
        "card": partial(results.card, evaluation),
    }
    every = {name: part for chapter in parts.values() for name, part in chapter.items()}
    measures = [CHARTS.get(measure.key, measure.key) for measure in uses.measures(project)]
    first = {name: every[name] for name in (DIFFERENCES.key, *measures) if name in every}
    return parts | {"found": first | parts["found"]}


def _answers(project: ProjectRow, evaluation: EvaluationFigures, printed: bool) -> None:
    st.subheader("Every question, every answer", anchor=False)
    whole = services.client().evaluation(project=project["id"], evaluation=evaluation["id"])
    behind = verdicts.behind(evaluation["summary"]["contrasts"])
    answer_list.questions(project["id"], whole, behind, printed)
    answer_table.files(whole)
