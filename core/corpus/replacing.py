"""Find one fact's answer in a document's passages, and put another value in its place."""

import re
from collections.abc import Mapping, Sequence

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"\w+")
_BEFORE = 300
"""Characters before a sentence that count as its surroundings: a heading names what it is about."""
Texts = Mapping[int, str]
"""Passages by position in their document."""


def standing(texts: Texts, answers: Sequence[str]) -> str | None:
    """Return the longest of the answers that stands in a passage as whole words, or None."""
    known = sorted((answer for answer in answers if answer.strip()), key=len, reverse=True)
    return next(
        (answer for answer in known if any(map(_pattern(answer).search, texts.values()))), None
    )


def replaced(
    texts: Texts, old: str, new: str, question: str, *, everywhere: bool
) -> dict[int, str]:
    """Return the passages that change, with `new` in place of `old`, by position.

    Args:
        question: The question that asks for the value; its words pick the sentence.
        everywhere: Replace every occurrence, else only those in the sentence that fits best.
            Passages overlap, so that sentence may stand in two of them.
    """
    pattern = _pattern(old)
    spans = [
        (position, start, end)
        for position, text in texts.items()
        for start, end in _sentences(text)
        if pattern.search(text, start, end)
    ]
    if not everywhere and spans:
        asked = _words(question)
        best = max(_fit(asked, texts[at], start, end) for at, start, end in spans)
        spans = [span for span in spans if _fit(asked, texts[span[0]], *span[1:]) == best]
    changed = dict(texts)
    # From the back, so that the places of the earlier ones stay.
    for position, start, end in sorted(spans, reverse=True):
        text = changed[position]
        piece = pattern.sub(lambda _: new, text[start:end])
        changed[position] = text[:start] + piece + text[end:]
    return {at: text for at, text in changed.items() if text != texts[at]}


def _pattern(answer: str) -> re.Pattern[str]:
    """Return what finds an answer as whole words; line breaks and case do not matter."""
    words = r"\s+".join(re.escape(word) for word in answer.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


def _fit(asked: set[str], text: str, start: int, end: int) -> tuple[int, int]:
    """Return how many of the question's words stand in the sentence, and how many before it."""
    around = text[max(0, start - _BEFORE) : start]
    return len(asked & _words(text[start:end])), len(asked & _words(around))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
