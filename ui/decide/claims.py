"""The claims of a verdict as rows: the slogan, the word, the finding, and where it comes from."""

import json
from collections.abc import Iterator
from functools import partial
from itertools import groupby

import streamlit as st

from core.charts.measures.mark import WIDTH, mark, spoken
from core.decision.catalogue import CLAIMS
from core.records.claim import Claims, ClaimVerdict, Word
from core.records.project import ProjectRow
from ui import charting, components, menu, services, state, wording

WORDS: dict[Word, tuple[str, str, components.Colour]] = {
    "supported": ("Supported", "check_circle", "green"),
    "refuted": ("Refuted", "cancel", "red"),
    "equivalent": ("Equivalent", "drag_handle", "blue"),
    "inconclusive": ("Not enough data to tell", "help", "orange"),
    "exploratory": ("Too few questions for a word", "science", "orange"),
    "not measured yet": ("Not measured yet", "hourglass_empty", "gray"),
    "does not apply": ("Does not apply", "block", "gray"),
}
"""Each word as it is shown; colour never stands alone."""
MEANINGS = {
    "Supported": "the slogan holds here; chance alone would hardly look like this.",
    "Refuted": "it does not hold here: the opposite does, at least for one kind of question.",
    "Equivalent": "whatever difference there is, it is too small to matter.",
    "Not enough data to tell": "either may be better; it does not mean that they are alike.",
    "Too few questions for a word": "the figures are shown, but they decide nothing.",
    "Does not apply": "the slogan is about something that this project does not have.",
}
BY_KEY = {claim.key: claim for claim in CLAIMS}
CHAPTERS = {
    "cost": ("cost", "month", "latency_ms", "first_token_ms", "parts", "fixed"),
    "why": ("retrieval", "misses", "grounding", "consistency"),
}
"""Chapters of an evaluation, with the charts that stand there; all others are what was found."""


def rows(project: ProjectRow, claims: Claims) -> None:
    """Show every claim, by group, and open the one that the address names."""
    counts = [verdict["verdict"] for verdict in claims["claims"]]
    said = ", ".join(
        f"{counts.count(word)} {_plural(label.lower(), counts.count(word))}"
        for word, (label, _, _) in WORDS.items()
        if word in counts
    )
    st.subheader(f"What the {len(counts)} usual slogans are worth here", anchor="claims")
    st.caption(f"{said[:1].upper()}{said[1:]}.")
    with st.expander("What these words mean", icon=":material/menu_book:"):
        for word, meaning in MEANINGS.items():
            st.markdown(f"**{word}**: {meaning}")
    for group, verdicts in groupby(claims["claims"], key=lambda verdict: verdict["group"]):
        st.markdown(f"#### {group.capitalize()}", anchors=False)
        for verdict in verdicts:
            with st.container(border=True, gap="xsmall", key=f"claim.{verdict['claim']}"):
                _row(project, verdict)


def _plural(label: str, count: int) -> str:
    return label if count == 1 else label.replace("does not", "do not")


def opened(project: ProjectRow, claims: Claims) -> None:
    """Open the claim that the address names, until it is closed."""
    named = state.from_url("claim")
    if not named:
        return
    state.forget("claim")  # Another page may be gone to from here: coming back opens nothing.
    by_key = {verdict["claim"]: verdict for verdict in claims["claims"]}
    if named in by_key:
        _dialog(project, by_key[named])
    else:
        text = f"There is no claim {named}. All there are stand below."
        st.warning(components.plain(text), icon=":material/link_off:")


def _closed() -> None:
    state.to_url("claim", None)


@st.dialog("How this claim is judged", width="large", icon=":material/balance:", on_dismiss=_closed)
def _dialog(project: ProjectRow, verdict: ClaimVerdict) -> None:
    _row(project, verdict, whole=True)


