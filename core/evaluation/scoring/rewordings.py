"""Which questions ask for one fact in several wordings."""

from collections.abc import Sequence

from core.questions.fields import text_of
from core.records.question import UNANSWERABLE, Question, normalised_text

FEWEST_WORDINGS = 2


def rewordings(asked: Sequence[Question]) -> dict[str, str]:
    """Return {question id: name of its set} of the questions that were asked in other words too.

    The same text twice is one wording; unanswerable questions are in no set.
    """
    sets: dict[str, dict[str, str]] = {}
    for question in asked:
        if question.kind != UNANSWERABLE:
            marks = (text_of(question.extra.get(field)) for field in ("fact", "rewords"))
            name = next(filter(None, marks), question.id)
            sets.setdefault(name, {}).setdefault(normalised_text(question.text), question.id)
    return {
        key: name
        for name, texts in sets.items()
        if len(texts) >= FEWEST_WORDINGS
        for key in texts.values()
    }
