"""The table behind each chart, and in words what the chart shows and what it does not.

The words state what was measured; they never say that a difference is real, which only the paired
comparison may (evaluation.md 1.4).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from core.arms import ALL_ARMS
from core.prompts import SENTINEL

Summary = Mapping[str, Any]
Curve = Sequence[Mapping[str, Any]]
Sentences = tuple[str, str]
"""What the chart shows, and what it does not show."""

MEASURE_LABELS = {"em": "Exact match", "f1": "F1", "containment": "Containment"}
STRATUM_LABELS = {
    "seen": "Seen in training",
    "held_out": "Held out from training",
    "unanswerable": "Unanswerable",
}
COST_LABELS = {"cost": "question", "cost_per_correct": "correct answer"}
_SMALL_COST = 0.01


def arm_label(arm: str) -> str:
    """Return an arm's name on screen."""
    return ALL_ARMS[arm].label if arm in ALL_ARMS else arm.replace("-", " ").capitalize()


def questions_note(summary: Summary) -> str:
    """Return what every figure says of generated questions nobody looked at; "" if there are none.

    Summaries without "questions" are of version 0.1, which generated none.
    """
    asked = summary.get("questions") or {}
    if not asked.get("unreviewed"):
        return ""
    return f"Questions generated, {asked['reviewed']} of {asked['generated']} reviewed"


def questions_sentence(summary: Summary) -> str:
    """Return the same for the text under a chart, with what was accepted so far."""
    if not questions_note(summary):
        return ""
    asked = summary["questions"]
    text = f" {asked['generated']} of the {asked['n']} questions were generated from the documents"
    if not asked["reviewed"]:
        return f"{text} and nobody reviewed them: some may be wrong."
    rate = asked["accept_rate"]
    so_far = "" if rate is None else f" ({rate:.0%} of those reviewed were accepted as they stood)"
    return f"{text} and {asked['unreviewed']} of them nobody reviewed{so_far}."


def cost_scale(summary: Summary) -> tuple[int, str]:
    """Return a factor and its words: costs far below a cent are shown per 1,000."""
    costs = [arm["cost"] or 0 for arm in summary["arms"].values()]
    return (1000, "1,000 ") if 0 < max(costs, default=0) < _SMALL_COST else (1, "")


def accuracy_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each stratum, arm and measure; shares in per cent.

    Where an arm has several seeds, the lowest and the highest one's mean stand in two more columns.
    """
    columns = ["Questions", "Arm", "n", "Groups", "Measure", "%", "95 % from", "95 % to", "Guess %"]
    guesses = summary.get("guess", {})
    rows = [
        (
            STRATUM_LABELS[key],
            arm_label(arm),
            part["n"],
            part["groups"],
            label,
            *(100 * value for value in (part[measure], *part["intervals"][measure])),
            scaled(guesses.get(key), 100),
        )
        for key, arm, part in _strata(summary)
        for measure, label in MEASURE_LABELS.items()
    ]
    table = pd.DataFrame(rows, columns=columns)
    spreads = [
        [scaled(end, 100) for end in (part.get("spread") or {}).get(measure, (None, None))]
        for _, _, part in _strata(summary)
        for measure in MEASURE_LABELS
    ]
    if any(low is not None for low, _ in spreads):
        table[["Lowest seed %", "Highest seed %"]] = spreads
    return table


def cost_table(summary: Summary) -> pd.DataFrame:
    """Return a row for each arm in the chart's unit; missing where there is none."""
    factor, per = cost_scale(summary)
    rows = []
    for arm, figures in summary["arms"].items():
        cells: list[float | None] = []
        for field in COST_LABELS:
            values = (figures[field], *(figures[f"{field}_interval"] or (None, None)))
            cells += [scaled(value, factor) for value in values]
        rows.append((arm_label(arm), *cells))
    names = ["Arm"]
    for label in COST_LABELS.values():
        what = f"per {per}{label}{'s' * bool(per)}"
        names += [f"{summary['currency']} {what}", f"95 % from, {what}", f"95 % to, {what}"]
    return pd.DataFrame(rows, columns=names)


def training_curve_table(curve: Curve) -> pd.DataFrame:
    """Return a row for each recorded step."""
    rows = [(point["step"], point.get("loss"), point.get("dev_loss")) for point in curve]
    return pd.DataFrame(rows, columns=["Step", "Training loss", "Dev loss"])


