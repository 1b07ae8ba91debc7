"""Unanswerable siblings: a question whose subject is exchanged for one that nothing answers it for.

As SQuAD 2.0 does by hand (Rajpurkar et al. 2018, arXiv:1806.03822), here by exchange and checked
against every passage.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.questions.generate.checks import stems, words_of
from core.questions.generate.facts import Fact

TRIES = 40
MOST_SHARED = 0.5
"""A passage that names the new subject and this share of the question's other words may answer."""
_MADE_BY = re.compile(
    r"\b(?:film|movie|song|album|book|novel|play|episode|series|single|opera|documentary|musical|"
    r"story|magazine|game|work|painting|poem|report|paper) by\b"
)
"""Says who made something without saying how: it may answer who wrote or directed it."""
_ROOT = 5
"""Letters in which two words count as kin: directed, director."""


@dataclass(frozen=True)
class Subjects:
    """What questions are about, and every passage, to see what is said of whom."""

    titles: tuple[str, ...]
    names: tuple[str, ...]
    """Names and identifiers that the documents mention."""
    passages: tuple[str, ...]
    """In lower case; the texts of the project's own questions too, since they ask what is told."""


def exchanged(text: str, fact: Fact, subjects: Subjects, seed: str) -> str | None:
    """Return the question with another subject, None where every one might have an answer."""
    subject, pool = _subject(text, fact, subjects)
    if subject is None:
        return None
    start = text.find(subject)
    others = stems(text) - stems(subject)
    rng = random.Random(seed)
    for other in rng.sample(pool, min(TRIES, len(pool))):
        same = other.lower() in f"{text} {fact.sentence.source.title} {fact.answer}".lower()
        if not same and not answered(other, others, subjects):
            return text[:start] + other + text[start + len(subject) :]
    return None


def _subject(text: str, fact: Fact, subjects: Subjects) -> tuple[str | None, Sequence[str]]:
    """Return what the sentence is about, as the question has it, and what may take its place."""
    title, sentence = fact.sentence.source.title, fact.sentence.text
    if _stands_in(title, text) and _stands_in(title, sentence):
        return title, subjects.titles
    for name in subjects.names:
        if name != fact.answer and _stands_in(name, text) and _stands_in(name, sentence):
            return name, [other for other in subjects.names if _shape(other) == _shape(name)]
    return None, ()


def _stands_in(name: str, text: str) -> bool:
    # The plain test first: there may be thousands of names.
    return name in text and bool(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text))


def _shape(name: str) -> tuple[bool, int]:
    """Return what makes two names exchangeable: both identifiers, or about as many words."""
    return bool(re.search(r"[_\d/]|[a-z][A-Z]", name)), min(len(name.split()), 3)


def answered(subject: str, others: set[str], subjects: Subjects) -> bool:
    """Whether a passage names the subject with much else of the question, or with its maker."""
    for passage in subjects.passages:
        if subject.lower() in passage:
            roots = {word[:_ROOT] for word in words_of(passage)}
            shared = sum(word[:_ROOT] in roots for word in others)
            if shared >= MOST_SHARED * max(len(others), 1) or _MADE_BY.search(passage):
                return True
    return False
