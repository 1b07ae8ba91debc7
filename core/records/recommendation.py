"""What a user asks of a recommendation, and what comes out of it."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict  # Pydantic checks none of Python 3.11's own.

from core.records.interval import Interval

Option = Literal["few-shot", "all-documents", "rag", "tuned", "hybrid"]
"""Arms that can be recommended; on screen few-shot is "prompt only"."""
Criterion = Literal["accuracy", "freshness", "cost", "latency", "setup", "refusal"]
Outcome = Literal["recommended", "none within your limits", "not enough evidence"]


class Limits(TypedDict, total=False):
    """Hard limits; what is missing or None limits nothing."""

    latency_ms: float | None
    """At most, p95 (p50 below 200 answers)."""
    budget: float | None
    """A month at most, in the prices' currency."""
    must_cite: bool
    """Answers must come with the passage they rest on."""
    training_allowed: bool
    data_stays: bool
    """Documents and questions may not leave this machine."""


class Scale(TypedDict):
    """Between which values a criterion counts from 0 to 1."""

    floor: float
    goal: float


class Wishes(TypedDict, total=False):
    """All that came in; stored with the outcome, so that it can be opened and printed again."""

    stratum: str
    """"seen" or "held_out": which questions the accuracy is of."""
    limits: Limits
    weights: dict[Criterion, float]
    """Any numbers of at least 0; their shares count."""
    scales: dict[Criterion, Scale]
    queries: float | None
    """A month."""
    updates: float | None
    """A month."""
    situation: dict[str, str]
    """Answers to `core.decision.questionnaire`, by key; empty where none was given."""


class CriterionFigures(TypedDict):
    """One option by one criterion."""

    value: float | None
    """None where it was not measured."""
    interval: Interval | None
    utility: float | None
    """0 to 1 on the scale."""
    says: str
    """In words, with the number."""


class OptionFigures(TypedDict):
    """One option, judged."""

    option: Option
    label: str
    criteria: dict[Criterion, CriterionFigures]
    struck: list[str]
    """Why it is out, a sentence each with the number that fails; empty while it stands."""
    may_fail: list[str]
    """Limits that its interval straddles."""
    dominated_by: str | None
    score: float | None
    """Weighted utilities, 0 to 1."""
    wins: float | None
    """Share of resamples in which it is best."""


class Flip(TypedDict):
    """A change of one quantity that gives another winner."""

    what: str
    """"weight", "limit", "price" or "volume"."""
    name: str
    now: float
    at: float
    """Where the winner changes; checked just before and just beyond."""
    distance: float
    """Relative, of at to now."""
    to: str | None
    """Label of who wins then; None for none."""
    says: str


class NextStep(TypedDict):
    """The cheapest way to know more."""

    says: str
    questions: int | None
    minutes: float | None
    experiment: str | None
    """What to run: "evaluate", "freshness" or an experiment's key."""


class Recommendation(TypedDict):
    """The outcome with all that carried it."""

    id: str
    created_at: str
    evaluation: str
    wishes: Wishes
    outcome: Outcome
    option: Option | None
    """Recommended; None without one."""
    headline: str
    """The outcome as a sentence."""
    because: list[str]
    """The three measurements that carried it, or what is missing."""
    against: NotRequired[list[str]]
    """Where another option is clearly better, and where it counts nothing; a sentence each."""
    runner_up: str | None
    wins: float | None
    """Share of resamples in which the recommended option is best, as `wins_error`."""
    wins_error: float | None
    """Monte Carlo standard error."""
    draws: int
    options: list[OptionFigures]
    flips: list[Flip]
    """Nearest first."""
    next_step: NextStep | None
    questionnaire: NotRequired[str]
    """What the usual questionnaire would say, where it differs."""
    currency: NotRequired[str]
    """That of the prices, with which amounts and the scale of cost are meant."""
    assumed: NotRequired[list[str]]
    """What was not typed and stands as an example, a sentence each."""
    unmeasured: NotRequired[list[str]]
    """Options that could not be compared, a sentence each: not measured, or why they cannot be."""