def _row(project: ProjectRow, verdict: ClaimVerdict, whole: bool = False) -> None:
    """Show a claim.

    Args:
        whole: Also by which rule it is judged.
    """
    left, right = st.columns([3, 1], vertical_alignment="center")
    with left, st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**“{components.plain(verdict['slogan'])}”**", width="content")
            label, icon, colour = WORDS[verdict["verdict"]]
            about = verdict["minutes"]
            label += f", about {wording.duration(60 * about)}" if about else ""
            st.badge(label, icon=f":material/{icon}:", color=colour)
        st.markdown(components.plain(verdict["finding"]))
    image = mark(verdict, charting.theme())
    if image:
        right.image(image, width=WIDTH, alt=spoken(verdict))
    if whole:
        st.markdown(f"**Supported if:** {components.plain(verdict['rule'])}")
        st.markdown(
            f"**Compared:** {components.plain(BY_KEY[verdict['claim']].measure)}; asked of "
            f"{components.plain(BY_KEY[verdict['claim']].asked)}."
        )
    facts = " · ".join(_facts(verdict, whole))
    if facts:
        st.caption(components.plain(facts))
    if verdict["change"]:
        st.caption(f"**What would change it:** {components.plain(verdict['change'])}")
    _links(project, verdict, whole)


def _facts(verdict: ClaimVerdict, whole: bool) -> Iterator[str]:
    if verdict["n"] is not None:
        groups = f" in {verdict['groups']:,} groups" if verdict["groups"] else ""
        voted = BY_KEY[verdict["claim"]].measured_by == "votes"
        yield f"{wording.counted(verdict['n'], 'vote' if voted else 'question')}{groups}"
    if verdict["seeds"]:
        yield wording.counted(verdict["seeds"], "adapter")
    if whole and verdict["p_holm"] is not None:
        yield f"adjusted p {max(verdict['p_holm'], 0.001):.3f}".replace("p 0.", "p .")
    if verdict["missing"]:
        yield f"{verdict['missing']:,} more needed for a word"
    yield from filter(None, (verdict["model"],))
    if verdict["measured_at"]:
        yield wording.day(verdict["measured_at"])


def _links(project: ProjectRow, verdict: ClaimVerdict, whole: bool) -> None:
    claim, evidence = verdict["claim"], verdict["evidence"]
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        if not whole:
            st.button(
                "How it is judged",
                icon=":material/balance:",
                key=f"verdict.open.{claim}",
                type="tertiary",
                on_click=lambda: state.to_url("claim", claim),
            )
        if evidence is None:
            return
        link = partial(_link, project)
        match evidence["kind"]:
            case "freshness":
                link("freshness", "Chart and answers", "monitoring", experiment=evidence["id"])
            case "evaluation":
                of, chapter = evidence["id"], chapter_of(evidence["chart"])
                link("evaluate", "Its chart", "monitoring", evaluation=of, chapter=chapter)
                link("evaluate", "Its answers", "table_rows", evaluation=of, chapter="answers")
            case "votes":
                link("evaluate", "The votes", "how_to_vote", chapter="found")
            case _:
                st.download_button(
                    "Its answers",
                    partial(_measured, project["id"], evidence["id"]),
                    f"{claim}.json",
                    "application/json",
                    key=f"verdict.answers.{claim}{'.whole' * whole}",
                    icon=":material/download:",
                    on_click="ignore",
                    type="tertiary",
                )


def _measured(project: str, measurement: str) -> str:
    held = services.client().measurement(project=project, measurement=measurement)
    return json.dumps(held, indent=1, ensure_ascii=False)


def chapter_of(chart: str | None) -> str:
    """Return the chapter of an evaluation in which a chart stands."""
    return next((chapter for chapter, charts in CHAPTERS.items() if chart in charts), "found")


def _link(project: ProjectRow, page: str, label: str, icon: str, **query: str) -> None:
    address = {"project": project["id"]} | query
    st.page_link(menu.page(page), label=label, icon=f":material/{icon}:", query_params=address)
