"""Hard limits: what strikes an option out, with the number that fails.

A measured value beyond its limit strikes the option; where the value keeps the limit and its
interval reaches beyond, the option stands and may fail.
"""

from collections.abc import Iterator

from core.decision.recommend.options import OPTIONS, Asked, Candidate, Drawn
from core.decision.recommend.words import plain, said
from core.records.recommendation import Criterion


def cost_of(candidate: Candidate, asked: Asked) -> Drawn | None:
    """Return what a month costs at the asked volume and prices; None where it is not known."""
    month = candidate.spending.month(asked.prices, asked.queries, asked.updates)
    if month is None:
        return None
    drawn = sorted(month[1:])
    tail = len(drawn) // 40
    interval = [float(drawn[tail]), float(drawn[-1 - tail])] if drawn else None
    known = interval is None or interval[0] == interval[1]
    note = "at an example price" if asked.prices.get("example") else ""
    return Drawn(month, None if known else interval, note)


def beyond(candidate: Candidate, asked: Asked, criterion: Criterion) -> Drawn | None:
    """Return what was measured by a criterion where that lies beyond its scale; None elsewhere."""
    drawn = cost_of(candidate, asked) if criterion == "cost" else candidate.measured.get(criterion)
    scale = asked.scales[criterion]
    if drawn is None:
        return None
    outside = (drawn.value - scale["floor"]) * (scale["goal"] - scale["floor"]) < 0
    return drawn if outside else None


def strikes(candidate: Candidate, asked: Asked) -> list[str]:
    """Return why an option is out, a sentence each; none while it stands."""
    return [*_by_kind(candidate, asked), *_by_number(candidate, asked)]


def _by_kind(candidate: Candidate, asked: Asked) -> Iterator[str]:
    kind, limits = OPTIONS[candidate.option], asked.limits
    if limits.get("must_cite") and not kind.retrieves:
        yield "Answers must cite a passage, and it reads none that was found."
    if limits.get("training_allowed") is False and kind.adapts:
        yield "It needs training, which is not allowed."
    if limits.get("data_stays") and candidate.host:
        yield f"Its model answers at {candidate.host}, and data must stay here."


def _by_number(candidate: Candidate, asked: Asked) -> Iterator[str]:
    for criterion, drawn, most in _limited(candidate, asked):
        if drawn.value > most:
            yield f"{_sentence(criterion, drawn, asked)}; {_at_most(criterion, most, asked)}."


def doubts(candidate: Candidate, asked: Asked) -> list[str]:
    """Return the limits that an option keeps and its interval does not, a sentence each."""
    return [
        f"{_sentence(criterion, drawn, asked)}, may fail: {_at_most(criterion, most, asked)}."
        for criterion, drawn, most in _limited(candidate, asked)
        if drawn.value <= most and drawn.interval and drawn.interval[1] > most
    ]


def _limited(candidate: Candidate, asked: Asked) -> Iterator[tuple[Criterion, Drawn, float]]:
    """Yield what a number limits: the criterion, the measurement, and the most it may be."""
    latency, most_ms = candidate.measured.get("latency"), asked.limits.get("latency_ms")
    if latency and most_ms is not None:
        yield "latency", latency, most_ms
    cost, budget = cost_of(candidate, asked), asked.limits.get("budget")
    if cost and budget is not None:
        yield "cost", cost, budget


def _sentence(criterion: Criterion, drawn: Drawn, asked: Asked) -> str:
    text = said(criterion, drawn, asked)
    return text[0].upper() + text[1:]


def _at_most(criterion: Criterion, most: float, asked: Asked) -> str:
    return f"at most {plain(criterion, most, asked)} is allowed"
