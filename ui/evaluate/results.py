"""A stored evaluation on the page: its run card, and how to delete it."""

import streamlit as st

from ui import services, state
from ui.services import Record


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
