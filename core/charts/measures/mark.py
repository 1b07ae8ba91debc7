"""The mark of a claim: its interval on a line, with what counts as no difference."""

import math
from dataclasses import dataclass

from core.charts.style import PAGE, TEXT, Theme
from core.records.claim import ClaimVerdict, Unit

WIDTH, HEIGHT = 240, 56
_LEFT, _RIGHT, _LINE = 14, WIDTH - 14, 22
_NONE: dict[Unit, float] = {"points": 0.0, "spread": 0.0, "ratio": 1.0, "share": 0.5}
"""The value that says no difference."""
_LEAST = 0.001
_INK: dict[Theme, str] = {"light": "#1f5f8b", "dark": "#7db8e5"}
_BAND: dict[Theme, str] = {"light": "#d5dce4", "dark": "#3d4855"}


@dataclass(frozen=True)
class _Axis:
    """Ratios stand on a logarithmic one: twice and half are as far from none."""

    low: float
    high: float
    logarithmic: bool

    def at(self, value: float) -> float:
        low, place, high = (
            math.log(max(end, _LEAST)) if self.logarithmic else end
            for end in (self.low, value, self.high)
        )
        share = (place - low) / (high - low)
        return round(_LEFT + min(max(share, 0.0), 1.0) * (_RIGHT - _LEFT), 1)


def mark(verdict: ClaimVerdict, theme: Theme = "light") -> str | None:
    """Return an SVG of 240 by 56 px; None where nothing was measured.

    The band is the margin around no difference; the dot is the effect on its 95 % interval.
    """
    effect, interval = verdict["effect"], verdict["interval"]
    if effect is None or interval is None:
        return None
    none, margin = _NONE[verdict["unit"]], verdict["margin"]
    ends = [*interval, effect, none - margin, none + margin]
    axis = _Axis(*_beyond(min(ends), max(ends), verdict["unit"]))
    low, dot, high = (axis.at(value) for value in (interval[0], effect, interval[1]))
    begin, end, zero = axis.at(none - margin), axis.at(none + margin), axis.at(none)
    ink = _INK[theme]
    parts = (
        f'<rect x="{begin}" y="6" width="{max(end - begin, 1):.1f}" height="32" '
        f'fill="{_BAND[theme]}"/>',
        f'<line x1="{zero}" x2="{zero}" y1="4" y2="40" stroke="{TEXT[theme]}"/>',
        f'<line x1="{low}" x2="{high}" y1="{_LINE}" y2="{_LINE}" stroke="{ink}" stroke-width="3"/>',
        *(
            f'<line x1="{x}" x2="{x}" y1="15" y2="29" stroke="{ink}" stroke-width="2"/>'
            for x in (low, high)
        ),
        f'<circle cx="{dot}" cy="{_LINE}" r="6" fill="{ink}" stroke="{PAGE[theme]}"/>',
        *_written(verdict, {"none": zero, "low": low, "high": high}, theme),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
        f"{''.join(parts)}</svg>"
    )


def _beyond(low: float, high: float, unit: Unit) -> tuple[float, float, bool]:
    """Return an axis that reaches a little beyond both ends."""
    if unit == "ratio":
        return max(low, _LEAST) * 0.9, high * 1.1, True
    wide = (high - low) * 0.08 or 1.0
    return low - wide, high + wide, False


def _written(verdict: ClaimVerdict, places: dict[str, float], theme: Theme) -> list[str]:
    """Return the numbers below the line: no difference always, an end where it has the room."""
    interval = verdict["interval"] or [0.0, 0.0]
    unit = verdict["unit"]
    texts = {
        "none": number(_NONE[unit], unit),
        "low": number(interval[0], unit),
        "high": number(interval[1], unit),
    }
    written: list[str] = []
    taken: list[tuple[float, float]] = []
    for name in ("none", "low", "high"):
        half = 3.6 * len(texts[name])
        middle = min(max(places[name], half), WIDTH - half)
        if all(middle + half < begin - 2 or middle - half > end + 2 for begin, end in taken):
            taken.append((middle - half, middle + half))
            written.append(
                f'<text x="{middle:.1f}" y="53" text-anchor="middle" fill="{TEXT[theme]}">'
                f"{texts[name]}</text>"
            )
    return written


def number(value: float, unit: Unit) -> str:
    """Return a value of an effect as it is written: points as whole ones, ratios with a times."""
    if unit == "ratio":
        return f"{value:.2g}\N{MULTIPLICATION SIGN}"
    if unit == "share":
        return f"{100 * value:.0f} %"
    return f"{100 * value:+.0f}" if value else "0"


def spoken(verdict: ClaimVerdict) -> str:
    """Return the mark in words, for whoever does not see it."""
    effect, interval, unit = verdict["effect"], verdict["interval"], verdict["unit"]
    if effect is None or interval is None:
        return "not measured"
    low, high = (number(end, unit) for end in interval)
    none = number(_NONE[unit], unit)
    return f"{number(effect, unit)}, 95 % interval {low} to {high}; {none} would be no difference"
