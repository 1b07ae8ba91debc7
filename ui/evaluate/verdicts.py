"""The story of an evaluation begins: may this be judged at all, and what was found."""

import streamlit as st

from core.arms import ALL_ARMS
from core.charts import words
from core.charts.quality import contrasts as contrast_charts
from core.records.contrast import Contrast
from core.records.gates import GateFigures
from core.records.summary import Summary
from ui import components, wording
from ui.evaluate import answer_table
from ui.prepare import gates

LEAKS = wording.Labels(
    {
        "same": "stand in training word for word",
        "copy": "stand in training in nearly the same words",
        "rewording": "are training questions in other words, with the same answer",
        "in index": "stand word for word in a document",
    }
)
ICONS = {
    "supported": "check_circle",
    "refuted": "cancel",
    "equivalent": "drag_handle",
    "inconclusive": "help",
    "exploratory": "science",
}
MEANINGS = {
    "Supported, refuted": "the first arm is better, or worse, and chance alone would hardly look "
    "like this.",
    "Equivalent": "whatever difference there is, it is small: within the margin.",
    "Inconclusive": "these questions cannot tell; it does not mean that the arms are alike.",
    "F1": "how many words an answer shares with the expected one, 0 to 100 points.",
    "95 % interval": "where the true difference plausibly lies; the wider, the less is known.",
    "Adjusted p": "how often arms that are alike would differ this much by chance, raised because "
    "several comparisons were made. Below .05 counts.",
    "Groups": "questions on one document or entity hang together, so they count as less than as "
    "many separate ones.",
}
MANY_USES = 5
"""Looks at the same test questions from which choices made after them begin to fit them."""


def checklist(summary: Summary, measured: GateFigures | None) -> None:
    """Say in a line each whether these answers may be judged.

    Args:
        measured: What the gates found, in the evaluation itself or before training; None where
            nobody measured.
    """
    lines = (
        *_questions(summary),
        *_failures(summary),
        *_leaks(summary),
        *_looks(summary),
        *_reads(summary, measured),
    )
    with st.container(border=True, gap="xsmall"):
        st.subheader("May this be judged?", anchor=False)
        for good, text in lines:
            components.checked(good, text)
    st.caption(":material/touch_app: A click on a mark of a chart opens the answers behind it.")


def _questions(summary: Summary) -> list[tuple[bool, str]]:
    if not summary["complete"]:
        return [(False, "Not every question has its answers yet. Verdicts come with the last one.")]
    untested = summary["untested"]
    if untested:
        asked = f"{wording.counted(untested, 'question')} asked here are no test questions"
        note = [(False, f"{asked}: arms may have been trained on them, so they get no verdict.")]
    else:
        note = []
    if not summary["contrasts"]:
        text = (
            "These arms allow no planned comparison. It takes two of RAG, Fine-tuned and Hybrid, "
            "and questions with answers."
        )
        return note or [(False, text)]
    lines = note
    for stratum in dict.fromkeys(one["stratum"] for one in summary["contrasts"]):
        part = [one for one in summary["contrasts"] if one["stratum"] == stratum]
        few = part[0]["verdict"] == "exploratory"
        counted = wording.counted(part[0]["n"], "question")
        groups = f" in {part[0]['groups']:,} groups" if part[0]["groups"] < part[0]["n"] else ""
        # What all of them can see, so the largest of the smallest.
        sees = [one["smallest"] for one in part if one["smallest"] is not None]
        blind = len(sees) < len(part)
        reach = (
            "too few for a verdict, which takes more than 60 questions and at least 8 groups. 200 "
            "in many documents are a good number"
            if few
            else "not enough to show every difference there may be"
            if blind
            else f"enough to show differences of about {100 * max(sees):.0f} points and more"
        )
        where = contrast_charts.STRATUM_WORDS[stratum]
        lines.append((not few and not blind, f"{counted}{groups} on {where}: {reach}."))
    return lines


def _failures(summary: Summary) -> list[tuple[bool, str]]:
    failed = words.failures(summary)
    if not failed:
        return []
    return [(False, f"{failed} The chapter Every answer says why each one failed.")]


def _leaks(summary: Summary) -> list[tuple[bool, str]]:
    left_out = summary["left_out"]
    if left_out is None or summary["untested"]:  # Of a version that had no guard, or not guarded.
        return []
    if not left_out:
        return [(True, "No question asked here is given away by training or by a document.")]
    parts = ", ".join(f"{count} {LEAKS(kind)}" for kind, count in left_out.items())
    total = wording.counted(sum(left_out.values()), "question")
    return [(True, f"{total} left out because training or a document gives them away: {parts}.")]


def _looks(summary: Summary) -> list[tuple[bool, str]]:
    uses = summary["test_use"]
    if uses is None:
        return []
    text = f"Look number {uses} at the test questions of this project."
    if uses < MANY_USES:
        return [(True, text)]
    return [
        (
            False,
            f"{text} What was changed after earlier looks may fit these questions alone; "
            "new questions would tell.",
        )
    ]


def _reads(summary: Summary, found: GateFigures | None) -> list[tuple[bool, str]]:
    """Say whether the model reads passages at all."""
    if not any(ALL_ARMS[arm].retrieves for arm in summary["arms"] if arm in ALL_ARMS):
        return []
    if not found:
        text = (
            "Whether the model reads passages was not measured: ask the Oracle beside Base, or "
            "look first on the Fine-tuning page."
        )
        return [(False, text)]
    if not found["n"]:
        return [gates.SAYS["few"]]
    shares = (
        f"Alone the base model is right on {100 * found['base']:.0f} %, handed the right passage "
        f"on {100 * found['oracle']:.0f} % of {wording.counted(found['n'], 'question')}. "
    )
    says = [gates.SAYS[finding] for finding in found["findings"]]
    return [(good, shares + text) for good, text in says]


def found(contrasts: list[Contrast]) -> None:
    """Say in a line each what the planned comparisons found."""
    if not contrasts:
        return
    with st.container(border=True, gap="xsmall"):
        st.subheader("What was found", anchor=False)
        for one in contrasts:
            said = components.plain(contrast_charts.sentence(one))
            st.markdown(
                f":material/{ICONS[one['verdict']]}: **{one['verdict'].capitalize()}.** {said}"
            )
        with st.expander("What these words mean", icon=":material/menu_book:"):
            for word, meaning in MEANINGS.items():
                st.markdown(f"**{word}**: {components.plain(meaning)}")


def behind(contrasts: list[Contrast]) -> dict[answer_table.Behind, str]:
    """Return what the question table can be narrowed to, with labels: both sides of each."""
    labels = {}
    for one in contrasts:
        pairs = (
            (one["first"], one["second"], one["first_only"]),
            (one["second"], one["first"], one["second_only"]),
        )
        for better, worse, count in pairs:
            labels[better, worse, one["stratum"], one["measure"]] = (
                f"{wording.arm_label(better)} better than {wording.arm_label(worse)}, "
                f"{answer_table.STRATA[one['stratum']]} ({count})"
            )
    return labels
