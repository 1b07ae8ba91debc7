"""Verdict page: the answer in a sentence, the four measures, and what each slogan is worth here."""

import streamlit as st

from ui import frame
from ui.decide import claims, measuring, verdict

project = frame.begin("verdict", brief=True)
measures = verdict.measured(project)
if measures is None:
    st.stop()
verdict.headline(measures)
verdict.panels(measures, project)
verdict.ways(project, measures)
verdict.scope_line(measures)
found = verdict.claims_of(measures, project)  # After what is seen first.
claims.opened(project, found)
st.space("small")
claims.rows(project, found)
measuring.panel(project)
verdict.limits(measures)
verdict.tables(measures)
