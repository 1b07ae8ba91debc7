"""Home page: projects; what this one holds, what is stale, what to do next."""

import streamlit as st

from ui import frame, projects, services, wording

project = frame.open_page("home")
rows = services.client().projects()

if project is None:
    st.markdown(projects.WHAT)
    st.markdown("Begin with a project: it holds your documents, questions and results.")
    projects.create_form(first=True)
    st.stop()

projects.steps(project)
projects.attention(services.client().overview(project=project["id"]))

st.space("small")
st.subheader("All projects", anchor=False)
total = sum(row["bytes"] for row in rows)
st.caption(f"{wording.counted(len(rows), 'project')}, {wording.size(total)} on disk")
projects.table(rows)
with st.expander("New project", icon=":material/add:"):
    projects.create_form(first=False)
with st.expander("Rename or delete this project", icon=":material/edit:"):
    projects.manage(project)
