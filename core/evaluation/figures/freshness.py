"""Stored answers before and after a change -> who says the new thing; nothing here runs a model.

For changed facts, the fresh rate counts answers with the new value and not the old one, the stale
rate those with the old value and not the new one (docs/method.md, "Freshness protocol"). Both are
taken among the facts that the arm had right before, since an arm that never knew a fact cannot be
stale on it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from core.evaluation.asking.freshness_draw import CHANGED, REMOVED, UNCHANGED
from core.evaluation.scoring.metrics import containment, normalise
from core.evaluation.statistics.intervals import share_interval
from core.project.experiments import PHASES
from core.questions.split import stratum
from core.records.answer import StoredAnswer, StoredAnswers, answer_in
from core.records.freshness import (
    CaughtUp,
    FactAnswer,
    FactRow,
    FateFigures,
    FreshnessFigures,
    PhaseFigures,
    Shares,
    Stages,
)
from core.records.question import Question

VERDICTS = ("new", "old", "both", "neither")
Name = Literal["new", "old", "both", "neither", "right", "still"]
NAMES: dict[str, dict[str, Name]] = {
    CHANGED: {"new": "new", "old": "old", "both": "both", "neither": "neither"},
    UNCHANGED: {"old": "right"},
    REMOVED: {"old": "still"},
}
"""What a share is called, by the fate of the facts: the old value is right where it still holds."""
IntervalName = Literal[
    "new_interval",
    "old_interval",
    "both_interval",
    "neither_interval",
    "right_interval",
    "still_interval",
]
INTERVALS: dict[Name, IntervalName] = {
    "new": "new_interval",
    "old": "old_interval",
    "both": "both_interval",
    "neither": "neither_interval",
    "right": "right_interval",
    "still": "still_interval",
}
FRESH = 0.8
"""An arm has caught up once this share of the changed facts it had right before is answered new."""


def judge(answer: str, old: Sequence[str], new: Sequence[str]) -> str:
    """Return "new", "old", "both" or "neither", by normalised containment.

    Where one value is part of the other ("30" in "30 June"), it counts only where it stands apart.
    """
    words = normalise(answer)
    has_old = any(containment(_without(words, new, value), value) for value in old)
    has_new = any(containment(_without(words, old, value), value) for value in new)
    if has_old and has_new:
        return "both"
    return "new" if has_new else "old" if has_old else "neither"


def _without(words: str, others: Sequence[str], value: str) -> str:
    """Return the normalised answer without the longer values that `value` is a part of."""
    part = f" {normalise(value)} "
    padded = f" {words} "
    for other in map(normalise, others):
        if part.strip() != other and part in f" {other} ":
            padded = padded.replace(f" {other} ", " | ")
    return padded.replace("|", " ").strip()


def fact_rows(
    questions: Sequence[Question],
    fates: Mapping[str, str],
    stored: Mapping[str, StoredAnswers],
    arms: Sequence[str],
    *,
    first_only: bool,
    train_groups: Collection[str] = (),
) -> list[FactRow]:
    """Return one row a question, with each arm's answers by phase and what each one says.

    Args:
        stored: Answers by phase.
        first_only: The first gold answer alone counts, where the others may name other things.
    """
    rows: list[FactRow] = []
    for question in questions:
        fate = fates[question.id]
        old = _golds(question.answers, first_only)
        second = _golds(question.extra.get("answers_v2") or (), first_only)
        new = second if fate == CHANGED else []
        rows.append(
            {
                "question_id": question.id,
                "question": question.text,
                "document": question.document,
                "group": question.group,
                "stratum": stratum(question, train_groups),
                "fate": fate,
                "old": old,
                "new": new,
                "answers": {arm: _by_phase(stored, question.id, arm, old, new) for arm in arms},
            }
        )
    return rows


def _by_phase(
    stored: Mapping[str, StoredAnswers], question: str, arm: str, old: list[str], new: list[str]
) -> dict[str, FactAnswer]:
    answers = {phase: answer_in(stored.get(phase, {}), question, arm) for phase in PHASES}
    return {phase: _answer(answer, old, new) for phase, answer in answers.items() if answer}


def _golds(answers: Sequence[str], first_only: bool) -> list[str]:
    return list(answers[:1] if first_only else answers)


def _answer(answer: StoredAnswer, old: list[str], new: list[str]) -> FactAnswer:
    text = answer["text"]
    return {
        "text": text,
        "says": judge(text, old, new),
        "error": answer.get("error"),
        "latency_ms": answer.get("latency_ms"),
        "documents": sorted({passage["document"] for passage in answer.get("passages", ())}),
    }


def figures(rows: Sequence[FactRow], arms: Sequence[str]) -> FreshnessFigures:
    """Return the figures of each arm in each phase that was measured.

    They count the facts that the arm had right before; `all` holds the same over all facts.
    """
    return {
        arm: {
            phase: _phase(rows, arm, phase)
            for phase in PHASES
            if any(phase in row["answers"][arm] for row in rows)
        }
        for arm in arms
    }


def _phase(rows: Sequence[FactRow], arm: str, phase: str) -> PhaseFigures:
    return {fate: _shares(rows, arm, phase, fate) for fate in NAMES}


def _shares(rows: Sequence[FactRow], arm: str, phase: str, fate: str) -> FateFigures | None:
    asked = [
        row
        for row in rows
        if row["fate"] == fate and {"before", phase} <= row["answers"][arm].keys()
    ]
    if not asked:
        return None
    knew = [row for row in asked if row["answers"][arm]["before"]["says"] == "old"]
    return {**_part(knew, arm, phase, fate), "all": _part(asked, arm, phase, fate)}


def _part(rows: Sequence[FactRow], arm: str, phase: str, fate: str) -> Shares:
    verdicts = [row["answers"][arm][phase]["says"] for row in rows]
    groups = [row["group"] for row in rows]
    part: Shares = {"n": len(rows), "groups": len(set(groups))}
    for verdict, name in NAMES[fate].items():
        values = [float(reached == verdict) for reached in verdicts]
        part[name] = sum(values) / len(values) if values else None
        part[INTERVALS[name]] = share_interval(values, groups) if values else None
    return part


def time_to_fresh(figures: FreshnessFigures, stages: Stages) -> dict[str, CaughtUp]:
    """Return for each arm when it had caught up, in seconds since the change began."""
    updated, retraining = stages.get("update_s"), stages.get("retrain_s")
    retrained = None if updated is None or retraining is None else updated + retraining
    clock = {"updated": updated, "retrained": retrained}
    times = {arm: _caught_up(phases, clock) for arm, phases in figures.items()}
    return {arm: time for arm, time in times.items() if time}


def _caught_up(
    phases: Mapping[str, PhaseFigures], clock: Mapping[str, float | None]
) -> CaughtUp | None:
    """Return when an arm had caught up; None where it knew no fact that changed.

    Args:
        clock: Seconds at which each phase began, None where it was not reached.
    """
    after = [(phase, phases[phase][CHANGED]) for phase in PHASES[1:] if phase in phases]
    known = [(phase, part) for phase, part in after if part and part["n"]]
    if not known:
        return None
    for phase, part in known:
        share = part["new"]
        if share is not None and share >= FRESH and clock[phase] is not None:
            return {"seconds": clock[phase], "phase": phase, "share": share, "n": known[-1][1]["n"]}
    last = known[-1][1]
    return {"seconds": None, "phase": None, "share": last["new"], "n": last["n"]}
