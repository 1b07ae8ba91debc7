"""One fact, several wordings: families for training that a test question never uses.

Test wordings ask straight ("When was X founded?", or a blank on its own). Training wordings report
("Say when ..."), ask inside the sentence ("X was founded in which year?"), or complete it.
"""

import re

from core.questions.generate.checks import alike, gives_away
from core.questions.generate.clauses import Wording
from core.questions.generate.facts import (
    AMOUNT,
    COUNT,
    DATE,
    MONEY,
    PERCENT,
    PERSON,
    PLACE,
    YEAR,
    Fact,
)

MOST = 4
"""Training wordings of a fact."""


def training_wordings(
    fact: Fact, wording: Wording | None, blank: str | None, asked: str | None
) -> list[str]:
    """Return the training wordings of a fact, none a trifle away from another or from `asked`.

    Args:
        wording: The parts of its question, where a rule made it.
        blank: Its cloze sentence, where that is a fair question.
        asked: The test question, which no wording may resemble; None if there is none.
    """
    title = fact.sentence.source.title
    candidates = []
    if wording:
        candidates.append(f"Say {wording.reported()}.")
    if blank:
        candidates.append(f"Complete the sentence: {blank}")
    if inside := in_place(fact):
        candidates.append(inside)
    if wording and title.lower() not in wording.reported().lower():
        candidates.append(f'According to "{title}", can you tell me {wording.reported()}?')
    elif wording:
        candidates.append(f"Can you tell me {wording.reported()}?")
    if blank:
        candidates.append(f'Which words are missing in "{title}"? {blank}')
    kept: list[str] = []
    for text in candidates:
        near = asked is not None and alike(text, asked)
        if not near and text not in kept and not gives_away(text.replace(title, ""), fact):
            kept.append(text)
    return kept[:MOST]


def in_place(fact: Fact) -> str | None:
    """Return "X was founded in which year?", None for answers that no question word replaces."""
    unit = re.search(r"[A-Za-z]+$", fact.answer)
    word = {
        YEAR: "which year",
        COUNT: "how many",
        PERCENT: "what percentage",
        MONEY: "how much",
        DATE: "which date" if re.search(r"\bon $", fact.before) else None,
        PERSON: "whom" if re.search(r"\bby (?:an? )?$", fact.before) else None,
        PLACE: "which place" if re.search(r"\b(?:in|at) $", fact.before) else None,
        AMOUNT: f"how many {unit[0]}" if unit else None,
    }.get(fact.type)
    before = re.sub(r"\ban? $", "", fact.before) if fact.type == PERSON else fact.before
    bound = re.search(r"\b(?:each|every|the|an?) $", before)
    if word is None or bound or len(fact.sentence.text.split()) > 26:
        return None
    text = f"{before}{word}{fact.after.rstrip('. ')}?"
    return text[0].upper() + text[1:]
