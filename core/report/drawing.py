"""What the drawings of the report share: lines, text, axes, and an arm's mark."""

import math
from collections.abc import Callable, Iterable
from html import escape

from core.charts.style import ARM_SYMBOLS, OTHER_SYMBOL, colour
from core.charts.words import arm_label
from core.report.parts import number

WIDTH = 720
LEFT, RIGHT = 190, 24
"""Margins, for names and for nothing."""
INK, SOFT, GRID = "#22252E", "#5A5F6B", "#E1E3E8"
Scale = Callable[[float], float]


def scale(least: float, most: float, start: float = LEFT, end: float = WIDTH - RIGHT) -> Scale:
    return lambda value: start + (end - start) * (value - least) / (most - least)


def text(
    x: float, y: float, words: str, anchor: str = "start", ink: str = INK, bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{ink}"{weight}>'
        f"{escape(words)}</text>"
    )


def line(
    x: float, y: float, x2: float, y2: float, ink: str = GRID, width: float = 1, dash: str = ""
) -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" '
        f'stroke-width="{width:g}"{dashes}/>'
    )


def rect(x: float, y: float, width: float, height: float, ink: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{ink}"/>'


def ticks(least: float, most: float) -> list[float]:
    """Return four to seven round numbers between the ends of an axis."""
    rough = (most - least) / 6
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    first = math.ceil(least / step - 1e-9)
    last = math.floor(most / step + 1e-9)
    return [each * step for each in range(first, last + 1)]


def axis(at: Scale, least: float, most: float, top: float, bottom: float, name: str) -> list[str]:
    """Draw grid lines with their numbers, and the axis' name below."""
    marks = []
    for tick in ticks(least, most):
        marks.append(line(at(tick), top, at(tick), bottom))
        marks.append(text(at(tick), bottom + 18, number(tick), "middle", SOFT))
    return [*marks, text((LEFT + WIDTH - RIGHT) / 2, bottom + 38, name, "middle", SOFT)]


def arm_ink(arm: str | None) -> str:
    return colour(arm, "light") if arm else SOFT


def mark(x: float, y: float, arm: str | None, hollow: bool = False) -> str:
    """Draw an arm's symbol: colour is never the only signal."""
    ink = arm_ink(arm)
    look = f'fill="{"#FFFFFF" if hollow else ink}" stroke="{ink}" stroke-width="2"'
    shape = ARM_SYMBOLS.get(arm, OTHER_SYMBOL) if arm else "circle"
    corners = _CORNERS.get(shape)
    if corners is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" {look}/>'
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" {look}/>'


def _star() -> tuple[tuple[float, float], ...]:
    radii = [(7.5, 3.2)[at % 2] for at in range(10)]
    turns = [math.pi * (at / 5 - 0.5) for at in range(10)]
    return tuple((r * math.cos(t), r * math.sin(t)) for r, t in zip(radii, turns, strict=True))


_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)),
    "diamond": ((0, -7), (7, 0), (0, 7), (-7, 0)),
    "triangle-up": ((0, -7), (7, 5.5), (-7, 5.5)),
    "triangle-down": ((0, 7), (7, -5.5), (-7, -5.5)),
    "star": _star(),
}


def legend(arms: Iterable[str], y: float) -> list[str]:
    marks, x = [], float(LEFT)
    for arm in arms:
        marks += [mark(x, y, arm), text(x + 12, y + 5, arm_label(arm))]
        x += 24 + 9 * len(arm_label(arm)) + 16
    return marks
