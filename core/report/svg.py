"""The report's charts as SVG: text stays text, no script, one look for paper and screen.

Sizes are in the units of the drawing, `drawing.WIDTH` across; whoever shows it scales it.
"""

import math
from collections.abc import Callable, Iterable
from html import escape

from core.charts.words import arm_label
from core.report import drawing as draw
from core.report.parts import BreakEven, Chart, Paired, Panel, Stacked, Steps, Strip, Value, number

_ROW, _TITLE, _AXIS = 30, 30, 44
_BAND = "#EFF0F3"
_PARTS = ("#00855F", "#7FB9A6", "#C9CCD3", "#B3541E")
"""New, both, neither, old: from fresh to stale, told apart in grey as well."""
_ROOM = 0.2
"""Of an axis, for the text behind the longest interval."""


def svg(chart: Chart, title: str, font: str = "system-ui, sans-serif") -> str:
    """Return a chart as one SVG element; `title` is what a screen reader says of it."""
    height, marks = _drawn(chart)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {draw.WIDTH} {height:g}" '
        f'role="img" font-family="{font}" font-size="14" fill="{draw.INK}">'
        f"<title>{escape(title)}</title>{''.join(marks)}</svg>"
    )


def _drawn(chart: Chart) -> tuple[float, list[str]]:
    match chart:
        case Strip():
            return _strip(chart)
        case Paired():
            return _paired(chart)
        case Steps():
            return _steps(chart)
        case Stacked():
            return _stacked(chart)
        case BreakEven():
            return _break_even(chart)


def _rows(
    panels: Iterable[Panel], row: Callable[[Value, float], list[str]]
) -> tuple[float, list[str]]:
    """Draw panels below each other; return where they end."""
    y, marks = 0.0, []
    for panel in panels:
        y += _TITLE
        marks.append(draw.text(0, y - 8, panel.title, bold=True))
        for value in panel.values:
            marks += [draw.text(draw.LEFT - 14, y + _ROW / 2 + 5, value.label, "end")]
            marks += row(value, y + _ROW / 2)
            y += _ROW
        y += 8
    return y, marks


def _strip(chart: Strip) -> tuple[float, list[str]]:
    at = draw.scale(chart.least, chart.most + _ROOM * (chart.most - chart.least))

    def row(value: Value, y: float) -> list[str]:
        low, high = value.interval or [value.value, value.value]
        ink = draw.arm_ink(value.arm)
        whisker = [draw.line(at(low), y, at(high), y, ink, 2.5)] if value.interval else []
        ends = [draw.line(at(end), y - 5, at(end), y + 5, ink, 2) for end in value.interval or ()]
        text = draw.text(at(max(high, value.value)) + 12, y + 5, value.text)
        return [*whisker, *ends, draw.mark(at(value.value), y, value.arm), text]

    bottom, marks = _rows(chart.panels, row)
    under = []
    if chart.margin is not None:
        width = at(chart.margin) - at(-chart.margin)
        under.append(draw.rect(at(-chart.margin), _TITLE, width, bottom - _TITLE, _BAND))
    under += draw.axis(at, chart.least, chart.most, _TITLE, bottom, chart.axis)
    if chart.least < 0:
        under.append(draw.line(at(0), _TITLE, at(0), bottom, draw.SOFT, 1.5))
    return bottom + _AXIS, [*under, *marks]


def _paired(chart: Paired) -> tuple[float, list[str]]:
    at = draw.scale(0, (1 + _ROOM) * chart.most)
    before = {value.arm: value for value in chart.before.values}

    def row(value: Value, y: float) -> list[str]:
        old = before.get(value.arm, value)
        furthest = at(max(old.value, value.value)) + 14
        return [
            draw.line(at(old.value), y, at(value.value), y, draw.arm_ink(value.arm), 2.5),
            draw.mark(at(old.value), y, value.arm, hollow=True),
            draw.mark(at(value.value), y, value.arm),
            draw.text(furthest, y + 5, f"{old.text} → {value.text}"),
        ]

    title = f"Hollow: {chart.before.title}; full: {chart.after.title}"
    bottom, marks = _rows([Panel(title, chart.after.values)], row)
    return bottom + _AXIS, [*draw.axis(at, 0, chart.most, _TITLE, bottom, chart.axis), *marks]


