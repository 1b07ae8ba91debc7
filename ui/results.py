"""A stored evaluation on the page: its charts, and how to delete it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import streamlit as st

from core import charts, form_charts
from ui import (
    answer_checks,
    answer_sorts,
    charting,
    components,
    services,
    state,
    times,
    where,
    why,
)
from ui.services import Record

QUALITY = ("em", "f1", "containment")
"""Measures that the accuracy chart shows."""
Time = Literal["first_token_ms", "latency_ms"]


def chart_set(evaluation: Record, first: Sequence[str] = ()) -> None:
    """Show what was found, where, why, and what it costs in time and money.

    Args:
        first: Measures whose charts come first, in this order.
    """
    shown: dict[str, Callable[[Record], None]] = {
        "accuracy": _accuracy,
        "labels": answer_sorts.labels,
        "refusal": answer_sorts.refusals,
        "form": _form,
        "where": where.show,
        "why": why.show,
        "grounding": answer_checks.grounding,
        "consistency": answer_checks.consistency,
        "first_token_ms": partial(_time, "first_token_ms", "Time to first token"),
        "latency_ms": partial(_time, "latency_ms", "Latency"),
        "times": times.show,
        "cost": _cost,
    }
    wanted = ["accuracy" if key in QUALITY else key for key in first]
    for key in dict.fromkeys([*(key for key in wanted if key in shown), *shown]):
        shown[key](evaluation)


def _accuracy(evaluation: Record) -> None:
    charting.of_summary(
        evaluation, "Accuracy", charts.accuracy,
        charts.accuracy_table, charts.accuracy_sentence, "accuracy",
    )  # fmt: skip


def _form(evaluation: Record) -> None:
    summary = evaluation["summary"]
    if form_charts.has_form(summary):
        charting.of_summary(
            evaluation, "Form: valid, and right given that", form_charts.forms,
            form_charts.forms_table, form_charts.forms_sentence, "form",
        )  # fmt: skip


def _time(which: Time, heading: str, evaluation: Record) -> None:
    drawn, table, sentences = (
        partial(made, which=which)
        for made in (charts.latency, charts.latency_table, charts.latency_sentence)
    )
    charting.of_summary(evaluation, heading, drawn, table, sentences, which)


def _cost(evaluation: Record) -> None:
    summary = evaluation["summary"]
    if all(arm["cost"] is None for arm in summary["arms"].values()):
        text = "Set a price to see what an answer, and a correct answer, costs."
        components.empty(text, icon="payments")
        return
    charting.of_summary(
        evaluation, "Cost", charts.cost,
        charts.cost_table, charts.cost_sentence, "cost",
    )  # fmt: skip


def delete(project: Record, evaluation: Record) -> None:
    """Delete a stored evaluation, after a second click."""
    with st.popover("Delete", icon=":material/delete:"):
        st.text("Its answers cannot be brought back.", wrap=True)
        if st.button("Delete it for good", key="evaluate.delete", type="primary"):
            services.client().delete_evaluation(project=project["id"], evaluation=evaluation["id"])
            state.to_url("evaluation", None)
            state.notify("The evaluation was deleted.")
            st.rerun()
