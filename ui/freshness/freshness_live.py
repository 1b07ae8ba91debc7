"""The live edit: a presenter changes one fact and watches four answers."""

import re

import streamlit as st

from core.arms import ARMS
from core.errors import NotFoundError
from core.records.freshness import Fact
from core.records.project import ProjectRow
from ui import choices, components, menu, passages, services, state, wording
from ui.ask import answers

SAYS: dict[str, tuple[str, str, components.Colour]] = {
    "new": ("says the new value", "check_circle", "green"),
    "old": ("says the old value", "history", "orange"),
    "both": ("says old and new", "call_split", "orange"),
    "neither": ("says neither", "help", "gray"),
}
LIVE = "freshness.live"


def panel(project: ProjectRow, facts: list[Fact]) -> None:
    """Show the fact, take its new value, and show what every arm says now."""
    if not facts:
        components.empty(
            "No fact can be edited here. It takes a test question that names its document (the "
            "document column) and whose answer appears in that document word for word.",
            "questions",
            "Add questions",
            "edit_note",
        )
        return
    with components.guarded():
        _form(project, facts)
    with components.guarded():
        _put_back(project)
    with components.guarded():
        _answers(project)


def _form(project: ProjectRow, facts: list[Fact]) -> None:
    answers_of = {fact["id"]: fact["answer"] for fact in facts}
    names = {fact["id"]: f"{fact['question']} ({fact['answer']})" for fact in facts}
    chosen = choices.one("Fact", names, "freshness.fact")
    fact, standing = (
        services.client().fact(project=project["id"], question=chosen),
        answers_of[chosen],
    )
    for passage in fact["passages"][:2]:
        place = (fact["document"] or "", passage["page"], passage["id"])
        st.caption(passages.link(project["id"], *place))
        st.markdown(marked(passage["text"], standing))
    with (
        st.form("freshness.edit", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        value = st.text_input(
            "New value",
            key=f"freshness.value.{chosen}.{state.round_of('freshness.value')}",
            placeholder=f"in place of {standing}",
        )
        clicked = st.form_submit_button(
            "Change it and ask", key="freshness.change", type="primary", icon=":material/bolt:"
        )
    if clicked and not value.strip():
        components.error("Type the new value first.")
    elif clicked:
        client, key = services.client(), project["id"]
        edit = client.edit_fact(project=key, question=chosen, answer=value)
        ask = client.ask(project=key, question=fact["text"], arms=list(ARMS))
        st.session_state[LIVE] = {"ask": ask["ask"], "project": key, **edit}
        state.renew("freshness.value")
        st.rerun()


def marked(text: str, answer: str) -> str:
    """Return a passage as Markdown in which nothing but the mark on its answer is markup."""
    words = r"\s+".join(re.escape(word) for word in answer.split())
    found = re.search(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE) if words else None
    if not found:
        return _line(text)
    before, after = text[: found.start()], text[found.end() :]
    return f"{_line(before)}:orange-background[**{_line(found[0])}**]{_line(after)}"


def _line(text: str) -> str:
    """Return a document's text for one paragraph: blanks folded, its markup shown as it stands."""
    return components.plain(re.sub(r"\s+", " ", text))


def _put_back(project: ProjectRow) -> None:
    edits = services.client().edits(project=project["id"])
    if not edits:
        return
    last = edits[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        clicked = st.button(
            f"Put “{components.plain(last['old'][0])}” back",
            key="freshness.revert",
            icon=":material/undo:",
        )
        count = wording.counted(len(edits), "fact")
        st.caption(
            f"{count} of this project edited live. The latest now says "
            f"{components.plain(last['new'])}."
        )
    if clicked:
        done = services.client().revert_fact(project=project["id"])
        st.session_state.pop(LIVE, None)
        state.notify(f"{done['document']} says {done['old'][0]} again; so do its questions.")
        st.rerun()


def _answers(project: ProjectRow) -> None:
    """Show the seconds of the edit and the arms' answers, each with what it says."""
    live = st.session_state.get(LIVE)
    if not live or live["project"] != project["id"]:
        return
    client = services.client()
    try:
        ask = client.ask_state(ask=live["ask"])
    except NotFoundError:
        st.session_state.pop(LIVE)
        return
    st.subheader(components.plain(ask["question"]), anchor=False)
    st.markdown(
        f"Was **{components.plain(live['old'][0])}**, now **{components.plain(live['new'])}**."
    )
    with st.container(horizontal=True):
        for label, key in (
            ("Find and rewrite", "parse_s"),
            ("Embed", "embed_s"),
            ("Index", "index_s"),
        ):
            st.metric(label, f"{live[key]:.2f} s")
    if not ask["done"]:
        answers.follow(ask)
        st.rerun()
    said = client.said(ask=live["ask"], old=live["old"], new=[live["new"]])
    verdicts = {arm: SAYS[verdict] for arm, verdict in said.items()}
    answers.show(ask, wording.priced_in(client.prices(project=project["id"])), verdicts)
    st.caption(
        "Base and Fine-tuned read no documents, so an edit cannot reach them. Fine-tuned can "
        "follow once its adapter is retrained."
    )
    menu.link("finetune", "Retrain the adapter")
