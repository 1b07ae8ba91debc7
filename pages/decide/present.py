"""Present page: the verdict as slides on the whole screen."""

import streamlit as st

from core.decision.slides import slides
from ui import frame, services
from ui.decide import present, verdict

project = frame.alone("present")
measures = verdict.measured(project)
if measures is None:
    st.stop()
found = verdict.claims_of(measures, project)
evaluation = services.client().evaluation(
    project=project["id"], evaluation=measures["scope"]["evaluation"]
)
last = services.client().recommendation(project=project["id"])
if last and last["evaluation"] != measures["scope"]["evaluation"]:
    last = None
made = slides(measures, found["claims"], last, evaluation["rows"])
shown = present.number(len(made))
present.show(made[shown - 1], measures, project)
present.controls(shown, made)
