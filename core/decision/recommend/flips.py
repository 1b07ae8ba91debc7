"""What would have to change for another option to win, and by how much.

The score is linear in a weight's share and in a price, so these are solved; volume, updates and
limits are searched. Each point is checked: just before it the leader still leads, just beyond it
another option does.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from core.charts.words import CRITERIA
from core.decision.recommend.options import OPTIONS, Asked, Evidence
from core.decision.recommend.scoring import leader, scored
from core.decision.recommend.words import money
from core.records.prices import Price, Prices
from core.records.recommendation import Criterion, Flip, Limits, Option

BESIDE = 0.01
"""How far from a point, relative to it, it is checked."""
_FARTHEST = 1000.0
"""Volumes, prices and limits are searched up to this factor."""
_STEP = 1.25
_HALVINGS = 60
Winner = Callable[[float], Option | None]
"""Who leads with a quantity at this value."""
What = Literal["weight", "limit", "price", "volume"]
_PRICES: dict[Price, str] = {
    "machine_per_hour": "an hour of the machine",
    "input_per_million": "a million tokens in",
    "output_per_million": "a million tokens out",
}
_LIFTED: tuple[tuple[Literal["must_cite", "training_allowed", "data_stays"], bool, str, str], ...]
_LIFTED = (
    ("training_allowed", True, "training", "If training were allowed"),
    ("must_cite", False, "citing", "If answers did not have to cite"),
    ("data_stays", False, "data", "If data could leave this machine"),
)


@dataclass(frozen=True)
class _Quantity:
    """One number that could be another one."""

    what: What
    name: str
    now: float
    winner: Winner
    roots: tuple[float, ...]
    """Where it could flip by the closed form; empty where it must be searched."""
    most: float
    """The largest value that means something."""
    said: Callable[[float], str]
    """The changed quantity as the beginning of a sentence."""


def flips(evidence: Evidence, asked: Asked) -> list[Flip]:
    """Return every point at which the leader changes, nearest first."""
    point = evidence.at_point()
    first = leader(point, asked)
    quantities = (
        *_weights(point, asked, first),
        *_priced(point, asked, first),
        *_volumes(point, asked),
        *_limits(point, asked),
    )
    points = [_flip(q, at) for q in quantities for at in _where(q, first)]
    lifted = list(_switches(point, asked, first))
    return sorted((*points, *lifted), key=lambda flip: flip["distance"])


def _where(quantity: _Quantity, first: Option | None) -> Iterator[float]:
    """Yield the nearest checked point below the present value, and the nearest above."""
    for upward in (False, True):
        side = [r for r in quantity.roots if (r > quantity.now) == upward]
        near = sorted(side, key=lambda root: abs(root - quantity.now))
        points = near or list(_searched(quantity, first, upward))
        checked = (at for at in points if _holds(quantity, at, first, upward))
        yield from (at for at, _ in zip(checked, range(1), strict=False))


def _holds(quantity: _Quantity, at: float, first: Option | None, upward: bool) -> bool:
    """Whether the leader leads just before a point and another option just beyond it."""
    step = BESIDE if upward else -BESIDE
    before, beyond = at * (1 - step), at * (1 + step)
    inside = at > 0 and beyond <= quantity.most
    return inside and quantity.winner(before) == first and quantity.winner(beyond) != first


def _searched(quantity: _Quantity, first: Option | None, upward: bool) -> Iterator[float]:
    """Yield where the leader first changes on one side, by steps and then by bisection."""
    factor = _STEP if upward else 1 / _STEP
    known, trial = quantity.now, quantity.now * factor
    while 1 / _FARTHEST <= trial / quantity.now <= _FARTHEST and trial <= quantity.most:
        if quantity.winner(trial) != first:
            for _ in range(_HALVINGS):
                middle = (known + trial) / 2
                known, trial = (
                    (middle, trial) if quantity.winner(middle) == first else (known, middle)
                )
            yield trial
            return
        known, trial = trial, trial * factor


def _weights(evidence: Evidence, asked: Asked, first: Option | None) -> Iterator[_Quantity]:
    """Yield each weight's share in percent; the others keep their proportions."""
    for criterion, share in asked.weights.items():
        if first is None or share == 1:
            continue

        def winner(percent: float, key: Criterion = criterion) -> Option | None:
            return leader(evidence, replace(asked, weights=with_share(asked.weights, key, percent)))

        label, now = CRITERIA[criterion].lower(), 100 * share

        def said(at: float, label: str = label, now: float = now) -> str:
            before, after = _whole(now, at), _whole(at, now)
            return f"If {label} made up {after} % of the weight instead of {before} %"

        roots = tuple(_weight_roots(evidence, asked, first, criterion))
        yield _Quantity("weight", criterion, now, winner, roots or (-1.0,), 100.0, said)


def _whole(percent: float, other: float) -> str:
    """Return a share in whole percents; with more digits where it would read like the other."""
    return f"{percent:.0f}" if round(percent) != round(other) else f"{percent:.3g}"


def with_share(
    weights: Mapping[Criterion, float], criterion: Criterion, percent: float
) -> dict[Criterion, float]:
    """Return weights in which one has this share; the others share the rest as before."""
    rest = (1 - percent / 100) / (1 - weights[criterion])
    return {
        key: percent / 100 if key == criterion else weight * rest for key, weight in weights.items()
    }


