"""A judge by endpoint: what it would take, labels by keyboard, and what judge and people say."""

import streamlit as st

from core.charts.catalogue import JUDGING
from core.charts.chart import offered
from core.charts.quality import judge as judge_charts
from core.errors import AppError
from core.records.evaluation import EvaluationFigures
from core.records.judging import AnswerToLabel, Judged, JudgeOffer, Judging
from core.records.project import ProjectRow
from ui import charting, components, jobs, services, state, wording
from ui.prepare import reviewing

SET_UP = (
    "If you have access to a stronger model, it can judge these answers: set `ASSAY_ENDPOINT_URL` "
    "and `ASSAY_ENDPOINT_MODEL`, then restart Assay."
)
ABOUT = (
    "A judge is a model outside this comparison. It is given a question, the expected answers and "
    "one answer, and says whether that answer is right; it never sees which arm gave it. Judges "
    "err, so nothing it says is shown until people have labelled a sample of the same answers and "
    "agree with it well enough."
)
UNKNOWN = "no document says it, so the right answer is to say so"
FAILED = "judge.failed"
"""Session state: why the last label was not taken."""
PAST = "judge.past"
"""Session state, an evaluation each: keys labelled in this session, to step back through."""
SHOWN = "judge.shown"
"""Session state, an evaluation each: the key of an earlier answer that is looked at again."""
ON_SCREEN = "judge.on_screen"
"""Session state, an evaluation each: the key of the answer that was drawn last."""


def section(project: ProjectRow, evaluation: EvaluationFigures) -> None:
    """Show the judge of an evaluation; without an endpoint and verdicts, one line or nothing."""
    with components.guarded():
        found = services.client().judging(project=project["id"], evaluation=evaluation["id"])
        if found["endpoint"] or found["judge"]:
            _section(project, evaluation["id"], found)
        elif not project["recorded"]:
            st.caption(f":material/gavel: {SET_UP}")


def _section(project: ProjectRow, evaluation: str, found: Judging) -> None:
    st.subheader("Judge", anchor=False)
    st.caption(ABOUT)
    if not project["recorded"]:
        if found["endpoint"]:
            _start(project, evaluation, found["endpoint"])
        box = st.expander(
            "Label answers by keyboard",
            icon=":material/keyboard:",
            key=f"judge.labels.{evaluation}",
            on_change="rerun",
        )
        if box.open:  # Closed, its keys do nothing.
            with box:
                _labelling(project, evaluation)
    if found["judge"]:
        _said(evaluation, found["judge"])


def _start(project: ProjectRow, evaluation: str, offer: JudgeOffer) -> None:
    """Say what the judge is and what it takes, and start it; show how its job is."""
    job = jobs.current(project["id"], ("judge",), "judge")
    live = bool(job and job["state"] in jobs.ACTIVE)
    if job and (live or job["settings"]["evaluation"] == evaluation):
        jobs.panel(project["id"], job)
    if live:
        return
    if offer["refusal"]:
        st.warning(components.plain(offer["refusal"]), icon=":material/block:")
        return
    if not offer["calls"]:
        st.caption(components.plain(f"{offer['model']} has judged every answer."))
        return
    calls = wording.counted(offer["calls"], "call")
    tokens = int(float(f"{offer['tokens']:.2g}"))  # It is no more exact than that.
    text = (
        f"{offer['model']} at {offer['url']}: {calls}, about {tokens:,} tokens to read "
        "(at four characters each) and one word each to write. Questions, expected answers and "
        "answers are sent there. Identical answers to a question are judged once."
    )
    st.caption(components.plain(text))
    clicked = st.button(f"Judge the answers ({calls})", key="judge.start", icon=":material/gavel:")
    if clicked:
        queued = services.client().judge(project=project["id"], evaluation=evaluation)
        state.watch("judge", queued)
        st.rerun()


