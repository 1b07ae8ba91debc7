"""A stored evaluation on the page: its main charts, its run card, and how to delete it."""

from functools import partial
from typing import Literal

import streamlit as st

from core.charts.cost import answer as cost_charts
from core.charts.quality import accuracy as accuracy_charts
from core.charts.quality import forms as form_charts
from core.charts.time import latency as latency_charts
from ui import charting, components, services, state
from ui.services import Record

QUALITY = ("em", "f1", "containment")
"""Measures that the accuracy chart shows."""
Time = Literal["first_token_ms", "latency_ms"]


def accuracy(evaluation: Record) -> None:
    """Show how often each arm is right."""
    charting.of_summary(
        evaluation,
        "Accuracy",
        accuracy_charts.accuracy,
        accuracy_charts.accuracy_table,
        accuracy_charts.accuracy_sentence,
        "accuracy",
    )


def form(evaluation: Record) -> None:
    """Show whose answers have the form that was asked for, where one was."""
    summary = evaluation["summary"]
    if form_charts.has_form(summary):
        charting.of_summary(
            evaluation,
            "Form: valid, and right given that",
            form_charts.forms,
            form_charts.forms_table,
            form_charts.forms_sentence,
            "form",
        )


def time(which: Time, heading: str, evaluation: Record) -> None:
    """Show each arm's median and 95th percentile of a time."""
    drawn, table, sentences = (
        partial(made, which=which)
        for made in (
            latency_charts.latency,
            latency_charts.latency_table,
            latency_charts.latency_sentence,
        )
    )
    charting.of_summary(evaluation, heading, drawn, table, sentences, which)


def cost(evaluation: Record) -> None:
    """Show what an answer costs, once there is a price."""
    summary = evaluation["summary"]
    if all(arm["cost"] is None for arm in summary["arms"].values()):
        text = "Set a price to see what an answer, and a correct answer, costs."
        components.empty(text, icon="payments")
        return
    charting.of_summary(
        evaluation,
        "Cost",
        cost_charts.cost,
        cost_charts.cost_table,
        cost_charts.cost_sentence,
        "cost",
    )


def card(evaluation: Record) -> None:
    """Show the run card."""
    with st.expander("Run card: what was fixed before the first answer", icon=":material/badge:"):
        st.json(evaluation["card"])


def delete(project: Record, evaluation: Record) -> None:
    """Delete a stored evaluation, after a second click."""
    with st.popover("Delete", icon=":material/delete:"):
        st.text("Its answers cannot be brought back.", wrap=True)
        if st.button("Delete it for good", key="evaluate.delete", type="primary"):
            services.client().delete_evaluation(project=project["id"], evaluation=evaluation["id"])
            state.to_url("evaluation", None)
            state.notify("The evaluation was deleted.")
            st.rerun()
