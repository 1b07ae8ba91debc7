"""The answer card: what one arm said, what it read, and what it took."""

import json

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.arms import ALL_ARMS
from core.records.answer import PackedPassage
from core.records.ask import AskArm, AskFacts
from ui import components, menu, passages, services, wording

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


def follow(ask: AskFacts) -> None:
    """Write the arms' answers as they come; return when the last one is complete."""
    places = slots(len(ask["arms"]))
    shown: list[AskArm | None] = [None] * len(places)
    for snapshot in services.client().stream(ask=ask["id"]):
        for number, arm in enumerate(snapshot["arms"][: len(places)]):
            if arm != shown[number]:
                with places[number].container(border=True):
                    _heading(arm)
                    _body(arm)
                shown[number] = arm


def show(ask: AskFacts, currency: str, said: dict[str, Badge] | None = None) -> None:
    """Show the cards of a finished question.

    Args:
        said: What an arm's answer says, as a further badge.
    """
    for place, arm in zip(slots(len(ask["arms"])), ask["arms"], strict=False):
        with place.container(border=True):
            _heading(arm, ask["votes"], (said or {}).get(arm["arm"]))
            _body(arm, currency)
            if arm["state"] == "done":
                _origin(arm, ask["project"])


def _body(arm: AskArm, currency: str = "") -> None:
    _answer(arm)
    if arm["state"] in ("done", "stopped"):
        _measures(arm, currency)


def _origin(arm: AskArm, project: str) -> None:
    """Show what the arm read, and what produced its answer."""
    _passages(arm["passages"], project)
    with st.popover("Fingerprint", icon=":material/fingerprint:", type="tertiary"):
        st.caption("What produced this answer. Answers with equal fingerprints can be compared.")
        st.code(json.dumps(arm["fingerprint"], indent=1), "json", wrap_lines=True)


def _heading(arm: AskArm, votes: int = 0, said: Badge | None = None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(wording.arm_label(arm["arm"]), anchor=False)
        text, icon, colour = STATES[arm["state"]]
        st.badge(text, icon=f":material/{icon}:", color=colour)
        if "card" in arm:
            _blind_badges(arm["card"], arm.get("wins", 0), votes)
        if said:
            text, icon, colour = said
            st.badge(text, icon=f":material/{icon}:", color=colour)
    if arm["arm"] in ALL_ARMS:
        st.caption(ALL_ARMS[arm["arm"]].phrase)


def _blind_badges(letter: str, wins: int, votes: int) -> None:
    """Say which letter the arm had, and how many found it best."""
    st.badge(f"was {letter}", icon=":material/visibility:", color="gray")
    if votes:
        text = f"best in {wins} of {wording.counted(votes, 'vote')}"
        st.badge(text, icon=":material/how_to_vote:", color="green" if wins else "gray")


def _answer(arm: AskArm) -> None:
    """Show the model's words as they stand: never as Markdown or HTML."""
    if arm["state"] == "failed":
        components.error(arm["error"] or "This arm failed without giving a reason.")
        if arm["page"]:
            menu.link(arm["page"], f"Go to {menu.ENTRIES[arm['page']].title}")
    elif arm["text"].strip():
        st.text(arm["text"], wrap=True)
    elif arm["state"] in ("done", "stopped"):
        st.caption("The model answered nothing.")
    else:
        st.skeleton(height=48)


def _measures(arm: AskArm, currency: str) -> None:
    seconds = [
        f"first token {wording.milliseconds(arm['first_token_ms'])}",
        f"complete {wording.milliseconds(arm['latency_ms'])}",
    ]
    tokens = f"{arm['tokens_in'] or 0:,} in, {arm['tokens_out'] or 0:,} out"
    tokens += " (counted here; the server gives no count)" * bool(arm.get("counted"))
    components.facts(
        {
            "Time": " · ".join(seconds),
            "Tokens": tokens,
            "Cost": wording.money(arm["cost"], currency),
            "Adapter": arm["adapter"] or "none",
        }
    )


def _passages(found: list[PackedPassage], project: str) -> None:
    if not found:
        st.caption(":material/description: no passages")
        return
    label = wording.counted(len(found), "passage")
    with st.expander(label, icon=":material/description:"):
        for number, passage in enumerate(found):
            if number:
                st.divider()
            where = passages.link(project, passage["document"], passage["page"], passage["id"])
            st.caption(where)
            st.text(passage["text"], wrap=True)
