"""A recorded result on every page: what it is, and its answers to read."""

import streamlit as st

from core.records.project import ProjectRow
from ui import choices, components, menu, services, wording
from ui.ask import answers
from ui.home import start

INVENTED = "The company is invented."


def banner(project: ProjectRow) -> None:
    """Say when, on what and by which command it was recorded; offer to run it here.

    A demo that runs here says that its company is invented, nothing more.
    """
    about = project["recorded"]
    if not about:
        if project["demo"]:
            st.caption(f":material/info: {components.plain(project['demo']['notice'])}")
        return
    command = about["command"].replace("`", "")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="recorded"):
        when = components.plain(wording.recorded(about))
        st.badge("Recorded", icon=":material/history:", color="blue")
        st.markdown(
            f"{when}. {INVENTED}",
            width="stretch",
            help=f"Nothing here can be changed. Made by `{command}` in "
            f"{wording.duration(about['minutes'] * 60)}.",
        )
        start.run_here(about, "banner")


def read(project: ProjectRow) -> None:
    """Choose a question of a stored evaluation and read what every arm answered."""
    client, key = services.client(), project["id"]
    rows = [row for row in client.evaluations(project=key) if row["answers"]]
    if not rows:
        text = "This recorded result holds no answers."
        components.empty(text, "evaluate", "See its charts", "monitoring")
        return
    shown = client.evaluation(project=key, evaluation=rows[0]["id"])
    labels = {row["question_id"]: row["question"] for row in shown["rows"]}
    chosen = choices.addressed(
        "A question that was asked",
        labels,
        "ask.stored",
        "question",
        help="Type to search. These are the questions of the recorded evaluation.",
    )
    if chosen is None:
        return
    one = client.stored_answers(project=key, evaluation=rows[0]["id"], question=chosen)
    gold = " or ".join(one["gold"]) or "nothing: the documents do not answer it"
    components.facts({"Expected": gold})
    answers.show(one, wording.priced_in(client.prices(project=key)))
    menu.link("evaluate", "All questions in one table")
