"""Which passages are gold, that is, hold the answer: the one place that knows kinds of answers."""

import re
from collections.abc import Iterable

from core.records.question import LABEL, Question, normalised_text

YES_NO = frozenset(("yes", "no", "true", "false", "maybe"))
"""Answers that are chosen whatever the kind of their question, as `normalised_text` gives them."""
Piece = tuple[str, str | None, str]
"""A passage: its id, the name of its document, its text."""


def is_chosen(question: Question) -> bool:
    """Whether the answer is one of a few that are chosen from: a label, or yes or no.

    Its words say nothing of where it can be read: documents answer "no" without that word, and use
    the word without answering. Any other answer is quoted.
    """
    if not question.answers:
        return False
    return question.kind == LABEL or normalised_text(question.answers[0]) in YES_NO


def quoted(question: Question) -> tuple[str, ...]:
    """Return the gold answers whose words stand in a document, () if the answer is chosen."""
    return () if is_chosen(question) else question.answers


def holds(question: Question, document: str | None, text: str) -> bool:
    """Whether a passage is gold.

    One of the question's document is if the answer is chosen; whatever its document, one in which
    a quoted answer stands as whole words. Case and line breaks do not matter.

    Args:
        document: Name of the passage's document.
    """
    if is_chosen(question):
        return question.document is not None and document == question.document
    return bool(_standing(question, r"(?<!\w)(?:{})(?!\w)", text))


def gold_among(question: Question, passages: Iterable[Piece]) -> list[str]:
    """Return the ids of the passages that are gold.

    Where no passage has a quoted answer as whole words, letters inside a word do.
    """
    pieces = list(passages)
    gold = [key for key, document, text in pieces if holds(question, document, text)]
    if gold or is_chosen(question):
        return gold
    return [key for key, _, text in pieces if _standing(question, "{}", text)]


def _standing(question: Question, pattern: str, text: str) -> re.Match[str] | None:
    answers = [" ".join(answer.split()) for answer in question.answers if answer.strip()]
    if not answers:
        return None
    words = pattern.format("|".join(map(re.escape, answers)))
    return re.search(words, " ".join(text.split()), re.IGNORECASE)
