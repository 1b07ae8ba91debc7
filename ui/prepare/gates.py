"""Before an hour of training: can tuning or retrieval help here at all?"""

import streamlit as st

from core.records.gates import GateFigures
from core.records.project import ProjectRow
from ui import components, jobs, services, state

SAYS = {
    "few": (
        False,
        "Too few questions, or too few documents, to tell whether this model can use passages.",
    ),
    "known": (
        False,
        "The model knows most of this already, so neither retrieval nor tuning has much to add.",
    ),
    "unread": (
        False,
        "The model makes little use of the right passage, so its answers will say little about "
        "RAG as such. Training with passages can teach it to use them.",
    ),
    "unclear": (False, "Not enough data to tell whether this model can use passages."),
    "reads": (True, "The model uses passages, so retrieval can help here."),
}


def panel(project: ProjectRow) -> None:
    """Show what the gates found, or offer to measure them."""
    with (
        st.expander(
            "Check first: can RAG or fine-tuning help here at all?", icon=":material/door_front:"
        ),
        components.guarded(),
    ):
        client, key = services.client(), project["id"]
        job = jobs.current(key, ("evaluate",), "gates", gate=True)
        busy = bool(job and job["state"] in jobs.ACTIVE)
        if job:
            jobs.panel(key, job)
        measured = client.gates(project=key)
        if measured["found"]:
            _found(measured["found"])
        else:
            st.caption(
                "Asks the base model some development questions, without passages and with the "
                "right one. Test questions stay untouched. It takes about a minute."
            )
        label = "Measure again" if measured["found"] else "Measure"
        if st.button(
            label,
            key="gates.measure",
            icon=":material/play_arrow:",
            disabled=busy or not measured["split"],
            help=None if measured["split"] else "No question here names its document.",
        ):
            state.watch("gates", client.measure_gates(project=key))
            st.rerun()


def _found(found: GateFigures) -> None:
    if found["n"]:
        guess = "" if found["guess"] is None else f"; a blind guess: {100 * found['guess']:.0f} %"
        low, high = (100 * end for end in found["interval"])
        text = (
            f"Of {found['n']} questions the base model gets {100 * found['base']:.0f} % right "
            f"without passages and {100 * found['oracle']:.0f} % when handed the right one "
            f"(difference {100 * found['difference']:+.0f} points, 95 % interval {low:+.0f} to "
            f"{high:+.0f}). Always saying the most common answer: {100 * found['majority']:.0f} "
            f"%{guess}."
        )
        if found["left_out"]:
            text += (
                f" Left out because no passage is known to hold the answer: {found['left_out']}."
            )
        st.text(text, wrap=True)
    for finding in found["findings"]:
        components.checked(*SAYS[finding])
