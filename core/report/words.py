"""Words that all reports share, and what makes a stranger's text safe to print."""

import unicodedata
from typing import TypeVar, cast

from core.charts.words import VERDICT_LABELS
from core.decision.words import WHERE
from core.records.interval import Interval

STRATA = {
    "held_out": WHERE["held_out"],
    "seen": WHERE["seen"],
    "unanswerable": "questions that the documents do not answer",
}
"""In the order in which they are shown."""
PER_CENT = 100
_BAD = ("Cc", "Cs", "Co")
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""These make text read in another order than it is written."""
Data = TypeVar("Data")


def cleaned(data: Data) -> Data:
    """Return JSON with every text on one line and without characters that no file may hold."""
    if isinstance(data, str):
        if data.isascii() and data.isprintable():
            return data
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


def word(verdict: str) -> str:
    """Return a verdict's word as it begins a line."""
    return sentence(VERDICT_LABELS[verdict])


def of_100(interval: Interval | None) -> Interval | None:
    """Return an interval of shares as one of 100."""
    return None if interval is None else [PER_CENT * end for end in interval]
