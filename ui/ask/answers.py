"""The answer card: what one arm said, what it read, and what it took."""

import json

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.arms import ALL_ARMS
from ui import components, menu, services, wording
from ui.services import Record

STATES: dict[str, tuple[str, str, components.Colour]] = {
    "waiting": ("waiting", "schedule", "gray"),
    "running": ("answering", "progress_activity", "blue"),
    "done": ("answered", "check_circle", "green"),
    "failed": ("could not answer", "error", "red"),
    "stopped": ("stopped", "stop_circle", "orange"),
}
SIDE_BY_SIDE = 2
Badge = tuple[str, str, components.Colour]
"""Text, icon, colour."""


def slots(number: int) -> list[DeltaGenerator]:
    """Return one placeholder an arm, two in a row; a narrow window stacks them."""
    found: list[DeltaGenerator] = []
    for start in range(0, number, SIDE_BY_SIDE):
        width = min(SIDE_BY_SIDE, number) if number < SIDE_BY_SIDE else SIDE_BY_SIDE
        columns = st.columns(width, gap="medium")
        found += [column.empty() for column in columns[: number - start]]
    return found


def follow(ask: Record) -> None:
    """Write the arms' answers as they come; return when the last one is complete."""
    places = slots(len(ask["arms"]))
    shown: list[Record | None] = [None] * len(places)
    for snapshot in services.client().stream(ask=ask["id"]):
        for number, arm in enumerate(snapshot["arms"][: len(places)]):
            if arm != shown[number]:
                _card(places[number], arm, complete=False)
                shown[number] = arm


def show(ask: Record, currency: str, said: dict[str, Badge] | None = None) -> None:
    """Show the cards of a finished question.

    Args:
        said: What an arm's answer says, as a further badge.
    """
    for place, arm in zip(slots(len(ask["arms"])), ask["arms"], strict=False):
        more = {"of_votes": ask.get("votes", 0), "said": (said or {}).get(arm["arm"])}
        _card(place, arm | more, complete=True, currency=currency)


def _card(place: DeltaGenerator, arm: Record, complete: bool, currency: str = "") -> None:
    with place.container(border=True):
        _heading(arm)
        _answer(arm)
        if arm["state"] in ("done", "stopped"):
            _measures(arm, currency)
        if complete and arm["state"] == "done":
            _passages(arm["passages"])
            with st.popover("Fingerprint", icon=":material/fingerprint:", type="tertiary"):
                st.caption("What produced this answer; equal fingerprints are comparable.")
                st.code(json.dumps(arm["fingerprint"], indent=1), "json", wrap_lines=True)


def _heading(arm: Record) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(wording.arm_label(arm["arm"]), anchor=False)
        text, icon, colour = STATES[arm["state"]]
        st.badge(text, icon=f":material/{icon}:", color=colour)
        if arm.get("card"):
            _blind_badges(arm)
        if arm.get("said"):
            text, icon, colour = arm["said"]
            st.badge(text, icon=f":material/{icon}:", color=colour)
    if arm["arm"] in ALL_ARMS:
        st.caption(ALL_ARMS[arm["arm"]].phrase)


def _blind_badges(arm: Record) -> None:
    """Say which letter the arm had, and how many found it best."""
    st.badge(f"was {arm['card']}", icon=":material/visibility:", color="gray")
    if arm["of_votes"]:
        wins = arm.get("wins", 0)
        text = f"best in {wins} of {wording.counted(arm['of_votes'], 'vote')}"
        st.badge(text, icon=":material/how_to_vote:", color="green" if wins else "gray")


def _answer(arm: Record) -> None:
    """Show the model's words as they stand: never as Markdown or HTML."""
    if arm["state"] == "failed":
        components.error(arm["error"] or "This arm failed without saying why.")
        if arm["page"]:
            menu.link(arm["page"], f"Go to {menu.ENTRIES[arm['page']].title}")
    elif arm["text"].strip():
        st.text(arm["text"], wrap=True)
    elif arm["state"] in ("done", "stopped"):
        st.caption("The model gave no words.")
    else:
        st.skeleton(height=48)


def _measures(arm: Record, currency: str) -> None:
    seconds = [
        f"first token {wording.milliseconds(arm['first_token_ms'])}",
        f"complete {wording.milliseconds(arm['latency_ms'])}",
    ]
    tokens = f"{arm['tokens_in'] or 0:,} in, {arm['tokens_out'] or 0:,} out"
    tokens += " (counted here: the server says none)" * bool(arm.get("counted"))
    components.facts(
        {
            "Time": " · ".join(seconds),
            "Tokens": tokens,
            "Cost": wording.money(arm["cost"], currency),
            "Adapter": arm["adapter"] or "none",
        }
    )


def _passages(passages: list[Record]) -> None:
    if not passages:
        st.caption(":material/description: no passages")
        return
    label = wording.counted(len(passages), "passage")
    with st.expander(label, icon=":material/description:"):
        for number, passage in enumerate(passages):
            if number:
                st.divider()
            components.facts({passage["document"]: f"page {passage['page']}"})
            st.text(passage["text"], wrap=True)
