"""How numbers are said: frequencies, points, ratios and times; never more than was found."""

from collections.abc import Sequence

from core.records.interval import Interval

WHERE = {
    "seen": "facts it was trained on",
    "held_out": "questions it was not trained on",
}
"""The strata, in the order of the figures."""
_MINUTE, _HOUR = 60, 3600


def of_100(share: float) -> str:
    """Return how many of 100: "48"; "fewer than 1" for what is above 0 and rounds to it."""
    return "fewer than 1" if 0 < share < 0.005 else f"{100 * share:.0f}"


def about(share: float, interval: Sequence[float] | None = None) -> str:
    """Return "about 48" or "about 48 (41 to 55)"."""
    number = of_100(share)
    text = number if number.startswith("fewer") else f"about {number}"
    return f"{text} ({ends(interval)})" if interval else text


def ends(interval: Sequence[float]) -> str:
    """Return an interval of shares in [-1, 1] as whole points: "41 to 55"."""
    low, high = (f"{100 * end:.0f}" for end in interval)
    return f"{low.replace('-0', '0')} to {high.replace('-0', '0')}"


def points(difference: float) -> str:
    """Return a difference's size in whole points: "19 points"."""
    size = f"{abs(100 * difference):.0f}"
    return "less than 1 point" if size == "0" else f"{size} point{'s' * (size != '1')}"


def turned(interval: Interval) -> Interval:
    """Return the interval of the opposite difference."""
    return [-interval[1], -interval[0]]


def duration(seconds: float) -> str:
    """Return a time in one unit: "5 seconds", "22 minutes", "1.5 hours"."""
    if seconds < _MINUTE:
        whole = f"{seconds:.0f}" if seconds >= 1 else f"{seconds:.2g}"
        return f"{whole} second{'s' * (whole != '1')}"
    if seconds < _HOUR:
        whole = f"{seconds / _MINUTE:.0f}"
        return f"{whole} minute{'s' * (whole != '1')}"
    return f"{seconds / _HOUR:.1f} hours"


def counted(n: int, noun: str) -> str:
    """Return a number with its noun: "1 group", "2,000 questions"."""
    return f"{n:,} {noun}{'s' * (n != 1)}"


def rounded(n: int) -> int:
    """Return a number with two digits, as what is estimated deserves: 2,312 is about 2,300."""
    return int(float(f"{n:.2g}"))


def times(ratio: float) -> str:
    """Return a ratio in words: "12 times", "0.22 times"."""
    return f"{_ratio(ratio)} times"


def between(interval: Sequence[float] | None) -> str:
    """Return a ratio's interval: " (8.7 to 16)"; "" for none."""
    return f" ({_ratio(interval[0])} to {_ratio(interval[1])})" if interval else ""


def _ratio(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
