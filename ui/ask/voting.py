"""Blind votes: lettered answers, votes by click or key, the reveal, and how the arms stand."""

import streamlit as st

from core.charts.catalogue import VOTING
from core.charts.quality import votes as vote_charts
from core.errors import AppError
from core.records.ask import AskState, HiddenAsk, LetteredCard
from core.records.project import ProjectRow
from ui import charting, components, menu, services, state, wording
from ui.ask.answers import slots

FAULT = "voting.fault"
HOW = (
    "Press a number to mark the best answer, or several if they are equally good. V casts the "
    "vote; 0 votes that none is good."
)


def blind(project: ProjectRow, ask: HiddenAsk) -> None:
    """Show a question whose arms are hidden: wait, vote, any number of people, reveal."""
    if not ask["done"]:
        _wait(ask)
        st.rerun()
    if ask["missing"]:
        arms = wording.counted(ask["missing"], "arm")
        st.caption(f":material/error: {arms} could not answer; the reveal says which.")
    letters = [card["key"] for card in ask["cards"]]
    chosen = [letter for letter in _marked(ask) if letter in letters]
    for number, (place, card) in enumerate(
        zip(slots(len(letters)), ask["cards"], strict=True), start=1
    ):
        with place.container(border=True):
            _card(ask, card, card["key"] in chosen, str(number))
    _ballot(project, ask, chosen)


def _wait(ask: HiddenAsk) -> None:
    """Follow the arms without naming them; their order here is not that of the cards."""
    st.caption(
        ":material/visibility_off: The arms answer in random order, unseen. All answers appear "
        "together when the last one is complete."
    )
    bar = st.progress(0.0)
    for snapshot in services.client().stream(ask=ask["id"]):
        done = snapshot["answered"] if "answered" in snapshot else ask["of"]
        bar.progress(done / ask["of"], f"{done} of {wording.counted(ask['of'], 'answer')}")


def _card(ask: HiddenAsk, card: LetteredCard, chosen: bool, key: str) -> None:
    st.subheader(f"Answer {card['key']}", anchor=False)
    if card["text"]:
        st.text(card["text"], wrap=True)
    else:
        st.caption("The model answered nothing.")
    if card["shared"]:
        st.caption("Several arms gave this answer; a vote counts for each of them.")
    st.button(
        f"{card['key']} is best",
        key=f"voting.best.{card['key']}",
        icon=":material/check_box:" if chosen else ":material/check_box_outline_blank:",
        type="primary" if chosen else "secondary",
        shortcut=key,
        on_click=_mark,
        args=(ask, card["key"]),
    )


def _ballot(project: ProjectRow, ask: HiddenAsk, chosen: list[str]) -> None:
    st.caption(f":material/keyboard: {HOW}")
    with st.container(horizontal=True):
        st.button(
            f"Vote for {' and '.join(chosen)}" if chosen else "Vote",
            key="voting.vote",
            icon=":material/how_to_vote:",
            type="primary",
            shortcut="V",
            disabled=not chosen,
            on_click=_vote,
            args=(project, ask, chosen),
        )
        st.button(
            "None is good",
            key="voting.none",
            icon=":material/thumb_down:",
            shortcut="0",
            on_click=_vote,
            args=(project, ask, []),
        )
        st.button(
            "Reveal" if ask["votes"] else "Reveal without a vote",
            key="voting.reveal",
            icon=":material/visibility:",
            on_click=_reveal,
            args=(project, ask),
        )
    if ask["votes"]:
        counted = wording.counted(ask["votes"], "vote")
        text = f"{counted} counted. The next person can vote now, or reveal who said what."
        st.success(text, icon=":material/how_to_vote:")


def _marked(ask: HiddenAsk) -> list[str]:
    """Return the letters that this session has marked on this ask since its last vote."""
    held = st.session_state.get("voting.marked", ("", []))
    return list(held[1]) if held[0] == ask["id"] else []


def _mark(ask: HiddenAsk, letter: str) -> None:
    marked = set(_marked(ask)) ^ {letter}
    st.session_state["voting.marked"] = (ask["id"], sorted(marked))


def _vote(project: ProjectRow, ask: HiddenAsk, winners: list[str]) -> None:
    st.session_state.pop("voting.marked", None)
    try:
        services.client().vote(project=project["id"], ask=ask["id"], winners=winners)
    except AppError as failure:
        st.session_state[FAULT] = str(failure)


def _reveal(project: ProjectRow, ask: HiddenAsk) -> None:
    try:
        services.client().reveal(project=project["id"], ask=ask["id"])
    except AppError as failure:
        st.session_state[FAULT] = str(failure)


def fault() -> None:
    """Say why the last vote or reveal was refused, if it was."""
    text = st.session_state.pop(FAULT, None)
    if text:
        components.error(text)


def outcome(project: ProjectRow, ask: AskState) -> None:
    """Say below the named cards how the arms stand by all votes of the project."""
    if ask["note"]:
        st.info(components.plain(ask["note"]), icon=":material/how_to_vote:")
    standing = services.client().votes(project=project["id"])
    if standing["votes"]:
        st.caption(
            f":material/how_to_vote: {components.plain(vote_charts.standing_line(standing))}"
        )
        menu.link("evaluate", "See votes beside the measures")


def chart(project: ProjectRow) -> None:
    """Show the votes beside the measures, where there are any."""
    standing = services.client().votes(project=project["id"])
    if not standing["votes"]:
        return
    charting.show_all(VOTING, standing, project["id"])
    if project["recorded"]:
        return
    with st.popover("Remove the votes", icon=":material/delete:"):
        st.text("This deletes all votes of this project; they cannot be brought back.", wrap=True)
        if st.button("Remove them for good", key="voting.clear", type="primary"):
            removed = services.client().clear_votes(project=project["id"])["removed"]
            state.notify(f"{wording.counted(removed, 'vote')} removed.")
            st.rerun()
