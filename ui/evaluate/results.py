"""A stored evaluation on the page: its run card, and how to delete it."""

import streamlit as st

from core.records.evaluation import EvaluationFigures
from core.records.project import ProjectRow
from ui import services, state


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
