"""How long answers took: the table behind the chart, and the chart in words."""

from typing import Literal

import pandas as pd

from core.charts.words import (
    Sentences,
    Summary,
    arm_label,
    listed,
    questions_sentence,
    scaled,
    short_number,
)
from core.config import MIN_P95_ANSWERS

Time = Literal["first_token_ms", "latency_ms"]
TIME_LABELS: dict[Time, str] = {
    "first_token_ms": "Time to the first token",
    "latency_ms": "Time to the whole answer",
}
_SECONDS_FROM_MS = 1000


def time_scale(summary: Summary, which: Time) -> tuple[float, str]:
    """Return the factor from ms and the unit: seconds once a median reaches one."""
    medians = [arm[which]["p50"] or 0 for arm in summary["arms"].values()]
    return (0.001, "s") if max(medians, default=0) >= _SECONDS_FROM_MS else (1.0, "ms")


def latency_table(summary: Summary, which: Time = "latency_ms") -> pd.DataFrame:
    """Return a row for each arm in the chart's unit; p95 is missing below enough answers."""
    factor, unit = time_scale(summary, which)
    rows = []
    for arm, figures in summary["arms"].items():
        times = figures[which]
        values = (times["p50"], *(times["p50_interval"] or (None, None)), times["p95"])
        cells = (scaled(value, factor) for value in values)
        rows.append((arm_label(arm), figures["timed"], *cells))
    names = [f"p50 ({unit})", "95 % from", "95 % to", f"p95 ({unit})"]
    return pd.DataFrame(rows, columns=["Arm", "Answers", *names])


def latency_sentence(summary: Summary, which: Time = "latency_ms") -> Sentences:
    """Return what the latency chart shows and does not show."""
    factor, unit = time_scale(summary, which)
    medians = {arm: f[which]["p50"] for arm, f in summary["arms"].items()}
    known = {arm: value * factor for arm, value in medians.items() if value is not None}
    if not known:
        return "There are no times to show.", ""
    times = listed(f"{arm_label(arm)} {short_number(value)} {unit}" for arm, value in known.items())
    shown = f"{TIME_LABELS[which]}: half of the answers came within {times}."
    if any(arm[which]["p95"] is None for arm in summary["arms"].values()):
        shown += f" The 95th percentile is left out below {MIN_P95_ANSWERS} timed answers."
    shown += timed_sentence(summary) + served_sentence(summary)
    where = "" if summary.get("server") else " on this machine"
    return shown + questions_sentence(summary), (
        f"How it is under load or on other hardware: one question at a time was asked{where}. An "
        "arm that answers in fewer words is faster for that alone."
    )


def served_sentence(summary: Summary) -> str:
    """Return what the times of a model at a server hold besides, "" for a model that is here."""
    server = summary.get("server")
    if not server:
        return ""
    return (
        f" The model is served by {server['host']}: times include the network, and whether a "
        "prompt's beginning is kept from one answer to the next is the server's own affair."
    )


def timed_sentence(summary: Summary) -> str:
    """Return how many questions were timed, empty where all were."""
    arms = summary["arms"].values()
    if all(arm["timed"] == arm["answers"] - arm["failed"] for arm in arms):
        return ""
    most = max(arm["timed"] // arm["seeds"] for arm in arms)
    return (
        f" Timed on the {most} questions that were answered one at a time; the others were "
        "answered many together, which says nothing of the time of one."
    )
