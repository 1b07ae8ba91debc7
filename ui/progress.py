"""The progress line: documents, questions, adapter, answers, verdict; and what comes next."""

import streamlit as st

from core.records.project import NextStep, Overview
from ui import menu, wording

STATES = {
    "done": ("check_circle", "done"),
    "running": ("progress_activity", "in progress"),
    "next": ("arrow_circle_right", "next"),
    "todo": ("radio_button_unchecked", "to do"),
}
TOUR: tuple[NextStep, ...] = (
    {
        "action": "Read the verdict",
        "page": "verdict",
        "seconds": None,
        "text": "Which approach is best here, how sure that is, and at what price.",
    },
    {
        "action": "Read the charts",
        "page": "evaluate",
        "seconds": None,
        "text": "Every chart and every answer is here, as recorded.",
    },
    {
        "action": "See who catches up with changed documents",
        "page": "freshness",
        "seconds": None,
        "text": "Facts changed, and each arm was asked before and after.",
    },
    {
        "action": "Read the answers side by side",
        "page": "ask",
        "seconds": None,
        "text": "Every question that was asked, with what each arm read and said.",
    },
)
"""The way through a recorded result."""


def line(overview: Overview, here: str) -> None:
    """Show every step with its state, each a link, and below them the next one.

    Args:
        here: Key of the page that shows it; it is not linked to.
    """
    with st.container(horizontal=True, gap="xxsmall", key="progress"):
        for step in overview["steps"]:
            icon, word = STATES[step["state"]]
            st.page_link(
                menu.page(step["page"]),
                label=step["label"],
                icon=f":material/{icon}:",
                help=f"{word}: {step['detail']}",
            )
    following = _following(overview, here)
    if following["page"] == here:
        st.caption(f":material/arrow_forward: On this page: {sentence(following)}")
    elif here != "home":
        st.page_link(
            menu.page(following["page"]),
            label=f"Next: {sentence(following)}",
            icon=":material/arrow_forward:",
        )


def _following(overview: Overview, here: str) -> NextStep:
    """Return what comes next; in a recorded result the stop of the tour after this page."""
    if not overview["project"]["recorded"]:
        return overview["next"]
    stops = [stop["page"] for stop in TOUR]
    return TOUR[(stops.index(here) + 1) % len(TOUR) if here in stops else 0]


def sentence(following: NextStep) -> str:
    """Return a next step as "train an adapter, about 12 min"."""
    action = str(following["action"])
    seconds = following["seconds"]
    about = f", about {wording.duration(seconds)}" if seconds else ""
    return f"{action[:1].lower()}{action[1:]}{about}"


def card(overview: Overview) -> None:
    """Show the next step as Home does: what to do, what for, how long it takes, and the way."""
    following = _following(overview, "home")
    seconds = following["seconds"]
    about = f", about {wording.duration(seconds)}" if seconds else ""
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        with st.container(gap="xsmall"):
            st.markdown("**Next**")
            st.text(following["text"], wrap=True)
        go = st.button(
            f"{following['action']}{about}",
            key="home.next",
            type="primary",
            icon=":material/arrow_forward:",
        )
    if go:
        st.switch_page(menu.page(following["page"]))
