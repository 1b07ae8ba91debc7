"""A recorded result on every page: what it is, and its answers to read."""

import streamlit as st

from ui import components, menu, services, state, wording
from ui.ask import answers
from ui.home import start
from ui.services import Record

INVENTED = "The company is invented."


def banner(project: Record) -> None:
    """Say when, on what and by which command it was recorded; offer to run it here.

    A demo that runs here says that its company is invented, nothing more.
    """
    about = project["recorded"]
    if not about:
        if project["demo"]:
            st.caption(f":material/info: {components.plain(project['demo']['notice'])}")
        return
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center", key="recorded"),
    ):
        command = about["command"].replace("`", "")
        when = components.plain(wording.recorded(about))
        st.markdown(
            f":material/history: **Recorded** on {when}, by `{command}` "
            f"({wording.duration(about['minutes'] * 60)}). {INVENTED} Nothing here can be changed.",
            width="stretch",
        )
        start.run_here(about, "banner")


def read(project: Record) -> None:
    """Choose a question of a stored evaluation and read what every arm answered."""
    client, key = services.client(), project["id"]
    rows = [row for row in client.evaluations(project=key) if row["answers"]]
    if not rows:
        text = "This recorded result holds no answers."
        components.empty(text, "evaluate", "See its charts", "monitoring")
        return
    shown = client.evaluation(project=key, evaluation=rows[0]["id"])
    labels = wording.Labels({row["question_id"]: row["question"] for row in shown["rows"]})
    st.session_state["ask.stored"] = state.from_url("question", list(labels)) or next(iter(labels))
    st.selectbox(
        "A question that was asked",
        list(labels),
        format_func=labels,
        key="ask.stored",
        on_change=lambda: state.to_url("question", st.session_state["ask.stored"]),
        help="Type to search. These are the questions of the recorded evaluation.",
    )
    one = client.stored_answers(
        project=key, evaluation=rows[0]["id"], question=st.session_state["ask.stored"]
    )
    gold = " or ".join(one["gold"]) or "nothing: the documents do not answer it"
    components.facts({"Expected": gold})
    answers.show(one, client.prices(project=key)["currency"])
    menu.link("evaluate", "All questions in one table")
