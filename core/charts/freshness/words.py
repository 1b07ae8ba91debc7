"""Freshness in tables and sentences: what the charts show, and what they do not."""

from collections.abc import Iterator, Mapping

import pandas as pd

from core.charts.words import ONE_ARM, Sentences, arm_label, questions_sentence, scaled
from core.evaluation.figures.freshness import INTERVALS, NAMES, Name
from core.records.freshness import Experiment, FateFigures, Shares

Row = tuple[str | float | None, ...]
"""Cells of a table."""
PHASE_LABELS = {
    "before": "before the change",
    "updated": "after the change",
    "retrained": "after retraining",
}
SAID_LABELS = {"new": "new", "old": "old", "both": "old and new", "neither": "neither"}
FRESH = 80
"""Per cent answered new at which an arm counts as caught up."""
_FEW = 20
"""Below this many facts one answer moves a share by more than five points."""
_LASTING: tuple[tuple[str, Name, str], ...] = (
    ("changed", "old", "Changed facts still answered old"),
    ("unchanged", "right", "Unchanged facts still right"),
    ("removed", "still", "Facts of removed documents still told"),
)
"""What an arm may go on saying: by fate, the share and its words."""
_MINUTE, _HOUR = 60, 3600
PER_CENT = 100


def duration(seconds: float) -> str:
    """Return seconds as "0.4 s", "12 s", "14 min" or "1.5 h"."""
    if seconds < _MINUTE:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    return f"{seconds / _MINUTE:.0f} min" if seconds < _HOUR else f"{seconds / _HOUR:.1f} h"


def has_changed(experiment: Experiment) -> bool:
    """Whether any arm was asked again after the change."""
    return any(set(phases) - {"before"} for phases in experiment["arms"].values())


def moments(experiment: Experiment) -> dict[str, float]:
    """Return seconds since the change at which each phase could first be asked, as measured."""
    stages = experiment["stages"]
    instants = {}
    if stages.get("update_s") is not None:
        instants["updated"] = float(stages["update_s"])
        if stages.get("retrain_s") is not None:
            instants["retrained"] = instants["updated"] + float(stages["retrain_s"])
    return instants


def fresh_points(experiment: Experiment) -> Iterator[tuple[str, str, float, FateFigures]]:
    """Yield (arm, phase, seconds, figures) where an arm had changed facts right before."""
    times = moments(experiment)
    for arm, phases in experiment["arms"].items():
        for phase, seconds in times.items():
            part = phases.get(phase, {}).get("changed")
            if part and part["n"]:
                yield arm, phase, seconds, part


def per_cent(part: Shares, name: Name) -> float:
    """Return a measured share in per cent."""
    return PER_CENT * (part[name] or 0.0)


def per_cent_interval(part: Shares, name: Name) -> list[float]:
    """Return the interval of a measured share in per cent."""
    return [PER_CENT * end for end in part[INTERVALS[name]] or ()]


def timeline_table(experiment: Experiment) -> pd.DataFrame:
    """Return a row for each arm and moment it was asked at; shares in per cent."""
    rows = [
        (
            arm_label(arm),
            PHASE_LABELS[phase],
            round(seconds, 2),
            part["n"],
            per_cent(part, "new"),
            *per_cent_interval(part, "new"),
        )
        for arm, phase, seconds, part in fresh_points(experiment)
    ]
    names = ["Arm", "Asked", "Seconds since the change", "n", "% new", "95 % from", "95 % to"]
    return pd.DataFrame(rows, columns=names)


