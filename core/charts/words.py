"""The table behind each chart, and in words what the chart shows and what it does not.

The words state what was measured; they never say that a difference is real, which only the paired
comparison may (docs/method.md, "Planned comparisons").
"""

import math
from collections.abc import Iterable

from core.arms import ALL_ARMS
from core.records.recommendation import Criterion
from core.records.scored import Measure
from core.records.summary import Measured, StratumFigures, Summary

Sentences = tuple[str, str]
"""What the chart shows, and its limits."""
ONE_ARM = "Each interval covers one arm alone, so this chart can't tell whether two arms differ."
"""A limit of most charts."""

MEASURE_LABELS: dict[Measure, str] = {"em": "Exact match", "f1": "F1", "containment": "Containment"}
CRITERIA: dict[Criterion, str] = {
    "accuracy": "Accuracy",
    "freshness": "Freshness",
    "cost": "Cost a month",
    "latency": "Latency",
    "setup": "Setting up",
    "refusal": "Refusing what is not there",
}
"""What a recommendation weighs, by name on screen."""
STRATUM_LABELS = {
    "seen": "Seen in training",
    "held_out": "Held out from training",
    "unanswerable": "Unanswerable",
}

VERDICT_LABELS = {
    "supported": "supported",
    "refuted": "refuted",
    "equivalent": "equivalent",
    "inconclusive": "not enough data",
    "exploratory": "too few questions",
    "not measured yet": "not measured yet",
    "does not apply": "does not apply",
}
"""A verdict's word on screen: none of them may read as "equal" but the one that says so."""


def arm_label(arm: str) -> str:
    """Return an arm's name on screen."""
    return ALL_ARMS[arm].label if arm in ALL_ARMS else arm.replace("-", " ").capitalize()


def questions_note(measured: Measured) -> str:
    """Return the note on generated questions that nobody reviewed; "" if there are none.

    Summaries without "questions" are of version 0.1, which generated none.
    """
    asked = measured.get("questions")
    if not asked or not asked.get("unreviewed"):
        return ""
    return f"Questions generated, {asked['reviewed']} of {asked['generated']} reviewed"


def questions_sentence(measured: Measured) -> str:
    """Return the same for the text under a chart, with the share accepted so far."""
    if not questions_note(measured):
        return ""
    asked = measured["questions"]
    text = f" {asked['generated']} of the {asked['n']} questions were generated from the documents"
    if not asked["reviewed"]:
        return f"{text} and nobody reviewed them: some may be wrong."
    rate = asked["accept_rate"]
    so_far = "" if rate is None else f" ({rate:.0%} of those reviewed were accepted unchanged)"
    return f"{text}; {asked['unreviewed']} of them were not reviewed{so_far}."


def failures(summary: Summary) -> str:
    """Return how many answers of each arm failed, and how they count; "" if none did."""
    failed = {arm: f["failed"] for arm, f in summary["arms"].items() if f["failed"]}
    if not failed:
        return ""
    counts = listed(f"{arm_label(arm)} {count}" for arm, count in failed.items())
    return f"Answers that failed count as wrong: {counts}."


def by_stratum(summary: Summary) -> Iterable[tuple[str, str, StratumFigures]]:
    """Return (stratum, arm, figures), the strata apart."""
    for key in STRATUM_LABELS:
        for arm, figures in summary["arms"].items():
            if key in figures["strata"]:
                yield key, arm, figures["strata"][key]


def currency_named(currency: str, *, example: bool) -> str:
    """Return a currency as it stands beside an amount: an example price says that it is one."""
    return f"{currency} (example price)" if example else currency


def scaled(value: float | None, factor: float) -> float | None:
    """Return a value times a factor; what was not measured stays None."""
    return None if value is None else value * factor


def short_number(value: float) -> str:
    """Return a number with three digits, never with an exponent as large ms would have."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def times(share: float) -> int:
    """Return a share of resamples as so many of 100; never 100 where one was lost."""
    return math.floor(100 * share + 1e-9)


def listed(words: Iterable[str]) -> str:
    """Return words joined as in a sentence."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def model_name(summary: Summary) -> str:
    size = summary.get("model_size")
    named = summary.get("model") or "this model"
    return f"{named} ({size})" if size and str(size) not in named else str(named)
