"""Recommend page: limits, weights, the option that fits, and what would change it."""

import streamlit as st

from ui import components, frame
from ui.decide import recommending

project = frame.begin("recommend", brief=True)
with components.guarded():
    last = recommending.last_of(project)
    if last is None:
        st.stop()
    recommending.show(project, last)
