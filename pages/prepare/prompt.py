"""Prompt page: the instruction and worked examples of all arms, a live preview, the versions."""

import streamlit as st

from ui import components, frame, services
from ui.prepare import prompting

project = frame.begin("prompt")
held = services.client().prompt(project=project["id"])

if project["recorded"]:
    st.subheader("Wording", anchor=False)
    prompting.read(held)
else:
    edit, look = st.columns(2, gap="large")
    with edit:
        st.subheader("Wording", anchor=False)
        instruction, examples = prompting.editor(project, held)
    found = None
    with look, components.guarded():
        st.subheader("What the model reads", anchor=False)
        found = prompting.preview(project, instruction, examples)
    with edit, components.guarded():
        if found:
            prompting.save(project, held, instruction, examples, found)

st.subheader("Versions", anchor=False)
with components.guarded():
    prompting.versions(project, held)
