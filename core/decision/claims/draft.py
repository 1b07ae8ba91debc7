"""What a judge hands on: a verdict but for the adjustment of its p-value."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from core.decision.claims.gathered import Gathered
from core.evaluation.statistics.plan import FEWEST_GROUPS
from core.records.claim import Claim, ClaimVerdict, Evidence, Word
from core.records.interval import Interval
from core.records.measurement import Measurement

NOT_MEASURED: Word = "not measured yet"
NOT_APPLYING: Word = "does not apply"
EXPLORATORY: Word = "exploratory"


@dataclass(frozen=True)
class Basis:
    """What a verdict rests on."""

    effect: float | None
    interval: Interval | None
    n: int
    groups: int | None
    """None where the unit is no question."""
    seeds: int | None
    evidence: Evidence
    model: str | None
    measured_at: str | None
    others: tuple[tuple[int, int], ...] = ()
    """Questions and groups of further comparisons: each must have enough."""


@dataclass(frozen=True)
class Draft:
    """A claim, judged but for Holm's adjustment."""

    claim: Claim
    basis: Basis | None
    """None where nothing was measured, or where the claim does not apply."""
    p: float | None
    """Not adjusted; None where the word rests on no p-value."""
    word: Callable[[float | None], Word]
    """Of the adjusted p-value."""
    finding: Callable[[Word, float | None], str]
    """Of the word and the adjusted p-value."""
    change: Callable[[Word, int], str]
    """Of the word and the number of claims adjusted together."""

    @property
    def missing(self) -> int:
        """Questions, or votes, that are too few for a word; 0 where there are enough."""
        if self.basis is None:
            return 0
        counts = ((self.basis.n, self.basis.groups), *self.basis.others)
        return max(self._short(n, groups) for n, groups in counts)

    def _short(self, n: int, groups: int | None) -> int:
        short = max(0, self.claim.fewest + 1 - n)
        if groups and groups < FEWEST_GROUPS:
            return max(short, math.ceil((FEWEST_GROUPS - groups) * n / groups))
        return short

    @property
    def in_family(self) -> bool:
        """Whether its p-value is adjusted with the others: where it gets a word."""
        return self.p is not None and not self.missing


def unmeasured(claim: Claim, missing: str, change: str) -> Draft:
    """Return the draft of a claim whose evidence is not there."""
    return _without(claim, NOT_MEASURED, missing, change)


def not_applying(claim: Claim, why: str, change: str) -> Draft:
    """Return the draft of a claim that cannot hold or fail here."""
    return _without(claim, NOT_APPLYING, why, change)


def evaluated(claim: Claim, held: Gathered, *arms: str) -> Draft | None:
    """Return a draft that says which arm the evaluation lacks; None where all were asked."""
    if held.asked(*arms):
        return None
    missing = [arm for arm in arms if not held.asked(arm)]
    if set(missing) & {"tuned", "hybrid"}:
        why = "No adapter answered in this evaluation, so there is nothing to compare with."
        return not_applying(claim, why, "Train an adapter, then evaluate all arms.")
    return unmeasured(claim, "The evaluation did not ask all arms that this is on.", "Evaluate.")


def experiment(claim: Claim, held: Gathered, missing: str, otherwise: str) -> Measurement | Draft:
    """Return the experiment that measures a claim; where there is none, the draft that says why.

    Args:
        missing: What was not measured yet, a sentence.
        otherwise: What would change it where the experiment was refused.
    """
    measured = held.measurements.get(claim.measured_by)
    if measured is None:
        return unmeasured(claim, missing, "Measure it.")
    return not_applying(claim, measured["refused"], otherwise) if measured["refused"] else measured


def _without(claim: Claim, word: Word, finding: str, change: str) -> Draft:
    return Draft(claim, None, None, lambda _: word, lambda *_: finding, lambda *_: change)


def final(draft: Draft, p_holm: float | None, family: int) -> ClaimVerdict:
    """Return the verdict of a draft, given its adjusted p-value and how many were adjusted."""
    claim, basis = draft.claim, draft.basis
    word: Word = EXPLORATORY if draft.missing else draft.word(p_holm)
    return {
        "claim": claim.key,
        "group": claim.group,
        "slogan": claim.slogan,
        "verdict": word,
        "finding": draft.finding(word, p_holm),
        "effect": basis.effect if basis else None,
        "interval": basis.interval if basis else None,
        "unit": claim.unit,
        "margin": claim.margin,
        "p": draft.p,
        "p_holm": p_holm,
        "n": basis.n if basis else None,
        "groups": basis.groups if basis else None,
        "seeds": basis.seeds if basis else None,
        "missing": draft.missing or None,
        "minutes": None,
        "change": draft.change(word, family),
        "rule": f"{claim.holds[0].upper()}{claim.holds[1:]}.",
        "model": basis.model if basis else None,
        "measured_at": basis.measured_at if basis else None,
        "evidence": basis.evidence if basis else None,
    }
