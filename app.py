"""Assay in the browser: streamlit run app.py.

The script of every page is ui/main.py, served from a folder that has no `pages` beside it: next to
one, Streamlit's own page discovery answers the first deep link into a fresh server with "Page not
found" before our menu is known.
"""

import runpy
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import runtime

from ui.door import OwnPages

MAIN = Path(__file__).resolve().parent / "ui" / "main.py"
app = st.App(MAIN, middleware=[Middleware(OwnPages)])

if runtime.exists():  # Run as a page script itself, as Streamlit's AppTest does.
    runpy.run_path(str(MAIN), run_name="__main__")
