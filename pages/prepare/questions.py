"""Questions page: generate or import, review, look before training, edit the table."""

import streamlit as st

from ui import components, frame, services
from ui.prepare import checking, generating, questions, reviewing

project = frame.begin("questions")
rows = services.client().questions(project=project["id"])

if not project["recorded"]:
    with components.guarded():
        generating.section(project, bool(rows))
    with st.expander("Import a file", icon=":material/upload_file:"), components.guarded():
        questions.importer(project)

view = questions.TABLE
if rows:
    view = questions.choose_view(rows, bool(project["recorded"]))
elif not project["recorded"]:
    text = "No questions yet. Generate or import them above, or type them into the table below."
    components.empty(text, icon="quiz")

if view == questions.REVIEW:
    reviewing.panel(project)
elif view == questions.CHECK:
    checking.panel(project)
else:
    with components.guarded():
        questions.table(project, rows)