_CLOCK = ((1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"), (36000, "10 h"))


def _steps(chart: Steps) -> tuple[float, list[str]]:
    top, bottom, left = 64.0, 270.0, 60.0
    span = draw.scale(math.log(chart.first_s), math.log(chart.last_s), left)
    high = draw.scale(0, 100, bottom, top)
    marks = draw.legend((step.arm for step in chart.steps), 12)
    for share in (0, 25, 50, 75, 100):
        marks.append(draw.line(left, high(share), draw.WIDTH - draw.RIGHT, high(share)))
        marks.append(draw.text(left - 10, high(share) + 5, f"{share}", "end", draw.SOFT))
    for seconds, words in _CLOCK:
        if chart.first_s <= seconds <= chart.last_s:
            x = span(math.log(seconds))
            marks.append(draw.line(x, top, x, bottom))
            marks.append(draw.text(x, bottom + 18, words, "middle", draw.SOFT))
    for step in chart.steps:
        marks += _curve(step.points, chart.last_s, step.arm, lambda s: span(math.log(s)), high)
    marks.append(draw.text(0, top - 14, chart.axis, ink=draw.SOFT))
    marks.append(
        draw.text(
            draw.WIDTH / 2, bottom + 40, "time since the documents changed", "middle", draw.SOFT
        )
    )
    return bottom + 52, marks


def _curve(
    points: tuple[tuple[float, float], ...],
    last: float,
    arm: str,
    across: draw.Scale,
    high: draw.Scale,
) -> list[str]:
    path, level = [], points[0][1]
    for seconds, share in points:
        path += [(across(seconds), high(level)), (across(seconds), high(share))]
        level = share
    path.append((across(last), high(level)))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in path)
    marks = [draw.mark(across(seconds), high(share), arm) for seconds, share in points[1:]]
    return [
        f'<polyline points="{line}" fill="none" stroke="{draw.arm_ink(arm)}" stroke-width="2.5"/>',
        *marks,
    ]


def _stacked(chart: Stacked) -> tuple[float, list[str]]:
    at = draw.scale(0, 100)
    marks, x = [], float(draw.LEFT)
    for ink, part in zip(_PARTS, chart.parts, strict=True):
        marks += [draw.rect(x, 6, 14, 14, ink), draw.text(x + 20, 18, part)]
        x += 40 + 7.5 * len(part)
    y = float(_TITLE)
    for arm, shares in chart.bars:
        marks.append(draw.text(draw.LEFT - 14, y + 20, arm_label(arm), "end"))
        begin = 0.0
        for ink, share in zip(_PARTS, shares, strict=True):
            marks.append(draw.rect(at(begin), y + 3, at(begin + share) - at(begin), 24, ink))
            if share >= 6:
                white = ink in (_PARTS[0], _PARTS[3])
                middle = at(begin + share / 2)
                shade = "#FFFFFF" if white else draw.INK
                marks.append(draw.text(middle, y + 20, f"{share:.0f}", "middle", shade))
            begin += share
        y += 34
    return y + _AXIS, [
        *draw.axis(at, 0, 100, y, y, "of 100 changed facts that the arm knew"),
        *marks,
    ]


def _break_even(chart: BreakEven) -> tuple[float, list[str]]:
    top, bottom, left = 26.0, 270.0, 90.0
    most = 1.2 * max(*(y for _, y in chart.points), chart.yours[1] if chart.yours else 0.0)
    span = draw.scale(0, chart.points[-1][0], left)
    high = draw.scale(0, most, bottom, top)
    marks = []
    for tick in draw.ticks(0, most):
        marks.append(draw.line(left, high(tick), draw.WIDTH - draw.RIGHT, high(tick)))
        marks.append(draw.text(left - 10, high(tick) + 5, number(tick), "end", draw.SOFT))
    for tick in draw.ticks(0, chart.points[-1][0]):
        marks.append(draw.text(span(tick), bottom + 18, number(tick), "middle", draw.SOFT))
    line = " ".join(f"{span(x):.1f},{high(y):.1f}" for x, y in chart.points)
    marks.append(f'<polyline points="{line}" fill="none" stroke="{draw.INK}" stroke-width="2.5"/>')
    rising = chart.points[-1][1] >= chart.points[0][1]
    over, under = ((left + 16, "start"), (draw.WIDTH - draw.RIGHT - 16, "end"))[
        :: 1 if rising else -1
    ]
    for (x, anchor), y, arm in ((over, top + 26, chart.above), (under, bottom - 16, chart.below)):
        marks.append(
            draw.text(x, y, f"{arm_label(arm)} costs less", anchor, draw.arm_ink(arm), bold=True)
        )
    if chart.yours:
        x, y = span(chart.yours[0]), high(chart.yours[1])
        marks += [draw.mark(x, y, None), draw.text(x + 12, y + 5, "you")]
    marks.append(draw.text(0, top - 8, "queries a month", ink=draw.SOFT))
    marks.append(draw.text(draw.WIDTH / 2, bottom + 40, "updates a month", "middle", draw.SOFT))
    return bottom + 52, marks
