"""Every question with every arm's answer in full, narrowed to what is behind a figure."""

import streamlit as st

from core.arms import answers_of, arm_of
from core.records.evaluation import Evaluation
from core.records.scored import ScoredAnswer, ScoredRow
from ui import choices, components, passages, wording
from ui.evaluate.answer_table import STRATA, Behind, better, disagree
from ui.prepare.reviewing import line

ALL, DISAGREE = "all", "disagree"
SHOWN = {ALL: "All questions", DISAGREE: "Where arms disagree"}
STEP = 20
"""Questions shown at first, and added by each click."""


def questions(
    project: str, evaluation: Evaluation, behind: dict[Behind, str], printed: bool
) -> None:
    """Show the questions, narrowed to those behind a figure and to words.

    Args:
        behind: Labels of what they can be narrowed to.
        printed: Show all of them, since paper lets nobody ask for more.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search", key="evaluate.words", icon=":material/search:", type="search", width=320
        )
        sides = {".".join(side): side for side in behind}
        names = SHOWN | {key: behind[side] for key, side in sides.items()}
        chosen = choices.one("Show", names, "evaluate.behind")
    rows = evaluation["rows"]
    if chosen == DISAGREE:
        rows = [row for row in rows if disagree(row)]
    elif chosen in sides:
        rows = [row for row in rows if better(row, *sides[chosen])]
    rows = [row for row in rows if holds(row, words)]
    if not rows:
        components.empty("No question matches.", icon="search_off")
        return
    _list(project, rows, f"evaluate.shown.{evaluation['id']}.{chosen}.{words}", printed)


def _list(project: str, rows: list[ScoredRow], key: str, printed: bool) -> None:
    """Show the first of these questions, and offer more.

    Args:
        key: Session key of how many are shown.
    """
    number = len(rows) if printed else min(len(rows), st.session_state.get(key, STEP))
    count = wording.counted(len(rows), "question")
    seeds = any(answer != arm_of(answer) for row in rows for answer in row["answers"])
    note = ". Of several seeds the first one's answer is shown; the CSV file holds all."
    st.caption(f"{number:,} of {count}{note if seeds else ''}")
    for row in rows[:number]:
        with st.container(border=True):
            st.markdown(told(row))
            read = _read(project, row)
            if read:
                st.caption(read)
    if number < len(rows):
        icon = ":material/expand_more:"
        st.button("Show more", key="evaluate.more", icon=icon, on_click=_more, args=(key,))


def _more(key: str) -> None:
    st.session_state[key] = st.session_state.get(key, STEP) + STEP


def holds(row: ScoredRow, words: str) -> bool:
    """Tell whether these words occur in a question, what is expected, or an answer shown."""
    shown = [told for _, told, _ in _answers(row)]
    text = " ".join((row["question"], *row["gold"], *shown))
    return words.strip().casefold() in text.casefold()


def told(row: ScoredRow) -> str:
    """Return a question as Markdown: what is expected, and each arm's answer in full."""
    expected = " | ".join(row["gold"]) or "no answer: the documents do not hold one"
    head = f"**{line(row['question'])}**  \n"
    head += f"Expected: {line(expected)} ({STRATA.get(row['stratum'], row['stratum'])})"
    lines = [
        f"- :material/{'check_circle' if right else 'cancel'}: **{wording.arm_label(arm)}**"
        f"{_seeds(row, arm)}: {line(text) or '(nothing)'}"
        for arm, text, right in _answers(row)
    ]
    return "\n".join((head, "", *lines))


def _answers(row: ScoredRow) -> list[tuple[str, str, bool]]:
    """Return (arm, what its first seed answered, whether that is right)."""
    firsts = [(arm, answers_of(row["answers"], arm)[0]) for arm in _arms(row)]
    return [
        (arm, answer["error"] or answer["text"], bool(answer["containment"]))
        for arm, answer in firsts
    ]


def _arms(row: ScoredRow) -> list[str]:
    return list(dict.fromkeys(map(arm_of, row["answers"])))


def _seeds(row: ScoredRow, arm: str) -> str:
    answers = answers_of(row["answers"], arm)
    right = sum(bool(answer["containment"]) for answer in answers)
    return f" ({right} of {len(answers)} seeds right)" if answers[1:] else ""


def _read(project: str, row: ScoredRow) -> str:
    """Return links to what arms read, arms that read the same together."""
    read: dict[tuple[tuple[str, int, str], ...], list[str]] = {}
    for arm in _arms(row):
        places = _places(answers_of(row["answers"], arm)[0])
        if places:
            read.setdefault(places, []).append(wording.arm_label(arm))
    return "  \n".join(
        f"{' and '.join(labels)} read: {passages.links(project, places)}"
        for places, labels in read.items()
    )


def _places(answer: ScoredAnswer) -> tuple[tuple[str, int, str], ...]:
    return tuple((part["document"], part["page"], part["id"]) for part in answer["passages"])
