"""How fast arms are at the same length: tuned arms are faster in part because they write less.

Figure, table and sentences over `fixed` of a summary's arms
(`core.evaluation.asking.fixed_length`).
"""

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import draw
from core.charts.style import Theme, empty, footnote, panels
from core.charts.time.parts import LABEL_ROOM, in_unit, name_rows, said
from core.charts.words import (
    ONE_ARM,
    Sentences,
    arm_label,
    questions_note,
    questions_sentence,
    short_number,
)
from core.evaluation.scoring.traces import trace
from core.records.summary import FixedFigures, Percentiles, Summary
from core.records.trace import Trace

Length = Literal["natural_ms", "latency_ms", "per_token_ms"]
LENGTHS: dict[Length, tuple[str, str]] = {
    "natural_ms": ("As long as the arm writes", "latency_ms"),
    "latency_ms": ("Exactly {tokens} tokens", "fixed_latency_ms"),
    "per_token_ms": ("Each token after the first", "fixed_latency_ms"),
}
"""What is timed, and the field of an answer that it comes from."""
NATURAL_AND_FIXED: tuple[Length, ...] = ("natural_ms", "latency_ms")


def _fixed(summary: Summary) -> dict[str, FixedFigures]:
    return {arm: f["fixed"] for arm, f in summary["arms"].items() if f["fixed"]}


def has_fixed(summary: Summary) -> bool:
    """Tell whether the evaluation timed a fixed length; older ones did not."""
    return bool(_fixed(summary))


def fixed(summary: Summary, theme: Theme = "light") -> go.Figure:
    """Return each arm's median times on the same questions: natural, fixed length, a token."""
    by_arm = _fixed(summary)
    if not by_arm:
        return empty("This evaluation timed no fixed length.", theme)
    tokens = next(iter(by_arm.values()))["tokens"]
    titles = [title.format(tokens=tokens) for title, _ in LENGTHS.values()]
    figure = panels(titles, len(by_arm), theme)
    whole = [_end(part[key]) for part in by_arm.values() for key in NATURAL_AND_FIXED]
    for panel, (key, (_, field)) in enumerate(LENGTHS.items(), start=1):
        # The first two share an axis: one is to be read against the other.
        ends = whole if panel < 3 else [_end(part[key]) for part in by_arm.values()]
        factor, unit = in_unit(ends)
        for row, (arm, part) in enumerate(by_arm.items()):
            times, mark = part[key], trace(arm, field, timed=True)
            _median(figure, (panel, row), arm, times, (factor, unit), mark, theme)
        reach = [0, max(ends) * factor * LABEL_ROOM or 1]
        figure.update_xaxes(range=reach, ticksuffix=f" {unit}", row=panel, col=1)
    name_rows(figure, by_arm)
    return footnote(figure, questions_note(summary))


def _median(
    figure: go.Figure,
    place: tuple[int, int],
    arm: str,
    times: Percentiles,
    scale: tuple[float, str],
    mark: Trace,
    theme: Theme,
) -> None:
    factor, unit = scale
    value = (times["p50"] or 0.0) * factor
    interval = times["p50_interval"] and [end * factor for end in times["p50_interval"]]
    label = f"{short_number(value)} {unit}"
    draw(figure, place[0], arm, [place[1]], [value], [interval], [label], theme)
    points = next(drawn for drawn in reversed(figure.data) if drawn.mode == "markers")
    reach = f" ({short_number(interval[0])} to {short_number(interval[1])})" if interval else ""
    points.customdata = [mark]
    points.hovertemplate = f"{arm_label(arm)}: {label}{reach}<extra></extra>"


def fixed_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each arm, in ms."""
    rows = [
        (
            arm_label(arm),
            part["n"],
            part["tokens"],
            *(cell for key in LENGTHS for cell in (part[key]["p50"], *_interval(part[key]))),
        )
        for arm, part in _fixed(summary).items()
    ]
    names = ("natural", "fixed length", "a token")
    times = [f"{what}, {name}" for name in names for what in ("p50 (ms)", "95 % from", "95 % to")]
    return pd.DataFrame(rows, columns=["Arm", "Answers", "Tokens", *times])


def fixed_sentence(summary: Summary) -> Sentences:
    """Return what the chart of a fixed length shows and does not show, with its formula."""
    by_arm = _fixed(summary)
    if not by_arm:
        return "This evaluation timed no fixed length.", ""
    medians = {arm: part["latency_ms"]["p50"] or 0.0 for arm, part in by_arm.items()}
    factor, unit = in_unit(medians.values())
    tokens = max(part["tokens"] for part in by_arm.values())
    n = max(part["n"] for part in by_arm.values())
    lines = [
        f"{arm_label(arm)} {said(medians[arm], factor)} {unit} "
        f"({short_number(part['per_token_ms']['p50'] or 0.0)} ms per token)"
        for arm, part in by_arm.items()
    ]
    shown = (
        f"The first {n} questions were answered once more, each arm made to write exactly {tokens} "
        f"tokens: half of these took at most {', '.join(lines)}. The panel above has the same "
        "questions with answers as long as each arm makes them. "
        "Time per token = (latency - first token) / (tokens - 1)."
    )
    return shown + questions_sentence(summary), (
        "Nobody waits this long in use: the words after an answer's natural end are noise. Finding "
        f"passages was timed once, with the natural answer. {ONE_ARM}"
    )


def _interval(times: Percentiles) -> Sequence[float | None]:
    return times["p50_interval"] or (None, None)


def _end(times: Percentiles) -> float:
    return float((times["p50_interval"] or [times["p50"] or 0.0])[-1])


FIXED = Chart("fixed", "Latency at the same length", fixed, fixed_table, fixed_sentence, has_fixed)
