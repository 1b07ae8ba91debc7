"""The mark of a claim: interval, margin and no difference, readable in both themes."""

import re
from typing import Any

from core.charts.measures.mark import mark, spoken
from tests.fake_deciding import claims


def verdict(key: str, **changes: Any) -> Any:
    return next(one for one in claims()["claims"] if one["claim"] == key) | changes


def places(svg: str | None) -> dict[str, list[float]]:
    """Return where the dot, the whiskers and no difference stand."""
    assert svg is not None
    dot = re.findall(r'<circle cx="([\d.]+)"', svg)
    lines = re.findall(r'<line x1="([\d.]+)" x2="([\d.]+)"', svg)
    return {"dot": [float(x) for x in dot], "lines": [float(x) for pair in lines for x in pair]}


def test_the_dot_stands_within_its_interval_and_beyond_no_difference() -> None:
    found = places(mark(verdict("fresh")))
    zero, low, high = found["lines"][0], found["lines"][2], found["lines"][3]
    assert zero < low < found["dot"][0] < high


def test_half_and_twice_are_as_far_from_no_difference() -> None:
    changes = {"effect": 1.0, "interval": [0.5, 2.0]}
    found = places(mark(verdict("cheaper", **changes)))
    zero, low, high = found["lines"][0], found["lines"][2], found["lines"][3]
    assert abs((zero - low) - (high - zero)) < 3


def test_it_is_drawn_for_both_themes_and_said_in_words() -> None:
    shown = verdict("hybrid")
    assert mark(shown, "light") != mark(shown, "dark")
    assert spoken(shown) == "-2, 95 % interval -10 to +5; 0 would be no difference"
    assert mark(verdict("people")) is None
