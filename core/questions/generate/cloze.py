"""Cloze items: a sentence with its answer left out."""

import re

from core.questions.generate.checks import entities, gives_away, stems
from core.questions.generate.facts import (
    COUNT,
    DEFINITION,
    NAME,
    NUMERIC,
    OBJECT,
    PLACE,
    SUBJECT,
    THING,
    Fact,
)

BLANK = "____"
MOST_WORDS = 32
"""Words of the sentence: a longer one holds more than one fact."""
FEWEST_STEMS, FEWEST_NAMELESS = 4, 5
"""Telling words needed around the blank, with a name among them or without."""
_VAGUE = re.compile(
    r"\b(?:various|several|many|some|most|usually|often|about|around|approximately|etc|e\.g|i\.e|"
    r"including|such as|or more|at least|at most|more than|less than)\b"
)


def cloze(fact: Fact) -> str | None:
    """Return the sentence with a blank for the answer, None where it would be no fair question."""
    text = fact.before + BLANK + fact.after
    left = fact.before + " " + fact.after
    words = text.split()
    if (
        fact.type in (DEFINITION, THING, SUBJECT, OBJECT)
        or len(words) > MOST_WORDS
        or len(fact.answer.split()) > 5
    ):
        return None
    if gives_away(left, fact) or len(stems(left)) < (
        FEWEST_STEMS if entities(left) else FEWEST_NAMELESS
    ):
        return None
    # Nobody could know the order of a list of names.
    if fact.type in (NAME, PLACE) and left.count(",") > 2:
        return None
    if fact.type in NUMERIC and _VAGUE.search(fact.before[-30:]):
        return None
    if fact.type == COUNT and re.search(r"\b(?:first|last|other|next) $", fact.before):
        return None
    return text


def anchored(text: str, fact: Fact) -> str:
    """Return a cloze with its document's title where the sentence alone names nothing."""
    if entities(fact.before + fact.after):
        return text
    return f'From "{fact.sentence.source.title}": {text}'
