"""Two evaluations of the same questions, compared arm by arm."""

from typing import TypedDict

from core.records.contrast import Contrast


class Side(TypedDict):
    """One of the two."""

    project: str
    name: str
    evaluation: str
    card: str
    model: str
    adapters: dict[str, str]
    measured_at: str


class Moved(TypedDict):
    """One question that an arm has right in one evaluation and wrong in the other."""

    question_id: str
    question: str
    gold: list[str]
    stratum: str
    arm: str
    first: str
    """The answer's text."""
    second: str
    better: bool
    """Whether the second is the right one."""


class Comparison(TypedDict):
    """Second minus first, paired by question."""

    first: Side
    second: Side
    n: int
    differences: list[Contrast]
    """`first` and `second` name the same arm: the second evaluation's against the first's;
    "supported" says that the second evaluation is better."""
    moved: list[Moved]
    changed: list[str]
    """What differs between the two run cards, a sentence each."""
