"""An evaluation as a story in chapters; the chosen one alone is drawn."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from core.charts.quality import consistency as consistency_charts
from core.charts.quality import grounding as grounding_charts
from core.charts.quality import retrieval as retrieval_charts
from core.charts.quality import slices as slice_charts
from ui import components, services, state, wording
from ui.ask import voting
from ui.evaluate import (
    answer_checks,
    answer_sorts,
    answer_table,
    costs,
    evaluating,
    judging,
    results,
    times,
    verdicts,
    where,
    why,
)
from ui.home import uses
from ui.services import Record

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
PARTS = {
    "found": ("differences", "accuracy", "labels", "refusal", "form", "votes"),
    "where": ("where",),
    "why": ("why", "grounding", "consistency"),
    "cost": ("first_token_ms", "latency_ms", "times", "cost"),
    "answers": ("answers", "judge", "card"),
}
"""What each chapter shows, in this order."""
PAPER_PX = 560
"""Wide as a portrait page of A4 without its margins and ours: a browser does not draw charts anew
for paper, it cuts them."""


def show(project: Record, evaluation: Record) -> None:
    """Let a chapter be chosen, which the address then names, and show it."""
    chosen = _choose(_offered(evaluation["summary"]))
    first = [
        "accuracy" if measure.key in results.QUALITY else measure.key
        for measure in uses.measures(project)
    ]
    shown = _parts(project, evaluation)
    if chosen in ("found", "all"):
        uses.advice(project)
    with st.container(width=PAPER_PX if chosen == "all" else "stretch"):
        for part in _wanted(chosen, [key for key in first if key in shown]):
            shown[part]()


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


def _offered(summary: Record) -> list[str]:
    """Return the chapters that have something to show."""
    reasons = (
        retrieval_charts.has_retrieval(summary),
        summary["reading"],
        grounding_charts.strata(summary),
        consistency_charts.strata(summary),
    )
    empty = {"where": not slice_charts.offered(summary), "why": not any(reasons)}
    return [key for key in CHAPTERS if not empty.get(key)]


def _wanted(chosen: str, first: list[str]) -> list[str]:
    """Return the parts of a chapter; what matters most in the project's use stands in the first."""
    lead, *rest = PARTS["found"]
    parts = PARTS | {"found": (lead, *first, *rest)}
    wanted = parts.get(chosen) or [part for chapter in parts.values() for part in chapter]
    return list(dict.fromkeys(wanted))


def _parts(project: Record, evaluation: Record) -> dict[str, Callable[[], None]]:
    charts: dict[str, Callable[[Record], None]] = {
        "differences": verdicts.differences,
        "accuracy": results.accuracy,
        "labels": answer_sorts.labels,
        "refusal": answer_sorts.refusals,
        "form": results.form,
        "where": where.show,
        "why": why.show,
        "grounding": answer_checks.grounding,
        "consistency": answer_checks.consistency,
        "first_token_ms": partial(results.time, "first_token_ms", "Time to first token"),
        "latency_ms": partial(results.time, "latency_ms", "Latency"),
        "times": times.show,
        "card": results.card,
    }
    shown = {key: partial(chart, evaluation) for key, chart in charts.items()}
    return shown | {
        "votes": partial(voting.chart, project),
        "cost": partial(_cost, project, evaluation),
        "answers": partial(_answers, project, evaluation),
        "judge": partial(judging.section, project, evaluation),
    }


def _cost(project: Record, evaluation: Record) -> None:
    with st.expander("Prices", icon=":material/payments:"), components.guarded():
        evaluating.prices(project)
    results.cost(evaluation)
    costs.show(project, evaluation)


def _answers(project: Record, evaluation: Record) -> None:
    st.subheader("Every question, every answer", anchor=False)
    whole = services.client().evaluation(project=project["id"], evaluation=evaluation["id"])
    answer_table.questions(whole, verdicts.behind(evaluation["summary"]["contrasts"]))
    answer_table.files(whole)
