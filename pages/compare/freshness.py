"""Freshness page: change facts, watch each arm catch up; live, and as an experiment."""

import streamlit as st

from ui import components, frame, jobs, services
from ui.freshness import freshness, freshness_live, freshness_results

project = frame.begin("freshness")
client = services.client()
st.text(
    "Documents change, and each arm is asked before and after: which gives the new answer, which "
    "still gives the old one, and are the facts that stayed still right? The expected answers "
    "change with the documents.",
    wrap=True,
)
job = jobs.current(project["id"], ("freshness",), "freshness")
busy = bool(job and job["state"] in jobs.ACTIVE)
if job:
    jobs.panel(project["id"], job)

rows = client.experiments(project=project["id"])
if not project["recorded"]:
    with components.guarded():
        choices = client.freshness_choices(project=project["id"])
        if busy:
            st.caption("Facts can be edited live again once the experiment has ended.")
        else:
            with st.expander("Live: change one fact", icon=":material/bolt:", expanded=True):
                freshness_live.panel(project, choices["facts"])
        with (
            st.expander("New experiment", icon=":material/play_arrow:", expanded=not rows),
            components.guarded(),
        ):
            freshness.start(project, choices, busy)

if not rows:
    text = "No experiments yet. Charts appear here once one has run."
    components.empty(text, icon="published_with_changes")
    st.stop()

chosen = freshness.choose(rows)
if chosen is None:
    st.stop()
experiment = client.experiment(project=project["id"], experiment=chosen)
freshness_results.show(experiment)
st.subheader("Every question, every answer", anchor=False)
freshness_results.questions(experiment)
freshness_results.files(experiment)
if not project["recorded"] and not busy:
    freshness_results.delete(project, experiment)
