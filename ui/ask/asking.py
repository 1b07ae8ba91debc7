"""The Ask page's parts: the question box, the running question, the self-test."""

from typing import cast

import streamlit as st

from core.arms import ARMS
from core.errors import AppError, NotFoundError
from core.records.ask import ShownAsk
from core.records.asked import Checks
from core.records.job import Job
from core.records.project import ProjectRow
from ui import components, jobs, services, state, wording
from ui.ask import answers, voting

NOTE = "Arms are timed one after another, each on a fresh prompt cache."
SERVED = (
    "Arms are timed one after another, including the network to the server, which may reuse the "
    "beginning of earlier prompts."
)


def question_box(project: ProjectRow) -> None:
    """Take a question and the arms to put it to."""
    with st.form("ask.form"):
        question = st.text_area(
            "Question",
            key="ask.question",
            height=90,
            placeholder="What would you like to know from your documents?",
            persist_state="session",
        )
        chosen = st.pills(
            "Arms",
            list(ARMS),
            default=list(ARMS),
            format_func=wording.arm_label,
            selection_mode="multi",
            key="ask.arms",
            persist_state="session",
        )
        blind = st.toggle(
            "Blind",
            key="ask.blind",
            help="Hides which arm gave which answer until everybody has voted for the best one.",
            persist_state="session",
        )
        asked = st.form_submit_button(
            "Ask", key="ask.ask", type="primary", icon=":material/send:", shortcut="Ctrl+Enter"
        )
    if asked and not question.strip():
        components.error("Type a question first.")
    elif asked and not chosen:
        components.error("Choose at least one arm.")
    elif asked:
        arms = [key for key in ARMS if key in chosen]
        ask = services.client().ask(
            project=project["id"], question=question, arms=arms, blind=blind
        )
        state.to_url("ask", ask["ask"])


def current(project: ProjectRow) -> ShownAsk | None:
    """Return the question that this address or session follows; None if the engine forgot it."""
    key = state.from_url("ask")
    if key is None:
        return None
    try:
        ask: ShownAsk | None = services.client().ask_state(ask=key)
    except NotFoundError:
        ask = None
    if not ask or ask["project"] != project["id"]:
        state.to_url("ask", None)
        return None
    return ask


def cards(project: ProjectRow, ask: ShownAsk) -> None:
    """Show the arms' answers, as they come where the question is still running.

    Of a blind question they are shown without names, all at once, until the reveal.
    """
    st.subheader(components.plain(ask["question"]), anchor=False)
    if "missing" in ask:
        _stop_button(ask)
        voting.blind(project, ask)
        return
    st.caption(f":material/timer: {SERVED if project.get('server') else NOTE}")
    if ask["busy"]:
        text = f"Timings may be longer than usual: {ask['busy']}"
        st.warning(components.plain(text), icon=":material/hourglass:")
    _stop_button(ask)
    if not ask["done"]:
        answers.follow(ask)
        st.rerun()
    answers.show(ask, wording.priced_in(services.client().prices(project=project["id"])))
    if ask["blind"]:
        voting.outcome(project, ask)


def _stop_button(ask: ShownAsk) -> None:
    if not ask["done"]:
        st.button(
            "Stop", key="ask.stop", icon=":material/stop_circle:", on_click=_stop, args=(ask["id"],)
        )


def _stop(key: str) -> None:
    """Stop the answers; the run that follows shows what had been written."""
    try:
        services.client().stop_ask(ask=key)
    except AppError as failure:
        state.notify(str(failure))


def self_test(project: ProjectRow) -> None:
    """Offer the proof that each card is the arm it claims to be, and show the last one."""
    st.caption(
        "Checks that the base model answers the same before and after an adapter is loaded, that "
        "the adapter changes its answers, and that the 8-bit builds agree with the reference."
    )
    job = jobs.current(project["id"], ("selftest",), "ask")
    if st.button("Run the self-test", key="ask.selftest", icon=":material/verified:"):
        state.watch("ask", services.client().self_test(project=project["id"]))
        st.rerun()
    if job:
        jobs.panel(project["id"], job, _ended)
        return
    last = services.client().overview(project=project["id"])["self_test"]
    if last:
        checks(last)


def _ended(job: Job) -> None:
    if job["result"]:
        checks(cast(Checks, job["result"]))


def checks(result: Checks) -> None:
    """Show each check of a finished self-test: passed or not, in words."""
    for check in result["checks"]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if check["passed"]:
                st.badge("passed", icon=":material/check_circle:", color="green")
            else:
                st.badge("failed", icon=":material/error:", color="red")
            st.text(check["name"], wrap=True)
        st.caption(components.plain(check["detail"]))
