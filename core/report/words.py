"""Words that all reports share, and what makes a stranger's text safe to print."""

import unicodedata
from collections.abc import Sequence
from typing import TypeVar, cast

from core.charts.words import arm_label, listed
from core.decision.catalogue import HELD_OUT, SEEN
from core.records.claim import Word
from core.records.interval import Interval

STRATA = {
    "held_out": HELD_OUT,
    "seen": SEEN,
    "unanswerable": "questions that the documents do not answer",
}
"""In the order in which they are shown."""
WORDS: dict[Word, str] = {
    "supported": "Supported",
    "refuted": "Refuted",
    "equivalent": "No difference that matters",
    "inconclusive": "Not enough data to tell",
    "exploratory": "Too few questions for a word",
    "not measured yet": "Not measured yet",
    "does not apply": "Does not apply",
}
PER_CENT = 100
_BAD = ("Cc", "Cs", "Co")
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""These make text read in another order than it is written."""
Data = TypeVar("Data")


def cleaned(data: Data) -> Data:
    """Return JSON with every text on one line and without characters that no file may hold."""
    if isinstance(data, str):
        kept = (c if unicodedata.category(c) not in _BAD else " " for c in data)
        return cast(Data, " ".join("".join(c for c in kept if c not in _TURNING).split()))
    if isinstance(data, dict):
        return cast(Data, {key: cleaned(value) for key, value in data.items()})
    if isinstance(data, list):
        return cast(Data, [cleaned(value) for value in data])
    return data


def sentence(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def counted(count: int, noun: str) -> str:
    """Return "1 question", "300 questions"."""
    return f"{count:,} {noun}{'s' * (count != 1)}"


def of_100(interval: Interval | None) -> Interval | None:
    """Return an interval of shares as one of 100."""
    return None if interval is None else [PER_CENT * end for end in interval]


def arms(keys: Sequence[str]) -> str:
    """Return the arms' names as in a sentence."""
    return listed(map(arm_label, keys))
