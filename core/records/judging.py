"""A judge's verdicts, people's labels, and what both say together."""

from typing import TypedDict

from core.records.interval import Interval
from core.records.trace import Trace

JudgedKey = tuple[str, str]
"""Id of the question, and the arm."""


class JudgeCard(TypedDict):
    """What decides a verdict besides question and answer."""

    model: str
    instruction: str
    layout: str
    no_reference: str
    reply_tokens: int


class Agreement(TypedDict):
    """How far a judge's verdicts and people's labels agree."""

    n: int
    """Answers that both decided on."""
    agree: int
    table: list[list[int]]
    """Counts: rows are the judge's wrong and right, columns the people's."""
    kappa: float | None
    interval: Interval | None
    wanted: int
    """Labels."""
    least: float
    """Kappa that it takes."""
    trusted: bool


class JudgedShares(TypedDict):
    """Right answers of an arm in a stratum, shares of `n`."""

    n: int
    labels: int
    """Answers that people labelled."""
    none: int
    """Replies that were no verdict; they count as not right."""
    judged: float
    """By the judge alone."""
    corrected: float | None
    """None with too few labels, as its interval."""
    interval: Interval | None


class JudgedFigures(JudgedShares):
    """With the answers behind."""

    trace: Trace


class ShownJudged(JudgedFigures):
    """With the same answers' containment beside."""

    containment: float
    containment_interval: Interval


class JudgeOffer(TypedDict):
    """What the configured endpoint would be asked."""

    url: str
    model: str
    refusal: str | None
    """Why it may not judge."""
    calls: int
    """Still to make."""
    tokens: int
    """To read, about."""


class NewestJudge(TypedDict):
    """The judge that was begun last."""

    hash: str
    card: JudgeCard
    begun_at: str


class Judged(NewestJudge):
    """What it said."""

    left: int
    """Calls it did not make."""
    none: int
    """Answers whose reply was no verdict."""
    agreement: Agreement
    fewest: int
    """Labels that a figure takes."""
    figures: dict[str, dict[str, ShownJudged]] | None
    """By stratum and arm; None where the judge is not trusted or not done."""


class Judging(TypedDict):
    """What a judge would be asked, and what the newest one said beside people's labels."""

    endpoint: JudgeOffer | None
    judge: Judged | None


class AnswerToLabel(TypedDict):
    """An answer to label; nothing tells its arm."""

    key: str
    question: str
    gold: list[str]
    text: str
    label: bool | None
    """What was said of it before."""


class Labelling(TypedDict):
    """How far the labelling is."""

    done: int
    total: int
    wanted: int
    next: AnswerToLabel | None
