"""What a verdict lacks: how long measuring it takes here, and one button for all of it."""

import streamlit as st

from core.records.claim import Claims
from core.records.experiment import Size
from core.records.measurement import MeasurePlan
from core.records.project import ProjectRow
from ui import components, jobs, services, state, wording

SIZES = wording.Labels(
    {
        "quick": "Quick: 30 questions, to see it work",
        "standard": "Standard: 200 questions, or as many as there are",
    }
)


def about(claims: Claims) -> dict[str, str]:
    """Return how long it takes to measure what a panel lacks: ", about 12 min", by its chart."""
    fresh = next((row["minutes"] for row in claims["claims"] if row["claim"] == "fresh"), None)
    return {"measures.freshness": f", about {wording.duration(60 * fresh)}"} if fresh else {}


def panel(project: ProjectRow) -> None:
    """Say what no experiment has measured yet, and offer to measure all of it."""
    if project["recorded"]:
        return
    job = jobs.current(project["id"], ("measure",), "verdict")
    if job:
        jobs.panel(project["id"], job)
    if job is None or job["state"] not in jobs.ACTIVE:
        with components.guarded():
            _offer(project)


def _offer(project: ProjectRow) -> None:
    size: Size = st.session_state.get("verdict.size", "quick")
    plans = services.client().measure_plans(project=project["id"], size=size)
    waiting = [plan for plan in plans if not plan["done"] and not plan["refused"]]
    if not waiting:
        return
    with st.container(border=True):
        what = wording.counted(len(waiting), "experiment")
        st.markdown(f":material/hourglass_empty: **{what} not run yet**{_takes(waiting)}.")
        st.segmented_control(
            "How thoroughly",
            list(SIZES),
            format_func=SIZES,
            key="verdict.size",
            default="quick",
            required=True,
        )
        st.caption("The cheapest come first. It can be stopped and resumed at any point.")
        if st.button("Measure what is missing", key="verdict.measure", type="primary"):
            state.watch("verdict", services.client().measure(project=project["id"], size=size))
            st.rerun()


def _takes(plans: list[MeasurePlan]) -> str:
    """Return how long the experiments take; "" where no speed is known yet."""
    minutes = [plan["minutes"] for plan in plans]
    known = sum(plan or 0.0 for plan in minutes)
    at_least = "at least" if None in minutes else "about"
    return f", {at_least} {wording.duration(60 * known)} here" if known else ""
