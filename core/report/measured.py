"""Accuracy and latency: each a finding, a chart and a table of the four measures."""

from collections.abc import Iterable, Mapping

from core.charts.words import arm_label, listed
from core.decision.words import counted
from core.records.four_measures import FourMeasures
from core.records.interval import Interval
from core.records.summary import Percentiles, ShareFigures
from core.report.parts import Panel, Row, Section, Stamp, Strip, Table, Value
from core.report.words import PER_CENT, STRATA, of_100, sentence


def caption(stamp: Stamp, asked: str, interval: str = "95 % intervals") -> str:
    """Return what stands under a chart, so that it can be copied alone.

    Args:
        asked: How many questions of which kind.
    """
    return ", ".join((stamp.model, f"n = {asked}", interval, *stamp.words_behind_model))


def asked_of(counts: Mapping[str, int]) -> str:
    """Return how many questions were asked by kind."""
    return listed(f"{count} ({STRATA[kind]})" for kind, count in counts.items())


def top(panels: Iterable[Panel]) -> float:
    """Return where an axis ends that holds every value."""
    values = [value for panel in panels for value in panel.values]
    return max((max(v.value, *(v.interval or [0.0])) for v in values), default=0.0) or 1.0


def others(values: Iterable[Value]) -> str:
    """Return how a finding goes on after the arm that it names first."""
    rest = listed(f"{value.label} {value.text}" for value in values)
    return f"; {rest}" if rest else ""


def accuracy(measures: FourMeasures, stamp: Stamp) -> Section | None:
    """Return how many of 100 answers are right, each kind of question apart."""
    parts = [
        (kind, arm["arm"], arm["accuracy"][kind])
        for kind in STRATA
        for arm in measures["arms"]
        if kind in arm["accuracy"]
    ]
    if not parts:
        return None
    kinds = list(dict.fromkeys(kind for kind, _, _ in parts))
    panels = tuple(
        Panel(sentence(STRATA[kind]), tuple(_share(arm, s) for k, arm, s in parts if k == kind))
        for kind in kinds
    )
    best, *rest = sorted(panels[0].values, key=lambda value: -value.value)
    rows = tuple(
        Row(
            (sentence(STRATA[kind]), arm_label(arm), PER_CENT * share["share"]),
            share["n"],
            of_100(share["interval"]),
            stamp,
        )
        for kind, arm, share in parts
    )
    return Section(
        "accuracy",
        f"Of 100 {STRATA[kinds[0]]}, {best.label} has about {best.text} right{others(rest)}",
        Strip(panels, "right answers of 100", PER_CENT),
        "Each mark is one arm's share of right answers; the line is its 95 % interval. The kinds "
        "of questions are never pooled. Whether two arms differ is said by the planned "
        "comparisons, not by lines that overlap.",
        caption(stamp, asked_of({kind: share["n"] for kind, _, share in parts})),
        Table("Right answers", ("Questions", "Arm", "Right of 100"), rows),
    )


def _share(arm: str, share: ShareFigures) -> Value:
    value = PER_CENT * share["share"]
    return Value(arm_label(arm), arm, value, of_100(share["interval"]), f"{value:.0f}")


def latency(measures: FourMeasures, stamp: Stamp) -> Section | None:
    """Return how long answers take, one asked at a time."""
    timed = [
        (arm["arm"], times, times["p50"])
        for arm in measures["arms"]
        if (times := arm["latency"]) and times["p50"] is not None
    ]
    if not timed:
        return None
    values = tuple(_median(arm, times, p50) for arm, times, p50 in timed)
    quick, *slower = sorted(values, key=lambda value: value.value)
    scope = measures["scope"]
    rows = tuple(
        Row(
            (arm_label(arm), p50 / 1000, None if times["p95"] is None else times["p95"] / 1000),
            scope["n"],
            _seconds(times["p50_interval"]),
            stamp,
        )
        for arm, times, p50 in timed
    )
    panel = Panel("Half of the answers come within", values)
    return Section(
        "latency",
        f"Half of {quick.label}'s answers come within {quick.text}{others(slower)}",
        Strip((panel,), "seconds", top([panel])),
        "Each mark is the median time to the whole answer, retrieval included; the line is its "
        "95 % interval. Measured one question at a time on one machine: nothing is said of many "
        "users at once.",
        caption(stamp, f"{counted(scope['n'], 'question')} in {scope['groups']} groups"),
        Table("Time to the whole answer", ("Arm", "Median, s", "95 of 100 within, s"), rows),
    )


def _median(arm: str, times: Percentiles, p50: float) -> Value:
    ends = _seconds(times["p50_interval"])
    return Value(arm_label(arm), arm, p50 / 1000, ends, f"{p50 / 1000:.2f}\u00a0s")


def _seconds(interval: Interval | None) -> Interval | None:
    return None if interval is None else [end / 1000 for end in interval]
