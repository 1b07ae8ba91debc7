"""Reviewing generated questions: one at a time, by keyboard."""

import re

import streamlit as st

from core.errors import AppError, NotFoundError
from core.records.asked import MarkedPassage, QuestionToReview, Review, ReviewFigures
from core.records.project import ProjectRow
from ui import components, services, state, wording
from ui.components import Colour
from ui.prepare import questions

PAST = "review.past"
"""Session state, a project each: ids judged in this session, to step back through."""
SHOWN = "review.shown"
"""Session state, a project each: the id of an earlier question that is looked at again."""
ON_SCREEN = "review.on_screen"
"""Session state, a project each: the id of the question that was drawn last."""
EDITED = "review.edited"
"""Session state: the id of the question whose words are being changed."""
FAILED = "review.failed"
"""Session state: why the last verdict was not taken."""
DONE = "review.done"
"""Session state: what the last verdict did."""
SAID = {
    "accept": "Accepted.",
    "edit": "Changed and kept.",
    "reject": "Rejected and removed from the table. P shows it again; A accepts it after all.",
}
MADE_BY = wording.Labels(
    {"sentence": "from a sentence", "cloze": "fill in the blank", "unanswerable": "unanswerable"}
)
VERDICTS: dict[str, tuple[str, Colour]] = {
    "accepted": ("check", "green"),
    "edited": ("edit", "blue"),
    "rejected": ("close", "red"),
}


@st.fragment
def panel(project: ProjectRow) -> None:
    """Show how far the review is and the next question; only this panel runs again on a key."""
    with components.guarded():
        client = services.client()
        done = _looked_up(project)
        questions.counts(client.question_report(project=project["id"]))
        _progress(done)
        row = done["next"]
        st.session_state[_key(ON_SCREEN, project)] = row["id"] if row else None
        if row is None:
            text = (
                "All generated questions are reviewed. Rejected ones were removed from the table."
            )
            components.empty(text, "finetune", "Train on them", "task_alt")
        else:
            _question(row)
        _actions(project, row)
        failed = st.session_state.pop(FAILED, None)
        if failed:
            components.error(failed)
        st.caption(st.session_state.pop(DONE, ""))
        if row and st.session_state.get(EDITED) == row["id"]:
            _edit(project, row)


def _looked_up(project: ProjectRow) -> Review:
    """Return the review's state with the question to show; one that is gone is passed over."""
    client, key = services.client(), _key(SHOWN, project)
    try:
        return client.review(project=project["id"], question=st.session_state.get(key))
    except NotFoundError:
        st.session_state[key] = None
        return client.review(project=project["id"], question=None)


def _key(name: str, project: ProjectRow) -> str:
    return f"{name}.{project['id']}"


def _progress(done: ReviewFigures) -> None:
    total, judged = done["total"], done["reviewed"]
    words = f"{judged:,} of {total:,} reviewed"
    rate, interval = done["accept_rate"], done["interval"]
    if rate is not None and interval:
        low, high = interval
        words += f" · {rate:.0%} accepted (95 % interval {low:.0%} to {high:.0%})"
    st.progress(judged / total if total else 0.0, text=words)
    st.caption(
        f"{done['accepted']:,} accepted, {done['edited']:,} edited, {done['rejected']:,} rejected. "
        "Test questions come first, in random order, so 20 already say something about all of them."
    )


def _question(row: QuestionToReview) -> None:
    with st.container(border=True, gap="small"):
        made = MADE_BY(row["extra"].get("generated", {}).get("by", ""))
        marks: list[tuple[str, str, Colour]] = [
            (wording.SPLITS(row["split"]), "splitscreen", "gray"),
            (made, "auto_awesome", "gray"),
        ]
        if row["verdict"]:
            marks.append((row["verdict"], *VERDICTS[row["verdict"]]))
        components.badges(marks)
        st.markdown(f"#### {line(row['text'])}")
        answers = line(" | ".join(row["answers"]))
        st.markdown(f"Answer: **{answers}**" if answers else "Answer: none in the documents")
        passage = row["passage"]
        if passage is None:
            st.caption("Its passage is gone: the document was changed or removed.")
            return
        st.caption(f"{line(passage['document'])}, page {passage['page']}")
        st.markdown(marked(passage))


