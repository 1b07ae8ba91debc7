"""app.py with an engine in memory: what the browser tests start with `streamlit run`.

FAKE_STATE says what the engine holds, "full" or "empty". Jobs take some seconds, answers come word
by word.
"""

import os
import runpy
import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.fakes import FakeEngine, full  # noqa: E402
from ui import services  # noqa: E402


@st.cache_resource
def engine() -> FakeEngine:
    """Make the one engine of this server."""
    fake = FakeEngine(seconds=4, pause=0.1)
    return full(fake) if os.environ["FAKE_STATE"] == "full" else fake


services.client = engine
runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
