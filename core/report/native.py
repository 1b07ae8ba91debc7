"""Charts that PowerPoint itself draws, so that they can be edited, with real error bars."""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from core.charts.style import colour
from core.report.drawing import ticks
from core.report.parts import Value

Box = tuple[int, int, int, int]
"""Left, top, width, height in EMU."""
Ends = tuple[float, float]
_SOFT = "5A5F6B"
_GRID = "E1E3E8"
_UNDECIDED = "8A8F9A"
_LATER = 0.5
"""How much white is in the bars of a second series."""
_NAMES = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def bars(
    slide: Any, box: Box, title: str, series: Sequence[Sequence[Value]], axis: str, ends: Ends
) -> None:
    """Add horizontal bars with their intervals as error bars.

    Args:
        series: Values of each series; all have the same labels in the same order.
        axis: What the values are.
        ends: Lowest and highest number of the axis.
    """
    data = CategoryChartData()  # From below upward, as PowerPoint draws bars.
    data.categories = [_label(values) for values in zip(*series, strict=True)][::-1]
    upward = [values[::-1] for values in series][::-1]
    for values in upward:
        data.add_series(axis, [value.value for value in values])
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data).chart
    chart.font.size = Pt(14)
    chart.has_legend = False
    chart.has_title = bool(title)
    if title:
        chart.chart_title.text_frame.text = title
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(15)
    _axes(chart, axis, ends)
    chart.plots[0].gap_width = 60
    for number, values in enumerate(upward):
        _series(chart.plots[0].series[number], values, later=number < len(upward) - 1)


def _label(values: Sequence[Value]) -> str:
    """Return an arm's name with its values: they are read there whatever the bars' lengths."""
    texts = ", then ".join(value.text for value in values if value.text)
    return f"{values[0].label}: {texts}"


def _axes(chart: Any, name: str, ends: Ends) -> None:
    names, values = chart.category_axis, chart.value_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = RGBColor.from_string(_SOFT)
    values.has_title = True
    values.axis_title.text_frame.text = name
    font = values.axis_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(12), False
    values.tick_labels.font.size = Pt(12)
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(_GRID)
    values.format.line.fill.background()
    first, second, *_ = marked = ticks(*ends)
    values.major_unit = step = second - first
    values.minimum_scale = first if first <= ends[0] else first - step
    values.maximum_scale = marked[-1] if marked[-1] >= ends[1] else marked[-1] + step


def _series(series: Any, values: Sequence[Value], later: bool) -> None:
    for number, value in enumerate(values):
        fill = series.points[number].format.fill
        fill.solid()
        fill.fore_color.rgb = _ink(value.arm, _LATER if later else 0.0)
    element = series._element
    element.find(f"{{{_NAMES}}}cat").addprevious(_error_bars(values))


def _ink(arm: str | None, white: float) -> RGBColor:
    ink = colour(arm, "light").removeprefix("#") if arm else _UNDECIDED
    return RGBColor(*(round(part + white * (255 - part)) for part in bytes.fromhex(ink)))


def _error_bars(values: Sequence[Value]) -> Any:
    """Return the intervals as the XML that python-pptx has no call for."""
    bars = etree.Element(f"{{{_NAMES}}}errBars", nsmap={"c": _NAMES})
    for tag, setting in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, f"{{{_NAMES}}}{tag}", val=setting)
    ends = [value.interval or [value.value, value.value] for value in values]
    lengths = {
        "plus": [high - value.value for value, (_, high) in zip(values, ends, strict=True)],
        "minus": [value.value - low for value, (low, _) in zip(values, ends, strict=True)],
    }
    for side, amounts in lengths.items():
        literal = etree.SubElement(
            etree.SubElement(bars, f"{{{_NAMES}}}{side}"), f"{{{_NAMES}}}numLit"
        )
        etree.SubElement(literal, f"{{{_NAMES}}}formatCode").text = "General"
        etree.SubElement(literal, f"{{{_NAMES}}}ptCount", val=str(len(amounts)))
        for number, amount in enumerate(amounts):
            point = etree.SubElement(literal, f"{{{_NAMES}}}pt", idx=str(number))
            etree.SubElement(point, f"{{{_NAMES}}}v").text = repr(float(amount))
    return bars