def marked(passage: MarkedPassage) -> str:
    """Return a passage as Markdown in which nothing but the mark on its answer is markup."""
    answer = line(passage["answer"])
    mark = f":orange-background[**{answer}**]" if answer.strip() else ""
    return f"{line(passage['before'])}{mark}{line(passage['after'])}"


def line(text: str) -> str:
    """Return a document's text for one paragraph: blanks folded, its markup shown as it stands."""
    return components.plain(re.sub(r"\s+", " ", text))


def _actions(project: ProjectRow, row: QuestionToReview | None) -> None:
    with st.container(horizontal=True):
        if row:
            _verdict(project, row, "accept", "Accept", "A", "check")
            st.button(
                "Edit",
                key=f"review.edit.{row['id']}",
                shortcut="E",
                icon=":material/edit:",
                on_click=_begin_edit,
                args=(project, row),
            )
            _verdict(project, row, "reject", "Reject", "X", "close")
        past = st.session_state.get(_key(PAST, project), [])
        st.button(
            "Previous",
            key="review.previous",
            shortcut="P",
            icon=":material/undo:",
            disabled=not past,
            on_click=_step_back,
            args=(project,),
        )


def _verdict(
    project: ProjectRow, row: QuestionToReview, verdict: str, label: str, shortcut: str, icon: str
) -> None:
    st.button(
        label,
        # With the id, a key pressed too early never judges the next question.
        key=f"review.{verdict}.{row['id']}",
        shortcut=shortcut,
        icon=f":material/{icon}:",
        type="primary" if verdict == "accept" else "secondary",
        on_click=_judge,
        args=(project, row, verdict),
    )


def _judge(project: ProjectRow, row: QuestionToReview, verdict: str) -> None:
    """Store a verdict before the panel is drawn again, so that one run shows the next question."""
    if not _on_screen(project, row):
        return
    try:
        services.client().review_question(
            project=project["id"], question=row["id"], verdict=verdict
        )
    except AppError as failure:
        st.session_state[FAILED] = str(failure)
    else:
        _went_on(project, row, verdict)


def _on_screen(project: ProjectRow, row: QuestionToReview) -> bool:
    """Return whether a key was meant for `row`: buttons go a moment after their question does."""
    return bool(st.session_state.get(_key(ON_SCREEN, project)) == row["id"])


def _begin_edit(project: ProjectRow, row: QuestionToReview) -> None:
    if _on_screen(project, row):
        st.session_state[EDITED] = row["id"]


def _went_on(project: ProjectRow, row: QuestionToReview, verdict: str) -> None:
    """Remember what was judged; whatever shows the table has to read it again."""
    past = [key for key in st.session_state.get(_key(PAST, project), []) if key != row["id"]]
    st.session_state[_key(PAST, project)] = [*past, row["id"]]
    st.session_state[_key(SHOWN, project)] = st.session_state[_key(ON_SCREEN, project)] = None
    st.session_state[DONE] = SAID[verdict]
    state.renew("questions.table")


def _step_back(project: ProjectRow) -> None:
    """Show the question before the one that is shown."""
    *past, last = st.session_state[_key(PAST, project)]
    st.session_state[_key(PAST, project)] = past
    st.session_state[_key(SHOWN, project)] = last


def _close_edit() -> None:
    st.session_state[EDITED] = None


@st.dialog("Edit the question", width="large", on_dismiss=_close_edit)
def _edit(project: ProjectRow, row: QuestionToReview) -> None:
    with st.form("review.form", border=False):
        text = st.text_input("Question", value=row["text"], key=f"review.text.{row['id']}")
        answers: list[str] | None = None
        if row["kind"] != questions.UNANSWERABLE:
            typed = st.text_input(
                "Answers",
                value=questions.SEPARATOR.join(row["answers"]),
                key=f"review.answers.{row['id']}",
                help="Any of these counts as correct; separate them with |",
            )
            answers = [part.strip() for part in typed.split("|")]
        saved = st.form_submit_button("Save", key="review.save", type="primary")
    if saved:
        with components.guarded():
            services.client().review_question(
                project=project["id"],
                question=row["id"],
                verdict="edit",
                text=text,
                answers=answers,
            )
            _went_on(project, row, "edit")
            _close_edit()
            st.rerun()