def accuracy_sentence(summary: Summary) -> Sentences:
    """Return what the accuracy chart shows and does not show."""
    parts = list(_strata(summary))
    if not parts:
        return "There are no answers to show.", ""
    shown = []
    for key, label in STRATUM_LABELS.items():
        values = {arm: part["containment"] for stratum, arm, part in parts if stratum == key}
        if values:
            shares = listed(f"{arm_label(arm)} {100 * v:.0f} %" for arm, v in values.items())
            n = max(part["n"] for stratum, _, part in parts if stratum == key)
            right = "contains a gold answer"
            if key == "unanswerable":
                right = f'says "{SENTINEL}"'
            guess = summary.get("guess", {}).get(key)
            drawn = f" (a blind guess: {100 * guess:.0f} %)" if guess is not None else ""
            shown.append(f"{label} ({n} questions): the answer {right} for {shares}{drawn}.")
            shown += _seeds_said(summary, key)
    lengths = {arm: f["answer_words"] for arm, f in summary["arms"].items()}
    words = listed(f"{arm_label(a)} {n:g}" for a, n in lengths.items() if n is not None)
    if words:
        shown.append(f"Median words an answer: {words}.")
    failed = failures(summary)
    if failed:
        shown.append(failed)
    several = any(part.get("spread") for _, _, part in parts)
    seeds = "Intervals allow for other questions, not for other seeds. " * several
    return " ".join(shown) + questions_sentence(summary), (
        "Whether two arms differ: each interval is of one arm alone, and the arms answered the "
        f"same questions. {seeds}Containment favours long answers and exact match short ones. The "
        f"figures hold for {_model(summary)} and these questions; a larger model can turn them "
        "round."
    )


def failures(summary: Summary) -> str:
    """Return how many answers of which arm failed, and what that counts for; "" if none did."""
    failed = {arm: f["failed"] for arm, f in summary["arms"].items() if f["failed"]}
    if not failed:
        return ""
    counts = listed(f"{arm_label(arm)} {count}" for arm, count in failed.items())
    return f"Answers that failed count as wrong: {counts}."


def _seeds_said(summary: Summary, stratum: str) -> list[str]:
    """Say how far the seeds of an arm lie apart; nothing where each has one."""
    told = [
        (figures["seeds"], f"{arm_label(arm)} {100 * low:.0f} to {100 * high:.0f} %")
        for arm, figures in summary["arms"].items()
        if (spread := figures["strata"].get(stratum, {}).get("spread"))
        for low, high in [spread["containment"]]
    ]
    if not told:
        return []
    seeds = listed(dict.fromkeys(str(count) for count, _ in told))
    return [
        f"That is the mean of {seeds} seeds, which are trainings alike but for their random start; "
        f"from the lowest to the highest (thin marks): {listed(text for _, text in told)}."
    ]


def cost_sentence(summary: Summary) -> Sentences:
    """Return what the cost chart shows and does not show."""
    arms = {arm: f for arm, f in summary["arms"].items() if f["cost"] is not None}
    if not arms:
        return "No price is set, so there is no cost to show.", ""
    factor, per = cost_scale(summary)
    costs = listed(f"{arm_label(arm)} {f['cost'] * factor:.3g}" for arm, f in arms.items())
    plural = "s" * bool(per)
    shown = f"{summary['currency']} per {per}question{plural}: {costs}."
    per_correct = {arm: f["cost_per_correct"] for arm, f in arms.items()}
    right = {arm: value for arm, value in per_correct.items() if value is not None}
    if right:
        figures = listed(f"{arm_label(a)} {v * factor:.3g}" for a, v in right.items())
        shown += f" Per {per}correct answer{plural} (one that contains a gold answer): {figures}."
    none = listed(arm_label(arm) for arm, value in per_correct.items() if value is None)
    if none:
        shown += f" No correct answer from {none}."
    if any(arms[arm]["cost_per_correct_interval"] is None for arm in right):
        shown += " An interval is left out where correct answers are too few to bound it."
    return shown + questions_sentence(summary), (
        "What it costs to get there: training, indexing, storage, updates and people's hours are "
        f"not in it. The prices are the ones you typed{_as_of(summary)}."
    )


def training_curve_sentence(curve: Curve) -> Sentences:
    """Return what the training chart shows and does not show."""
    dev = [(p["step"], p["dev_loss"]) for p in curve if p.get("dev_loss") is not None]
    training = [p["loss"] for p in curve if p.get("loss") is not None]
    if not dev and not training:
        return "No step is done yet.", ""
    shown = []
    if training:
        shown.append(f"Training loss went from {training[0]:.2f} to {training[-1]:.2f}.")
    if dev:
        step, lowest = min(dev, key=lambda point: point[1])
        shown.append(f"Dev loss was lowest, {lowest:.2f}, at step {step}.")
    else:
        shown.append("There is no dev loss.")
    return " ".join(shown), (
        "Whether the answers are right: a lower loss means that the gold answers became likelier. "
        "If dev loss rises while training loss falls, the adapter learns its questions by heart."
    )


def _strata(summary: Summary) -> Iterable[tuple[str, str, Summary]]:
    """Return (stratum, arm, figures), the strata apart."""
    for key in STRATUM_LABELS:
        for arm, figures in summary["arms"].items():
            if key in figures["strata"]:
                yield key, arm, figures["strata"][key]


def scaled(value: float | None, factor: float) -> float | None:
    """Return a value times a factor; what was not measured stays None."""
    return None if value is None else value * factor


def short_number(value: float) -> str:
    """Return three digits, without the exponent that a large number of ms would get."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def listed(words: Iterable[str]) -> str:
    """Return words as a sentence lists them."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _model(summary: Summary) -> str:
    size = summary.get("model_size")
    named = summary.get("model") or "this model"
    return f"{named} ({size})" if size and str(size) not in named else str(named)


def _as_of(summary: Summary) -> str:
    date = (summary.get("prices") or {}).get("as_of")
    return f" (as of {date})" if date else ""
