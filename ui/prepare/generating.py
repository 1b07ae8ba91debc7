"""Questions written from the documents: how many, how long it takes, what came out."""

import streamlit as st

from core.records.asked import GenerationEstimate
from core.records.job import Job
from core.records.project import ProjectRow
from ui import components, jobs, services, state, wording
from ui.prepare import questions

DEFAULT_FACTS = 100
ANNOUNCED = "generate.announced"
"""Session state: the run whose questions were put up for review."""


def panel(project: ProjectRow, busy: bool) -> None:
    """Ask how many facts to write questions about, say how long it takes, and start."""
    if not project["passages"]:
        text = (
            "Questions are written from your documents, and there are no documents yet. "
            "Add some, or import a question file below."
        )
        components.empty(text, "documents", "Add documents", "description")
        return
    client = services.client()
    st.caption(
        "The base model writes questions about sentences that hold a number, a date, a name or a "
        "definition, and those that it can answer from the sentence are kept. Some facts stay out "
        "of training (held out), and some questions have no answer on purpose."
    )
    number = int(
        st.number_input(
            "How many facts",
            min_value=1,
            value=DEFAULT_FACTS,
            max_value=2000,
            step=10,
            key="generate.n",
            help="Each fact that training sees gets several questions, each held-out one a few.",
        )
    )
    estimate = client.estimate_generation(project=project["id"], n=number)
    st.caption(estimated(estimate))
    for warning in estimate["warnings"]:
        st.warning(components.plain(warning), icon=":material/info:")
    clicked = st.button(
        "Generate questions",
        key="generate.start",
        type="primary",
        icon=":material/auto_awesome:",
        disabled=busy,
    )
    if clicked:
        state.watch("questions", client.generate(project=project["id"], n=number))
        st.rerun()


def estimated(estimate: GenerationEstimate) -> str:
    """Return in words what a run would make and how long it takes."""
    facts = wording.counted(estimate["facts"], "fact")
    sentences = wording.counted(estimate["sentences"], "sentence")
    minutes = wording.duration(60 * estimate["minutes"])
    by = f", written by {estimate['writer']}" if estimate["writer"] else ""
    measured = "" if estimate["measured"] else " (a guess, not measured yet)"
    text = f"{facts} of {sentences} that qualify{by}: about {minutes} on this machine{measured}. "
    return components.plain(f"{text}It can be cancelled and resumed.")


def outcome(job: Job) -> None:
    """Say below a finished run what came out of it."""
    result = job["result"]
    if job["state"] != "done" or not result:
        return
    kinds = ("sentence", "written from a sentence"), ("cloze", "with a blank to fill in")
    parts = [f"{result[key]:,} {words}" for key, words in kinds if result[key]]
    if result["unanswerable"]:
        parts.append(f"{result['unanswerable']:,} without an answer on purpose")
    total = wording.counted(result["questions"], "question")
    facts = wording.counted(result["facts"], "fact")
    st.text(f"{total} about {facts}: {', '.join(parts) or 'none'}.", wrap=True)
    for warning in result["warnings"]:
        st.warning(components.plain(warning), icon=":material/info:")


def section(project: ProjectRow, any_questions: bool) -> None:
    """Show the generation that runs or ran last, and the way to start one: open at the beginning.

    Once a run has ended, its questions are put up for review.
    """
    job = jobs.current(project["id"], ("generate",), "questions")
    if job:
        jobs.panel(project["id"], job, outcome)
        if job["state"] == "done" and st.session_state.get(ANNOUNCED) != job["id"]:
            st.session_state[ANNOUNCED] = job["id"]
            questions.show(questions.REVIEW)
    form = st.expander(
        "Generate from documents",
        icon=":material/auto_awesome:",
        expanded=not any_questions,
        key=f"generate.form.{project['id']}",
        on_change="rerun",
    )
    # Closed, it need not estimate: that reads all passages.
    if form.open:
        with form, components.guarded():
            panel(project, bool(job and job["state"] in jobs.ACTIVE))
