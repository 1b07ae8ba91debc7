"""Questions page: generate or import, review, look before training, edit the table."""

import streamlit as st

from ui import checking, components, frame, generating, questions, reviewing, services

project = frame.begin("questions")
client = services.client()
rows = client.questions(project=project["id"])

with components.guarded():
    busy = generating.run(project)
    with st.expander("Generate from documents", icon=":material/auto_awesome:", expanded=not rows):
        generating.panel(project, busy)
with st.expander("Import a file", icon=":material/upload_file:"), components.guarded():
    questions.importer(project)

if not rows:
    text = "No questions yet. Generate or import them above, or type them into the table below."
    components.empty(text, icon="quiz")
    view = questions.TABLE
else:
    view = questions.choose_view(rows)

if view == questions.REVIEW:
    reviewing.panel(project)
elif view == questions.CHECK:
    checking.panel(project)
else:
    with components.guarded():
        questions.table(project, rows)
