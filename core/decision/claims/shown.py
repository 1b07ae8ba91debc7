"""The rule of claims on several stated conditions, each by its interval."""

from collections.abc import Callable

from core.decision.claims.draft import Basis, Draft
from core.records.claim import Claim, Evidence, Word
from core.records.interval import Interval
from core.records.measurement import Measurement

_BEGIN: dict[str, str] = {
    "exploratory": "Too few questions for a word. ",
    "inconclusive": "Not enough data to tell. ",
}


def said(text: str) -> Callable[[Word, float | None], str]:
    """Return a finding that says the same figures whatever the word, and whether they suffice."""
    return lambda word, _: _BEGIN.get(word, "") + text


def shown(
    claim: Claim,
    basis: Basis,
    word: Word,
    finding: Callable[[Word, float | None], str],
    change: str,
) -> Draft:
    """Return the draft of a claim whose word is known without a p-value."""
    return Draft(claim, basis, None, lambda _: word, finding, lambda *_: change)


def evidence_of(measured: Measurement) -> Evidence:
    """Return a measurement as what stands behind a verdict."""
    return {"kind": "measurement", "id": measured["id"], "chart": None, "stratum": None}


def basis_of(
    measured: Measurement, effect: float | None, interval: Interval | None, n: int, groups: int
) -> Basis:
    """Return what a verdict from a measurement rests on."""
    model, made = measured["model"], measured["created_at"]
    return Basis(effect, interval, n, groups, None, evidence_of(measured), model, made)