def _weight_roots(
    evidence: Evidence, asked: Asked, first: Option, criterion: Criterion
) -> Iterator[float]:
    """Yield shares in percent at which a rival draws level: s = b / (b - a).

    a is the leader's advantage by this criterion alone, b that by all others.
    """
    results, share = scored(evidence, asked), asked.weights[criterion]
    for rival in results.scores:
        if rival == first:
            continue
        own, its = results.utilities[first], results.utilities[rival]
        a = sum(
            float(part[criterion][0]) * sign
            for part, sign in ((own, 1), (its, -1))
            if criterion in part
        )
        whole = float(results.scores[first][0] - results.scores[rival][0])
        b = (whole - share * a) / (1 - share)
        if a != b:
            yield 100 * b / (b - a)


def _priced(evidence: Evidence, asked: Asked, first: Option | None) -> Iterator[_Quantity]:
    for key, label in _PRICES.items():
        now = asked.prices.get(key)
        if not now:
            continue

        def at_price(value: float, key: Price = key) -> Asked:
            prices = cast(Prices, {**asked.prices, key: value})
            return replace(asked, prices=prices)

        def winner(value: float, of: Callable[[float], Asked] = at_price) -> Option | None:
            return leader(evidence, of(value))

        def said(at: float, label: str = label, now: float = now) -> str:
            return f"If {label} cost {money(at)} {asked.currency} instead of {money(now)}"

        roots = tuple(_price_roots(evidence, at_price, now, first))
        yield _Quantity("price", key, now, winner, roots, _FARTHEST * now, said)


def _price_roots(
    evidence: Evidence, at_price: Callable[[float], Asked], now: float, first: Option | None
) -> Iterator[float]:
    """Yield prices at which a rival draws level, from the slope of the difference of scores."""
    here, there = (scored(evidence, at_price(now * (1 + step))).scores for step in (0, BESIDE))
    for rival in here:
        if first is None or rival == first or not {first, rival} <= there.keys():
            continue
        gap = float(here[first][0] - here[rival][0])
        slope = (float(there[first][0] - there[rival][0]) - gap) / (now * BESIDE)
        if slope and now - gap / slope > 0:
            yield now - gap / slope


def _volumes(evidence: Evidence, asked: Asked) -> Iterator[_Quantity]:
    if asked.queries:
        yield _Quantity(
            "volume",
            "queries",
            asked.queries,
            lambda value: leader(evidence, replace(asked, queries=value)),
            (),
            _FARTHEST * asked.queries,
            lambda at: f"At {at:,.0f} questions a month instead of {asked.queries:,.0f}",
        )
    if asked.updates:
        yield _Quantity(
            "volume",
            "updates",
            asked.updates,
            lambda value: leader(evidence, replace(asked, updates=value)),
            (),
            _FARTHEST * asked.updates,
            lambda at: f"At {at:.3g} updates a month instead of {asked.updates:.3g}",
        )


def _limits(evidence: Evidence, asked: Asked) -> Iterator[_Quantity]:
    latency, budget = asked.limits.get("latency_ms"), asked.limits.get("budget")
    if latency:
        yield _Quantity(
            "limit",
            "latency",
            latency,
            lambda value: leader(evidence, _limited(asked, Limits(latency_ms=value))),
            (),
            _FARTHEST * latency,
            lambda at: f"If at most {at:,.0f} ms were allowed instead of {latency:,.0f} ms",
        )
    if budget:
        yield _Quantity(
            "limit",
            "budget",
            budget,
            lambda value: leader(evidence, _limited(asked, Limits(budget=value))),
            (),
            _FARTHEST * budget,
            lambda at: f"With {money(at)} {asked.currency} a month instead of {money(budget)}",
        )


def _limited(asked: Asked, changed: Limits) -> Asked:
    return replace(asked, limits={**asked.limits, **changed})


def _switches(evidence: Evidence, asked: Asked, first: Option | None) -> Iterator[Flip]:
    """Yield the conditions of which one, if lifted, gives another leader."""
    for key, free, name, text in _LIFTED:
        if asked.limits.get(key, free) in (free, None):
            continue
        then = leader(evidence, _limited(asked, cast(Limits, {key: free})))
        if then != first:
            yield {
                "what": "limit",
                "name": name,
                "now": float(not free),
                "at": float(free),
                "distance": 1.0,
                "to": None if then is None else OPTIONS[then].label,
                "says": f"{text}, {_then(then)}.",
            }


def _flip(quantity: _Quantity, at: float) -> Flip:
    beyond = at * (1 + BESIDE if at > quantity.now else 1 - BESIDE)
    then = quantity.winner(beyond)
    return {
        "what": quantity.what,
        "name": quantity.name,
        "now": quantity.now,
        "at": at,
        "distance": abs(at - quantity.now) / quantity.now,
        "to": None if then is None else OPTIONS[then].label,
        "says": f"{quantity.said(at)}, {_then(then)}.",
    }


def _then(option: Option | None) -> str:
    return (
        "no option would keep the limits"
        if option is None
        else f"{OPTIONS[option].label} would be best"
    )
