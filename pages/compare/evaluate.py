"""Evaluate page: a question set through the arms; charts with intervals, in chapters."""

import streamlit as st

from ui import charting, components, frame, jobs, services
from ui.ask import voting
from ui.evaluate import chapters, evaluating, results, traced, verdicts

project = frame.begin("evaluate")
client = services.client()

job = jobs.current(project["id"], ("evaluate",), "evaluate")
if job:
    jobs.panel(project["id"], job)

splits = client.question_report(project=project["id"])["splits"]
rows = client.evaluations(project=project["id"])
if not any(splits.values()):
    text = "No questions yet. An evaluation needs some to ask."
    components.empty(text, "questions", "Add questions", "quiz")
elif not project["recorded"]:
    with (
        st.expander("New evaluation", icon=":material/play_arrow:", expanded=not rows),
        components.guarded(),
    ):
        evaluating.start(project, splits, bool(job and job["state"] in jobs.ACTIVE))

if not rows:
    if any(splits.values()):
        components.empty(
            "No evaluations yet. Charts appear here once one has run.", icon="monitoring"
        )
    voting.chart(project)
    st.stop()

chosen = evaluating.choose(rows)
if chosen is None:
    st.stop()
evaluation = client.figures(project=project["id"], evaluation=chosen)
line = next(row for row in rows if row["id"] == chosen)
charting.source(results.source(evaluation, line))
evaluating.banner(evaluation["summary"])
if line["answers"]:
    traced.show(project, chosen)
    measured = evaluation["summary"].get("gates") or client.gates(project=project["id"])["found"]
    verdicts.checklist(evaluation["summary"], measured)
    verdicts.found(evaluation["summary"]["contrasts"])
    chapters.show(project, evaluation)
else:
    components.empty("This evaluation has no answers yet.", icon="hourglass")
    results.card(evaluation)
if not project["recorded"]:
    results.delete(project, evaluation)
