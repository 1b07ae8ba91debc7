"""Ask page: one question, every arm side by side."""

import streamlit as st

from ui import components, frame
from ui.ask import asking, voting
from ui.home import recorded

project = frame.begin("ask")

if project["recorded"]:
    with components.guarded():
        recorded.read(project)
    st.stop()

with components.guarded():
    asking.question_box(project)
    voting.fault()
    ask = asking.current(project)
    if ask:
        asking.cards(project, ask)
    else:
        components.empty(
            "Type a question above. Each arm answers here, on a card of its own.", icon="forum"
        )

st.space("small")
with (
    st.expander("Self-test: is each card the arm it claims to be?", icon=":material/verified:"),
    components.guarded(),
):
    asking.self_test(project)
