"""Numbers of a recommendation as people read them."""

from collections.abc import Iterable

from core.charts.freshness.words import duration
from core.charts.words import listed
from core.decision.recommend.options import OPTIONS, Asked, Drawn, Pair
from core.evaluation.figures.verdicts import EQUIVALENT, REFUTED, SUPPORTED
from core.records.interval import Interval
from core.records.recommendation import Criterion, Option

_SMALL = 0.1


def amount(value: float, asked: Asked) -> str:
    """Return money a month: "20.30 USD a month"."""
    return f"{money(value)} {asked.currency} a month"


def money(value: float) -> str:
    """Return an amount with two decimals, a small one with two significant digits."""
    return f"{value:,.2f}" if value >= _SMALL or value == 0 else f"{value:.2g}"


def milliseconds(value: float) -> str:
    """Return "1,100 ms"."""
    return f"{value:,.0f} ms"


def per_hundred(share: float) -> int:
    """Return a share as so many of 100."""
    return round(100 * share)


def plain(criterion: Criterion, value: float, asked: Asked) -> str:
    """Return a criterion's value with its unit."""
    match criterion:
        case "accuracy":
            return f"{per_hundred(value)} of 100 right"
        case "freshness":
            return f"{per_hundred(value)} of 100 changed facts right"
        case "refusal":
            return f"{per_hundred(value)} of 100 refused"
        case "cost":
            return amount(value, asked)
        case "latency":
            return milliseconds(value)
        case "setup":
            return duration(value)


def ends(criterion: Criterion, interval: Interval) -> str:
    """Return an interval in the criterion's unit: " (66 to 78)"."""
    low, high = interval
    if criterion == "cost":
        return f" ({money(low)} to {money(high)})"
    if criterion in ("latency", "setup"):
        return f" ({low:,.0f} to {high:,.0f})"
    return f" ({per_hundred(low)} to {per_hundred(high)})"


def said(criterion: Criterion, drawn: Drawn, asked: Asked) -> str:
    """Return a measurement in words, with its number, interval and note."""
    interval = ends(criterion, drawn.interval) if drawn.interval else ""
    note = f", {drawn.note}" if drawn.note else ""
    return f"{plain(criterion, drawn.value, asked)}{interval}{note}"


def named(options: Iterable[Option]) -> str:
    """Return options' labels as in a sentence."""
    return listed(OPTIONS[option].label for option in options)


def told_apart(pair: Pair, first: Option) -> str:
    """Return what a comparison says of accuracy, from the side of its first or second option."""
    sign = 1 if pair.first == first else -1
    low, high = sorted(round(100 * sign * end) for end in pair.interval)
    difference = round(100 * sign * pair.difference)
    ahead = f"{OPTIONS[first].label} leads by {difference} points ({low} to {high})"
    if difference < 0:
        other = pair.second if sign == 1 else pair.first
        ahead = f"{OPTIONS[other].label} leads by {-difference} points ({-high} to {-low})"
    if pair.word in (SUPPORTED, REFUTED):
        return ahead
    if pair.word == EQUIVALENT:
        return f"equivalent: {ahead}"
    return f"not enough data to tell which is more accurate: {ahead}"
