"""What runs for every page: registers the pages, shows their frame around the one asked for."""

from pathlib import Path

import streamlit as st

# A file of ours: the browser would fetch a Material icon for its tab from the network.
ICON = Path(__file__).with_name("icon.svg")
st.set_page_config(page_title="Assay", page_icon=str(ICON), layout="wide")
for sheet in ("print.css", "readable.css"):
    st.html(Path(__file__).with_name(sheet))

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
