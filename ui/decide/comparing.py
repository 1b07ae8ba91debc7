"""Two evaluations of the same questions: choosing them, the words, and what moved, item by item."""

from typing import TypedDict

import streamlit as st

from core.charts.catalogue import COMPARING
from core.charts.chart import offered
from core.charts.quality.compared import side_name
from core.charts.quality.sentences import between_evaluations
from core.charts.words import STRATUM_LABELS
from core.records.comparison import Comparison, Moved
from core.records.evaluation import EvaluationLine
from core.records.project import ProjectRow
from ui import charting, choices, components, services, wording
from ui.evaluate import evaluating, verdicts

STEP = 20
"""Items shown at first, and added by each click."""
WAYS = {"worse": False, "better": True}


class Pair(TypedDict):
    """Arguments of the engine's `compare`."""

    project: str
    evaluation: str
    other_project: str
    other_evaluation: str


def choose(project: ProjectRow) -> Pair | None:
    """Let two evaluations be chosen, which the address then names; None before there are two."""
    rows = _evaluations(project["id"])
    if not rows:
        text = "No evaluations in this project yet. Comparing takes two."
        components.empty(text, "evaluate", "Run an evaluation", "monitoring")
        return None
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True):
        st.markdown(f"**First**: {components.plain(project['name'])}")
        # The newest one last: it is what an earlier one is compared with.
        labels = {row["id"]: evaluating.label(row) for row in (*rows[1:], *rows[:1])}
        first = choices.addressed("Evaluation", labels, "compare.first", "evaluation")
    with right, st.container(border=True):
        return _second(project, first) if first else None


def _evaluations(project: str) -> list[EvaluationLine]:
    return [row for row in services.client().evaluations(project=project) if row["answers"]]


def _second(project: ProjectRow, first: str) -> Pair | None:
    projects = {row["id"]: row["name"] for row in services.client().projects()}
    # This project stands first: two of its own evaluations are what is compared most.
    names = {project["id"]: projects.pop(project["id"], project["name"])} | projects
    st.markdown("**Second**")
    other = choices.addressed("Project", names, "compare.project", "other-project")
    if other is None:
        return None
    rows = [row for row in _evaluations(other) if (other, row["id"]) != (project["id"], first)]
    if not rows:
        st.caption("No other evaluation here. Choose another project, or evaluate again.")
        return None
    labels = {row["id"]: evaluating.label(row) for row in rows}
    second = choices.addressed("Evaluation", labels, f"compare.second.{other}", "other-evaluation")
    if second is None:
        return None
    return {
        "project": project["id"],
        "evaluation": first,
        "other_project": other,
        "other_evaluation": second,
    }


def show(pair: Pair) -> None:
    """Show what a comparison found; what cannot be compared is refused in a sentence."""
    comparison = services.client().compare(**pair)
    _found(comparison)
    charting.show_all(offered(COMPARING, comparison), comparison)
    _changed(comparison)
    _moved(comparison)


def _found(comparison: Comparison) -> None:
    with st.container(border=True, gap="xsmall"):
        st.subheader("What was found", anchor=False)
        for place, side in (("First", comparison["first"]), ("Second", comparison["second"])):
            st.caption(f"**{place}**: {components.plain(side_name(side))}")
        if not comparison["differences"]:
            st.markdown(
                "No test question with an expected answer was asked in both, so no verdict."
            )
        for contrast in comparison["differences"]:
            said = components.plain(between_evaluations(contrast))
            st.markdown(f":material/{verdicts.ICONS[contrast['verdict']]}: {said}")


def _changed(comparison: Comparison) -> None:
    with st.container(border=True, gap="xsmall"):
        st.subheader("What differs between the two", anchor=False)
        for sentence in comparison["changed"]:
            st.markdown(f":material/difference: {components.plain(sentence)}")
        if not comparison["changed"]:
            st.markdown("Nothing that the two run cards record.")


def _moved(comparison: Comparison) -> None:
    st.subheader("Question by question", anchor=False)
    moved = comparison["moved"]
    if not moved:
        components.empty("No arm is right in one evaluation and wrong in the other.", icon="check")
        return
    counts = {way: sum(item["better"] is better for item in moved) for way, better in WAYS.items()}
    arms = {item["arm"]: wording.arm_label(item["arm"]) for item in moved}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {way: f"Got {way} ({count:,})" for way, count in counts.items()}
        way = choices.segment("Show", names, "compare.way")
        arm = choices.one("Arm", {"all": "All arms"} | arms, "compare.arm", width=220)
    items = [item for item in moved if item["better"] is WAYS[way] and arm in ("all", item["arm"])]
    shown = st.session_state.get("compare.shown", STEP)
    st.caption(f"{min(shown, len(items)):,} of {len(items):,}")
    for item in items[:shown]:
        _item(item)
    if len(items) > shown:
        st.button("Show more", key="compare.more", icon=":material/expand_more:", on_click=_more)


def _more() -> None:
    st.session_state["compare.shown"] = st.session_state.get("compare.shown", STEP) + STEP


def _item(item: Moved) -> None:
    """Show one question with what was expected and both answers, each as it stands."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{components.plain(item['question'])}**")
        expected = " | ".join(item["gold"]) or "nothing: the documents do not answer it"
        stratum = STRATUM_LABELS.get(item["stratum"], item["stratum"])
        arm = wording.arm_label(item["arm"])
        st.caption(f"**{arm}** · {stratum} · **Expected** {components.plain(expected)}")
        places = zip(st.columns(2, gap="medium"), ("First", "Second"), strict=True)
        for (column, place), text in zip(places, (item["first"], item["second"]), strict=True):
            with column:
                right = item["better"] is (place == "Second")
                icon, word = ("check_circle", "right") if right else ("cancel", "wrong")
                st.caption(f":material/{icon}: **{place}**, {word}")
                st.text(text or "The model answered nothing.", wrap=True)
