"""The story of an evaluation begins: is there enough data for a verdict, and what was found."""

import streamlit as st

from core.arms import ALL_ARMS
from core.charts import words
from core.charts.quality import sentences
from core.records.contrast import Contrast
from core.records.gates import GateFigures
from core.records.summary import Summary
from ui import components, wording
from ui.evaluate import answer_table
from ui.prepare import gates

LEAKS = wording.Labels(
    {
        "same": "word for word in training",
        "copy": "in nearly the same words in training",
        "rewording": "reworded in training, with the same answer",
        "in index": "word for word in a document",
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
    "Supported": "what the claim says was found, and chance alone would hardly look like this.",
    "Refuted": "the opposite of the claim was found, and chance alone would hardly look like this.",
    "Equivalent": "whatever difference there is, it is too small to matter: within the margin.",
    "Not enough data": "these questions cannot tell which arm is better. It does not mean that "
    "the arms are alike.",
    "Too few questions": "no verdict is given on so few questions; the figures are a first look.",
    "F1": "how far the words of an answer and of the expected one agree, 0 to 100 points.",
    "95 % interval": (
        "the range in which the true difference plausibly lies. The wider it is, the less is known."
    ),
    "Adjusted p": "how often arms that are alike would differ this much by chance, raised because "
    "several comparisons were made. Below .05, a difference counts.",
    "Groups": "questions about the same document or entity are related, so they tell less than as "
    "many unrelated ones.",
}
MANY_USES = 5
"""Looks at the same test questions from which choices made after them begin to fit them."""


def checklist(summary: Summary, measured: GateFigures | None) -> None:
    """Say in a line each whether these answers are enough for a verdict.

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
        st.subheader("Is there enough data for a verdict?", anchor=False)
        for good, text in lines:
            components.checked(good, text)
    st.caption(":material/touch_app: Click any point to see the answers behind it.")


def _questions(summary: Summary) -> list[tuple[bool, str]]:
    if not summary["complete"]:
        return [(False, "Some questions are not answered yet. Verdicts come with the last answer.")]
    untested = summary["untested"]
    if untested:
        asked = wording.counted(untested, "question")
        note = [
            (
                False,
                f"{asked} outside the test split get no verdict: arms may have been trained on "
                "them.",
            )
        ]
    else:
        note = []
    if not summary["contrasts"]:
        text = (
            "There is nothing to compare. A verdict takes at least two of RAG, Fine-tuned and "
            "Hybrid, and questions with expected answers."
        )
        return note or [(False, text)]
    lines = note
    for stratum in dict.fromkeys(one["stratum"] for one in summary["contrasts"]):
        part = [one for one in summary["contrasts"] if one["stratum"] == stratum]
        good, text = _reach(part)
        where = sentences.STRATUM_WORDS[stratum]
        counted = wording.counted(part[0]["n"], "question")
        groups = f" in {part[0]['groups']:,} groups" if part[0]["groups"] < part[0]["n"] else ""
        lines.append((good, f"{counted}{groups} on {where}: {text}."))
    return lines


def _reach(part: list[Contrast]) -> tuple[bool, str]:
    """Say what the questions of one stratum can detect."""
    if part[0]["verdict"] == "exploratory":
        return False, (
            "too few for a verdict, which takes more than 60 questions in at least 8 groups. Aim "
            "for 200, spread over many documents"
        )
    # What all of them can see, so the largest of the smallest.
    sees = [one["smallest"] for one in part if one["smallest"] is not None]
    if len(sees) < len(part):
        return False, "too few to detect a difference in every comparison"
    return True, f"enough to detect differences of about {100 * max(sees):.0f} points or more"


def _failures(summary: Summary) -> list[tuple[bool, str]]:
    failed = words.failures(summary)
    if not failed:
        return []
    return [(False, f"{failed} Every answer, the last chapter, says why each one failed.")]


def _leaks(summary: Summary) -> list[tuple[bool, str]]:
    left_out = summary["left_out"]
    if left_out is None or summary["untested"]:  # Of a version that had no guard, or not guarded.
        return []
    if not left_out:
        return [(True, "No question asked here is given away by training or by a document.")]
    parts = ", ".join(f"{count} {LEAKS(kind)}" for kind, count in left_out.items())
    total = wording.counted(sum(left_out.values()), "question")
    return [
        (True, f"{total} left out because training or a document gives the answer away: {parts}.")
    ]


def _looks(summary: Summary) -> list[tuple[bool, str]]:
    uses = summary["test_use"]
    if uses is None:
        return []
    text = (
        "First evaluation on these test questions."
        if uses == 1
        else f"Evaluation number {uses} on these test questions."
    )
    if uses < MANY_USES:
        return [(True, text)]
    return [
        (
            False,
            f"{text} Whatever was changed after the earlier ones may fit these questions only; "
            "new questions would tell.",
        )
    ]


def _reads(summary: Summary, found: GateFigures | None) -> list[tuple[bool, str]]:
    """Say whether the model reads passages at all."""
    if not any(ALL_ARMS[arm].retrieves for arm in summary["arms"] if arm in ALL_ARMS):
        return []
    if not found:
        text = (
            "Not yet checked: can this model use passages? Run the check on the Fine-tuning page, "
            "or evaluate Base and Oracle."
        )
        return [(False, text)]
    if not found["n"]:
        return [gates.SAYS["few"]]
    shares = (
        f"Of {wording.counted(found['n'], 'question')}, the base model gets "
        f"{100 * found['base']:.0f} % right alone and {100 * found['oracle']:.0f} % when handed "
        "the right passage. "
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
            said = components.plain(sentences.sentence(one))
            claim = components.plain(sentences.tested(one))
            word = words.VERDICT_LABELS[one["verdict"]]
            icon = f":material/{ICONS[one['verdict']]}:"
            st.markdown(
                f":material/chevron_right: {said}  \n"
                f":small[Claim under test: {claim}. {icon} **{word.capitalize()}.**]"
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
