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
client, evaluation = services.client(), measures["scope"]["evaluation"]
advice = client.recommendation(project=project["id"], evaluation=evaluation)
rows = client.evaluation(project=project["id"], evaluation=evaluation)["rows"]
made = slides(measures, found["claims"], advice, rows)
shown = present.number(len(made))
present.show(made[shown - 1], measures, project)
present.controls(shown, made)
