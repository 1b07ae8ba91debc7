"""What runs for every page: registers the pages, shows their frame around the one asked for."""

from pathlib import Path

import streamlit as st

# A file of ours: the browser would fetch a Material icon for its tab from the network.
ICON = Path(__file__).with_name("icon.svg")
st.set_page_config(page_title="Assay", page_icon=str(ICON), layout="wide")
# What no theme can state. A chosen pill is written in the primary colour, which must be dark enough
# for the white text of a button, and so cannot be read on the dark page; keys are faded.
st.html(
    "<style>[data-testid=stButtonGroup] [data-selected] { color: inherit !important } "
    "button kbd { opacity: 1 !important }</style>"
)


st.html(Path(__file__).with_name("print.css"))

try:
    from ui import components, frame, menu, state
except ModuleNotFoundError as missing:
    st.error(f"The package {missing.name} is not installed. Type this and open the page again:")
    st.code("python3 start.py", language=None)
    st.stop()

state.restore_url()
page = menu.navigation()
with components.guarded():
    frame.around(page)
    page.run()
