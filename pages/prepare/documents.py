"""Documents page: upload, change, remove, search; what was indexed, what failed and why."""

import streamlit as st

from ui import components, frame, jobs, services
from ui.prepare import documents, reading

project = frame.begin("documents")

for kinds in (("base",), documents.KINDS):
    job = jobs.current(project["id"], kinds, "documents")
    if job:
        jobs.panel(project["id"], job, documents.outcome)

if not project["recorded"]:
    with components.guarded():
        documents.upload(project)

rows = services.client().documents(project=project["id"])
if not rows:
    components.empty("No documents yet. Choose files above to index them.", icon="description")
    st.stop()

if not project["recorded"]:
    st.subheader("Search", anchor=False)
    with components.guarded():
        documents.search(project)

failed = [row for row in rows if row["status"] != "indexed"]
st.subheader("Documents", anchor=False)
with st.container(horizontal=True):
    st.metric("Indexed", len(rows) - len(failed))
    st.metric("Passages", f"{sum(row['passages'] for row in rows):,}")
    st.metric("Failed", len(failed))
documents.failures(rows)
documents.table(rows)
reading.panel(project, rows)
if not project["recorded"]:
    with components.guarded(), st.expander("Remove or rebuild", icon=":material/build:"):
        documents.upkeep(project, rows)
