"""Home page: the three ways in; a project's progress, what is stale, what to do next."""

import streamlit as st

from ui import components, frame, progress, services, wording
from ui.home import projects, recorded, serving, start, uses

project = frame.open_page("home")
rows = services.client().projects()
projects.set_aside()

if project is None:
    st.markdown(projects.WHAT)
    start.doors(rows)
    st.stop()

overview = services.client().overview(project=project["id"])
recorded.banner(project)
progress.line(overview, "home")
progress.card(overview)
projects.attention(overview)
with components.guarded():
    uses.choose(project)

if project["server"]:
    with st.expander("Server of the model", icon=":material/dns:"), components.guarded():
        serving.panel(project, project["server"])
with st.expander("Start something new", icon=":material/add:", key="home.start"):
    start.doors(rows)
st.space("small")
st.subheader("All projects", anchor=False)
total = sum(row["bytes"] for row in rows)
st.caption(f"{wording.counted(len(rows), 'project')}, {wording.size(total)} on disk")
projects.table(rows)
with st.expander("Rename or delete this project", icon=":material/edit:"):
    projects.manage(project)
