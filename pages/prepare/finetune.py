"""Fine-tuning page: start, watch, cancel, resume a run; adapters and their lineage."""

import streamlit as st

from ui import components, frame, jobs, services
from ui.home import serving
from ui.prepare import adapters, gates, gguf_file, training

project = frame.begin("finetune")
if project["server"]:
    serving.no_training(project)
    st.stop()

job = jobs.current(project["id"], ("train",), "finetune")
if job:
    jobs.panel(project["id"], job, training.live)

report = services.client().question_report(project=project["id"])
taught = bool(report["splits"].get("train"))
if not taught and not project["recorded"]:
    components.empty(
        "No training questions yet. An adapter learns from them.",
        "questions",
        "Add questions",
        "quiz",
    )
elif not project["recorded"]:
    gates.panel(project)
    st.subheader("New run", anchor=False)
    with components.guarded():
        settings = training.choose()
        training.start(project, settings, bool(job and job["state"] in jobs.ACTIVE))

st.subheader("Adapters", anchor=False)
rows = services.client().adapters(project=project["id"])
if not rows:
    components.empty("No adapters yet. A finished run leaves one here.", icon="model_training")
writing = gguf_file.written(project) if rows else {}
for row in rows:
    adapters.card(project, row, writing.get(row["id"]))