@st.fragment
def _labelling(project: ProjectRow, evaluation: str) -> None:
    """Show an answer to label; only this runs again on a key."""
    with components.guarded():
        shown = st.session_state.get(f"{SHOWN}.{evaluation}")
        found = services.client().labelling(
            project=project["id"], evaluation=evaluation, answer=shown
        )
        done, wanted = found["done"], min(found["wanted"], found["total"])
        words = f"{done:,} labelled of at least {found['wanted']} ({found['total']:,} answers)"
        st.progress(min(1.0, done / wanted) if wanted else 1.0, text=words)
        st.caption(
            "In random order, arms and kinds of questions in turn; which arm answered is hidden. "
            "Judge what is said, not how it is said."
        )
        row = found["next"]
        st.session_state[f"{ON_SCREEN}.{evaluation}"] = row["key"] if row else None
        if row:
            _answer(row)
        else:
            components.empty("Every answer is labelled.", icon="task_alt")
        _actions(project, evaluation, row)
        failed = st.session_state.pop(FAILED, None)
        if failed:
            components.error(failed)


def _answer(row: AnswerToLabel) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"#### {reviewing.line(row['question'])}")
        st.caption(f"Expected: {reviewing.line(' | '.join(row['gold']) or UNKNOWN)}")
        if row["text"]:
            st.text(row["text"], wrap=True)
        else:
            st.caption("The model answered nothing.")
        if row["label"] is not None:
            st.badge("labelled right" if row["label"] else "labelled wrong", color="gray")


def _actions(project: ProjectRow, evaluation: str, row: AnswerToLabel | None) -> None:
    with st.container(horizontal=True):
        for name, key, icon, correct in (
            ("Right", "Y", "check", True),
            ("Wrong", "N", "close", False),
        ):
            if row:
                st.button(
                    name,
                    # With the answer's key: pressed too early, it never labels the next one.
                    key=f"judge.{name.lower()}.{row['key']}",
                    shortcut=key,
                    icon=f":material/{icon}:",
                    on_click=_label,
                    args=(project, evaluation, row["key"], correct),
                )
        past = st.session_state.get(f"{PAST}.{evaluation}", [])
        st.button(
            "Previous",
            key="judge.previous",
            shortcut="P",
            icon=":material/undo:",
            disabled=not past,
            on_click=_step_back,
            args=(evaluation,),
        )
        # Not after every label: to watch the agreement would steer the labels.
        if st.button("Compare with the judge", key="judge.compare", icon=":material/balance:"):
            st.rerun()


def _label(project: ProjectRow, evaluation: str, answer: str, correct: bool) -> None:
    if st.session_state.get(f"{ON_SCREEN}.{evaluation}") != answer:
        return  # Buttons go a moment after their answer does, and a key met one of those.
    try:
        services.client().label_answer(
            project=project["id"], evaluation=evaluation, answer=answer, correct=correct
        )
    except AppError as failure:
        st.session_state[FAILED] = str(failure)
        return
    finally:
        st.session_state[f"{SHOWN}.{evaluation}"] = None
        st.session_state[f"{ON_SCREEN}.{evaluation}"] = None
    past = [key for key in st.session_state.get(f"{PAST}.{evaluation}", []) if key != answer]
    st.session_state[f"{PAST}.{evaluation}"] = [*past, answer]


def _step_back(evaluation: str) -> None:
    *past, last = st.session_state[f"{PAST}.{evaluation}"]
    st.session_state[f"{PAST}.{evaluation}"] = past
    st.session_state[f"{SHOWN}.{evaluation}"] = last


def _said(evaluation: str, judge: Judged) -> None:
    """Show how far the newest judge agrees with people and, if that is enough, its figures."""
    value = judge["agreement"]["kappa"]
    with st.container(border=True):
        st.metric(
            "Agreement with people (Cohen's kappa)",
            wording.NOTHING if value is None else f"{value:.2f}",
        )
        st.markdown(components.plain(judge_charts.agreement_sentence(judge)))
        why = judge_charts.withheld(judge)
        if why:
            st.info(components.plain(why), icon=":material/visibility_off:")
        card, unclear = judge["card"], judge["none"]
        text = f"Judge: {card['model']}, stored with its prompt as {judge['hash']}."
        if unclear:
            answers = wording.counted(unclear, "answer")
            text += f" For {answers} its reply was neither yes nor no, which counts as not right."
        st.caption(components.plain(text))
        with st.expander("What the judge is told", icon=":material/notes:"):
            st.text(f"{card['instruction']}\n\n{card['layout']}", wrap=True)
    charting.show_all(offered(JUDGING, judge), judge, evaluation)
