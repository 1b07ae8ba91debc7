"""Evaluate page: a question set through the arms; charts with intervals."""

import streamlit as st

from ui import (
    answer_table,
    components,
    costs,
    evaluating,
    frame,
    jobs,
    judging,
    results,
    services,
    traced,
    uses,
    verdicts,
    voting,
)

project = frame.begin("evaluate")
client = services.client()

job = jobs.current(project["id"], ("evaluate",), "evaluate")
if job:
    jobs.panel(project["id"], job)

splits = client.question_report(project=project["id"])["splits"]
rows = client.evaluations(project=project["id"])
if not any(splits.values()):
    text = "There are no questions yet, and an evaluation asks them."
    components.empty(text, "questions", "Add questions", "quiz")
elif not project["recorded"]:
    with (
        st.expander("New evaluation", icon=":material/play_arrow:", expanded=not rows),
        components.guarded(),
    ):
        evaluating.start(project, splits, bool(job and job["state"] in jobs.ACTIVE))

if not rows:
    if any(splits.values()):
        components.empty("No evaluation yet. Its charts will appear here.", icon="monitoring")
    voting.chart(project)
    st.stop()

evaluation = client.evaluation(project=project["id"], evaluation=evaluating.choose(rows))
evaluating.banner(evaluation["summary"])
with st.expander("Prices", icon=":material/payments:"), components.guarded():
    evaluating.prices(project)
if evaluation["rows"]:
    traced.show(evaluation)
    measured = evaluation["summary"].get("gates") or client.gates(project=project["id"])["found"]
    verdicts.checklist(evaluation["summary"], measured)
    verdicts.found(evaluation)
    uses.advice(project)
    results.chart_set(evaluation, [measure.key for measure in uses.measures(project)])
    costs.show(project, evaluation)
    voting.chart(project)
    st.subheader("Every question, every answer", anchor=False)
    answer_table.questions(evaluation, verdicts.behind(evaluation["summary"]["contrasts"]))
    answer_table.files(evaluation)
    judging.section(project, evaluation)
else:
    components.empty("This evaluation holds no answers yet.", icon="hourglass")

with st.expander("Run card: what was fixed before the first answer", icon=":material/badge:"):
    st.json(evaluation["card"])
if not project["recorded"]:
    results.delete(project, evaluation)
