"""The pages: where each lies, what it is called, and links to it."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Entry:
    """One page of the menu; its address is its key."""

    key: str
    section: str
    title: str
    icon: str
    phrase: str
    """What it is for, under its title."""

    @property
    def file(self) -> Path:
        """The page's script, in the folder of its section."""
        return ROOT / "pages" / self.section.lower() / f"{self.key}.py"


ENTRIES = {
    entry.key: entry
    for entry in (
        Entry(
            "home",
            "Start",
            "Home",
            "home",
            "How far this project has come, and what to do next.",
        ),
        Entry(
            "documents",
            "Prepare",
            "Documents",
            "description",
            "What RAG and Hybrid read. Add files, see what was indexed, try a search.",
        ),
        Entry(
            "questions",
            "Prepare",
            "Questions",
            "quiz",
            "What the arms are trained and tested on: questions with the answers you expect.",
        ),
        Entry(
            "prompt",
            "Prepare",
            "Prompt",
            "edit_note",
            "What every arm is told before each question, and exactly what the model reads.",
        ),
        Entry(
            "finetune",
            "Prepare",
            "Fine-tuning",
            "model_training",
            "Train an adapter on your questions; the Fine-tuned and Hybrid arms answer with it.",
        ),
        Entry(
            "ask",
            "Compare",
            "Ask",
            "forum",
            "One question, every arm side by side, from the same base model.",
        ),
        Entry(
            "evaluate",
            "Compare",
            "Evaluate",
            "monitoring",
            "A whole question set through the arms: accuracy, latency and cost with intervals.",
        ),
        Entry(
            "freshness",
            "Compare",
            "Freshness",
            "published_with_changes",
            "Change facts in the documents and watch each arm catch up, or not.",
        ),
        Entry(
            "verdict",
            "Decide",
            "Verdict",
            "gavel",
            "Which approach is best for these documents, how sure that is, and at what price.",
        ),
        Entry(
            "recommend",
            "Decide",
            "Recommend",
            "thumb_up",
            "Which option fits your limits and weights, how sure that is, what would change it.",
        ),
        Entry(
            "present",
            "Decide",
            "Present",
            "slideshow",
            "The verdict as slides, one message each.",
        ),
        Entry(
            "compare",
            "Decide",
            "Compare",
            "compare_arrows",
            "Two evaluations of the same questions: what got better, what got worse, by how much.",
        ),
    )
}


def page(key: str) -> StreamlitPage:
    """Return the page of that key, home for a key that is none."""
    entry = ENTRIES.get(key, ENTRIES["home"])
    return st.Page(
        entry.file,
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=entry.key,
        default=entry.key == "home",
    )


FULL_SCREEN = ("present",)
"""Pages without menu and frame."""


def navigation() -> StreamlitPage:
    """Show the menu, but on a page that fills the screen, and return the page to run."""
    sections: dict[str, list[StreamlitPage]] = {}
    for entry in ENTRIES.values():
        sections.setdefault(entry.section, []).append(page(entry.key))
    current = st.navigation(sections, position="sidebar")
    if full_screen(current):
        return st.navigation(sections, position="hidden")
    return current


def full_screen(current: StreamlitPage) -> bool:
    """Whether a page stands without menu and frame."""
    return current.url_path in FULL_SCREEN


def link(key: str, label: str = "") -> None:
    """Show a link to a page."""
    entry = ENTRIES.get(key, ENTRIES["home"])
    st.page_link(page(entry.key), label=label or entry.title, icon=f":material/{entry.icon}:")