def timeline_sentence(experiment: Experiment) -> Sentences:
    """Return what the timeline shows and does not show."""
    points = list(fresh_points(experiment))
    if not points:
        return (
            "No arm had a changed fact right before the change, so none can be seen to catch up.",
            "An arm that knew the facts might have caught up.",
        )
    reached: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for arm, _, seconds, part in points:
        reached.setdefault(arm, []).append(f"{per_cent(part, 'new'):.0f} % at {duration(seconds)}")
        sizes[arm] = part["n"]
    shares = "; ".join(
        f"{arm_label(arm)} (n = {sizes[arm]}) {', '.join(parts)}" for arm, parts in reached.items()
    )
    shown = (
        f"Of the changed facts that an arm had right before, it gave the new answer to: {shares}."
    )
    shown += _unable(experiment, sizes) + _reached(experiment)
    return shown + questions_sentence(experiment), (
        "Each arm was asked before the change, after it and, where it was retrained, once more; "
        "what lies between is not known. The seconds come from one run on this machine and leave "
        "out the time people take to notice a change or to write training questions." + _few(sizes)
    )


def _unable(experiment: Experiment, sizes: Mapping[str, int]) -> str:
    missing = [arm_label(arm) for arm in experiment["arms"] if arm not in sizes]
    if not missing:
        return ""
    return f" No line for {', '.join(missing)}: no changed fact was right before the change."


def _reached(experiment: Experiment) -> str:
    """Return which arms caught up and when, in words."""
    parts = []
    for arm, times in experiment["time_to_fresh"].items():
        at = times["seconds"]
        when = "not reached" if at is None else f"after {duration(at)}"
        parts.append(f"{arm_label(arm)} {when}")
    return f" {FRESH} % new: {', '.join(parts)}." if parts else ""


def _few(sizes: Mapping[str, int]) -> str:
    few = [f"{arm_label(arm)} {n}" for arm, n in sizes.items() if n < _FEW]
    if not few:
        return ""
    return f" Few facts ({', '.join(few)}): one answer moves a share by several points."


def outcome_rows(experiment: Experiment) -> list[tuple[str, str]]:
    """Return (arm, phase) of every row that the outcome chart draws: what came after the change."""
    return [
        (arm, phase)
        for arm, phases in experiment["arms"].items()
        for phase in ("updated", "retrained")
        if phase in phases
    ]


def outcome_table(experiment: Experiment) -> pd.DataFrame:
    """Return a row for each arm, phase, kind of fact and what was said; shares in per cent."""
    rows = []
    for arm, phases in experiment["arms"].items():
        for phase, parts in phases.items():
            for fate, part in parts.items():
                rows += _table_rows(arm, phase, fate, part) if part else []
    names = [
        "Arm",
        "Asked",
        "Facts",
        "Answered",
        "n right before",
        "%",
        "95 % from",
        "95 % to",
        "n all",
        "% of all",
    ]
    return pd.DataFrame(rows, columns=names)


def _table_rows(arm: str, phase: str, fate: str, part: FateFigures) -> list[Row]:
    labels = SAID_LABELS | {"right": "right", "still": "still the old value"}
    rows: list[Row] = []
    for name in NAMES[fate].values():
        ends = part[INTERVALS[name]] or (None, None)
        values = (scaled(value, 100) for value in (part[name], *ends))
        rows.append(
            (
                arm_label(arm),
                PHASE_LABELS[phase],
                fate,
                labels[name],
                part["n"],
                *values,
                part["all"]["n"],
                scaled(part["all"][name], 100),
            )
        )
    return rows


def outcome_sentence(experiment: Experiment) -> Sentences:
    """Return what the outcome chart shows and does not show."""
    last = {arm: list(phases)[-1] for arm, phases in experiment["arms"].items() if phases}
    shown = []
    for fate, name, text in _LASTING:
        parts = {arm: experiment["arms"][arm][phase][fate] for arm, phase in last.items()}
        known = [
            f"{arm_label(arm)} {per_cent(part, name):.0f} % (n = {part['n']})"
            for arm, part in parts.items()
            if part and part["n"]
        ]
        if known:
            shown.append(f"{text} when last asked: {', '.join(known)}.")
    outcomes = " ".join(shown) or "No arm had any of these facts right before the change."
    return outcomes + questions_sentence(experiment), (
        f"{ONE_ARM} An answer counts as new if it contains the new value and not the old one; why "
        "some are neither is not shown. Facts that an arm had wrong before the change are left out "
        "here; the table has them all."
    )
