"""A stored evaluation on the page: its run card, and how to delete it."""

import streamlit as st

from core.charts.words import model_name
from core.records.evaluation import EvaluationFigures, EvaluationLine
from core.records.project import ProjectRow
from ui import services, state, wording


def source(evaluation: EvaluationFigures, line: EvaluationLine) -> str:
    """Return what the charts of an evaluation hold for: model, questions, day."""
    summary = evaluation["summary"]
    asked = wording.counted(summary["n"], "question")
    return " · ".join((model_name(summary), asked, wording.day(line["created_at"])))


def card(evaluation: EvaluationFigures) -> None:
    """Show the run card."""
    with st.expander("Run card: what was fixed before the first answer", icon=":material/badge:"):
        st.json(evaluation["card"])


def delete(project: ProjectRow, evaluation: EvaluationFigures) -> None:
    """Delete a stored evaluation, after a second click."""
    with st.popover("Delete", icon=":material/delete:"):
        st.text("Its answers cannot be brought back.", wrap=True)
        if st.button("Delete it for good", key="evaluate.delete", type="primary"):
            services.client().delete_evaluation(project=project["id"], evaluation=evaluation["id"])
            state.to_url("evaluation", None)
            state.notify("The evaluation was deleted.")
            st.rerun()
