"""What a verdict lacks: how long measuring it takes here, and one button for all of it."""

import streamlit as st

from core.records.claim import Claims
from core.records.project import ProjectRow
from ui import wording


def about(claims: Claims) -> dict[str, str]:
    """Return how long it takes to measure what a panel lacks: ", about 12 min", by its chart."""
    fresh = next((row["minutes"] for row in claims["claims"] if row["claim"] == "fresh"), None)
    return {"measures.freshness": f", about {wording.duration(60 * fresh)}"} if fresh else {}


def missing(project: ProjectRow, claims: Claims) -> None:
    """Say what was not measured yet and how long that takes."""
    waiting = [row for row in claims["claims"] if row["verdict"] == "not measured yet"]
    if not waiting:
        return
    minutes = sum(row["minutes"] or 0.0 for row in waiting)
    text = f"{wording.counted(len(waiting), 'claim')} not measured yet"
    time = f", about {wording.duration(60 * minutes)} here" if minutes else ""
    with st.container(border=True):
        st.markdown(f":material/hourglass_empty: **{text}**{time}.")
        if project["recorded"]:
            st.caption("A recorded result stays as it is: run the demo here to measure them.")
