"""Questions page: import, review, edit; what was dropped and how the splits stand."""

import streamlit as st

from ui import components, frame, questions, services

project = frame.begin("questions")

if not project["recorded"]:
    with components.guarded():
        questions.importer(project)

rows = services.client().questions(project=project["id"])
if not rows:
    components.empty(
        "No questions yet. Import a file above, or type them into the table below.", icon="quiz"
    )
else:
    st.subheader("How they are split", anchor=False)
    questions.counts(services.client().question_report(project=project["id"]))

st.subheader("Table", anchor=False)
if project["recorded"]:
    st.dataframe(questions.frame_of(rows).drop(columns="id"), hide_index=True, height=420)
    st.stop()
st.caption("Edit a cell, add a row at the end, or select rows to delete them; then save.")
with components.guarded():
    questions.editor(project, rows)
