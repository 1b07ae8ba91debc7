"""An evaluation's figures. Strata are never pooled; shares and scores are in [0, 1]."""

from typing import TypedDict

from core.records.contrast import Contrast
from core.records.gates import GateFigures
from core.records.interval import Interval
from core.records.prices import Prices
from core.records.run_card import ServerFacts
from core.records.scored import Measure, Scores
from core.records.slices import Slice


class Percentiles(TypedDict):
    """Of times in ms; None where there are too few."""

    p50: float | None
    p50_interval: Interval | None
    p95: float | None


class PartsMs(TypedDict):
    """Mean parts of the latency; they add up to its mean."""

    embed_ms: float
    search_ms: float
    prefill_ms: float
    decode_ms: float
    other_ms: float


class FixedFigures(TypedDict):
    """Times at the fixed length, and the natural ones on the same questions."""

    n: int
    tokens: int
    natural_ms: Percentiles
    latency_ms: Percentiles
    per_token_ms: Percentiles


class CostFigures(TypedDict):
    """In the prices' currency; None without a price."""

    cost: float | None
    """Of a query."""
    cost_interval: Interval | None


class CorrectCost(TypedDict):
    """Of a correct answer in one stratum, in the prices' currency."""

    cost_per_correct: float | None
    """None without a price, and where no answer is right."""
    cost_per_correct_interval: Interval | None


class Quality(Scores):
    """Mean scores with their intervals."""

    intervals: dict[Measure, Interval]


class FormFigures(TypedDict):
    """How many answers have the form that was asked for."""

    n: int
    valid: float
    valid_interval: Interval
    right: float
    right_given_valid: float | None


class StratumFigures(Quality, CorrectCost):
    """One arm in one stratum."""

    n: int
    """Questions."""
    groups: int
    spread: dict[Measure, list[float]] | None
    """Lowest and highest mean of the single seeds; None where one adapter answered."""
    form: FormFigures | None


class AnswerFigures(Quality, CostFigures):
    """One arm, as its answers alone tell it."""

    answers: int
    failed: int
    """Answers, as is `timed`: those given one at a time."""
    timed: int
    seeds: int
    """How many adapters answered."""
    answer_words: float | None
    """Median."""
    strata: dict[str, StratumFigures]
    first_token_ms: Percentiles
    latency_ms: Percentiles
    parts_ms: PartsMs | None
    fixed: FixedFigures | None
    tokens_in: float | None
    """Mean, as is `tokens_out`."""
    tokens_out: float | None


class ArmFigures(AnswerFigures):
    """One arm of an evaluation."""

    n: int
    """Questions."""
    adapter: str | None
    """Name."""


RetrievalFigures = TypedDict(
    "RetrievalFigures",
    {
        "n": int,
        "left_out": int,
        "hit@1": float,
        "hit@5": float,
        "recall@5": float,
        "mrr@10": float,
        "ndcg@10": float,
    },
)
"""Means over the `n` questions whose gold passages are known; `left_out` are the others."""


class GroundingFigures(TypedDict):
    """Of the answers that say something, how much stands in their passages."""

    n: int
    silent: int
    """Left out: they say that they do not know."""
    copied: float
    """These four are shares and add up to 1."""
    found: float
    unchecked: float
    absent: float
    grounded: float
    """Without an absent number or name."""
    grounded_interval: Interval
    copied_interval: Interval
    numbers: int
    names: int
    absent_numbers: int
    absent_names: int


class ConsistencyFigures(TypedDict):
    """Of the facts asked in several wordings, shares."""

    n: int
    wordings: float
    """Asked of each, on average."""
    same: float
    all_right: float
    any_right: float
    some_right: float
    same_wrong: float
    differing: float
    same_interval: Interval
    all_right_interval: Interval


class ReadingFigures(TypedDict):
    """Counts of questions; of several seeds the means."""

    n: float
    read_right: float
    read_wrong: float
    """The answer stood in the prompt all the same."""
    missed_right: float
    missed_wrong: float
    known: float
    """The base model has them right."""
    destroyed: float
    """Of these, wrong with passages."""


class ShareFigures(TypedDict):
    """A share of answers."""

    n: int
    groups: int
    share: float
    interval: Interval


class MajorityLabel(TypedDict):
    """What one label for all would reach."""

    label: str
    of: str
    """training or asked: whose most common label it is."""
    accuracy: float
    macro_f1: float


class LabelIntervals(TypedDict):
    """Of both measures of labels."""

    accuracy: Interval
    macro_f1: Interval | None


class LabelArm(TypedDict):
    """How one arm labelled."""

    n: int
    valid: float
    accuracy: float
    macro_f1: float
    intervals: LabelIntervals


class LabelFigures(TypedDict):
    """How the arms labelled in one stratum."""

    n: int
    groups: int
    labels: int
    """Gold labels that occur."""
    majority: MajorityLabel
    arms: dict[str, LabelArm]


class AskedFigures(TypedDict):
    """How many of the questions asked were generated, and of these reviewed."""

    n: int
    generated: int
    reviewed: int
    unreviewed: int
    accept_rate: float | None
    """Of all that were reviewed in the project; None where nobody reviewed."""


class Measured(TypedDict):
    """Whatever was measured on questions that may be generated."""

    questions: AskedFigures


class Setting(TypedDict):
    """What was asked of whom, at which prices."""

    n: int
    """Questions."""
    complete: bool
    untested: int
    """Questions of other splits than the test one."""
    model: str | None
    model_size: str | None
    server: ServerFacts | None
    currency: str
    prices: Prices


class Summary(Setting):
    """An evaluation's figures. What maps strings maps strata, and within those arms."""

    arms: dict[str, ArmFigures]
    guess: dict[str, float]
    """How often a blind guess is right, where all answers came from pools."""
    retrieval: RetrievalFigures | None
    gates: GateFigures | None
    grounding: dict[str, dict[str, GroundingFigures]]
    consistency: dict[str, dict[str, ConsistencyFigures]]
    reading: dict[str, dict[str, ReadingFigures]]
    slices: list[Slice]
    abstention: dict[str, dict[str, ShareFigures]]
    labels: dict[str, LabelFigures]
    contrasts: list[Contrast]
    """None before the last answer."""
    adapters: int
    left_out: dict[str, int] | None
    test_use: int | None
    questions: AskedFigures
