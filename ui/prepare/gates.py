"""Before an hour of training: can tuning or retrieval help here at all?"""

import streamlit as st

from core.records.gates import GateFigures
from core.records.project import ProjectRow
from ui import components, jobs, services, state

SAYS = {
    "few": (
        False,
        "These are too few questions, or too few documents, to conclude from whether "
        "the model reads passages.",
    ),
    "known": (
        False,
        "The model knows most of this already: neither retrieval nor tuning has much left to add.",
    ),
    "unread": (
        False,
        "The model makes little of the right passage, so RAG's answers will say "
        "little about RAG. Training with passages can teach it to read them.",
    ),
    "unclear": (False, "These questions leave open whether the model reads passages."),
    "reads": (True, "The model reads passages: retrieval can help here."),
}


def panel(project: ProjectRow) -> None:
    """Show what the gates found, or offer to measure them."""
    with (
        st.expander("Look first: can this help here at all?", icon=":material/door_front:"),
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
                "right one. No test question is touched. It takes about a minute."
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
            f"Of {found['n']} questions the base model answers {100 * found['base']:.0f} % without "
            f"passages and {100 * found['oracle']:.0f} % when handed the right one (difference "
            f"{100 * found['difference']:+.0f} points, 95 % interval {low:+.0f} to {high:+.0f}). "
            f"Always saying the most common answer: {100 * found['majority']:.0f} %{guess}."
        )
        if found["left_out"]:
            text += f" Left out, no passage is known to hold the answer: {found['left_out']}."
        st.text(text, wrap=True)
    for finding in found["findings"]:
        components.checked(*SAYS[finding])
