"""A slogan of the usual article, how it is judged, and what the measurements say of it."""

from dataclasses import dataclass
from typing import Literal, TypedDict

from core.records.interval import Interval

Word = Literal[
    "supported",
    "refuted",
    "equivalent",
    "inconclusive",
    "exploratory",
    "not measured yet",
    "does not apply",
]
Group = Literal[
    "data updates", "cost", "accuracy", "growth", "deployment", "form and tone", "hybrid"
]
Rule = Literal["paired", "both", "equivalence", "ratio", "share", "shown"]
"""What a word rests on. "paired": a p-value of one planned contrast; "both": the larger p-value of
several contrasts that must all hold (intersection-union), or, where one of them says the opposite,
its p-value times their number; both stand in the family that Holm's adjustment runs over.
"equivalence": an interval that lies within the margin, or wholly beyond it; "ratio": an interval of
a ratio that lies wholly on one side of 1; "share": Wilson's interval of a share that lies wholly on
one side of a half; "shown": several stated conditions, each by its interval."""
BY_P: tuple[Rule, ...] = ("paired", "both")
Unit = Literal["points", "ratio", "share", "spread"]
"""Of an effect: difference of shares or scores in [-1, 1]; first over second; share of all in
[0, 1]; difference of two standard deviations."""


@dataclass(frozen=True)
class Claim:
    """One slogan, and how it is judged: fixed before anything is measured."""

    key: str
    group: Group
    slogan: str
    """As people read it."""
    asked: str
    """Which questions: the stratum, in words."""
    measure: str
    """What is compared, in words."""
    contrasts: tuple[tuple[str, str], ...]
    """Arms, first against second: the slogan says that each first one does better."""
    rule: Rule
    holds: str
    """When it is supported, in a sentence."""
    unit: Unit
    margin: float
    """Difference, or distance of a ratio from 1, that counts as none."""
    fewest: int
    """More questions than these it takes for a word; of votes, more votes."""
    measured_by: str
    """"evaluation", "freshness", "votes", or the key of an experiment
    (`core.records.measurement`)."""


class Evidence(TypedDict):
    """Where the answers behind a verdict are."""

    kind: str
    """"evaluation", "freshness", "votes" or "measurement"."""
    id: str
    chart: str | None
    """Key of the chart that shows it."""
    stratum: str | None


class ClaimVerdict(TypedDict):
    """What may be said of a claim."""

    claim: str
    """Its key."""
    group: Group
    slogan: str
    verdict: Word
    finding: str
    """One plain sentence: winner, size, interval; or what is missing."""
    effect: float | None
    interval: Interval | None
    unit: Unit
    margin: float
    p: float | None
    p_holm: float | None
    """Adjusted over all claims whose word rests on a p-value; None for other rules."""
    n: int | None
    groups: int | None
    seeds: int | None
    """Adapters that differ in the seed alone, of the arm that has fewest."""
    missing: int | None
    """Questions, or votes, that are too few for a word."""
    minutes: float | None
    """That measuring takes here, where it was not measured yet."""
    change: str
    """What would change it, in a sentence."""
    rule: str
    """How it is judged, in a sentence."""
    model: str | None
    measured_at: str | None
    evidence: Evidence | None


class Claims(TypedDict):
    """All claims of a project, in the order of the catalogue."""

    claims: list[ClaimVerdict]
    family: int
    """Claims whose p-values were adjusted together."""
