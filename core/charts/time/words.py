"""How long answers took: the table behind the chart, and the chart in words."""

from typing import Literal

from core.records.summary import Summary

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


def served_sentence(summary: Summary) -> str:
    """Return what else a server's times include, "" for a model that runs here."""
    server = summary.get("server")
    if not server:
        return ""
    return (
        f" The model is served by {server['host']}: times include the network, and the server may "
        "or may not reuse the beginning of a prompt from one answer to the next."
    )


def timed_sentence(summary: Summary) -> str:
    """Return how many questions were timed, "" if all were."""
    arms = summary["arms"].values()
    if all(arm["timed"] == arm["answers"] - arm["failed"] for arm in arms):
        return ""
    most = max(arm["timed"] // arm["seeds"] for arm in arms)
    return (
        f" Timed on the {most} questions that were answered one at a time; the others were "
        "answered in batches, which says nothing about the time of one."
    )
