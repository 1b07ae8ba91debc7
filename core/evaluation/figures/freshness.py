"""Stored answers before and after a change -> who says the new thing; nothing here runs a model.

For changed facts, the fresh rate counts answers with the new value and not the old one, the stale
rate those with the old value and not the new one (docs/method.md, "Freshness protocol"). Both are
taken among the facts that the arm had right before, since an arm that never knew a fact cannot be
stale on it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.evaluation.asking.freshness_draw import CHANGED, REMOVED, UNCHANGED
from core.evaluation.scoring.metrics import containment, normalise
from core.evaluation.statistics.intervals import share_interval
from core.project.experiments import PHASES
from core.questions.split import stratum
from core.records.question import Question

VERDICTS = ("new", "old", "both", "neither")
NAMES: dict[str, dict[str, str]] = {
    CHANGED: {verdict: verdict for verdict in VERDICTS},
    UNCHANGED: {"old": "right"},
    REMOVED: {"old": "still"},
}
"""What a share is called, by the fate of the facts: the old value is right where it still holds."""
FRESH = 0.8
"""An arm has caught up once this share of the changed facts it had right before is answered new."""
Json = dict[str, Any]
Stored = Mapping[tuple[str, str], Json]


def judge(answer: str, old: Sequence[str], new: Sequence[str]) -> str:
    """Return "new", "old", "both" or "neither", by normalised containment.

    Where one value is part of the other ("30" in "30 June"), it counts only where it stands apart.
    """
    said = normalise(answer)
    has_old = any(containment(_without(said, new, one), one) for one in old)
    has_new = any(containment(_without(said, old, one), one) for one in new)
    if has_old and has_new:
        return "both"
    return "new" if has_new else "old" if has_old else "neither"


def _without(said: str, others: Sequence[str], value: str) -> str:
    """Return the normalised answer without the longer values that `value` is a part of."""
    part = f" {normalise(value)} "
    padded = f" {said} "
    for other in map(normalise, others):
        if part.strip() != other and part in f" {other} ":
            padded = padded.replace(f" {other} ", " | ")
    return padded.replace("|", " ").strip()


def fact_rows(
    questions: Sequence[Question],
    fates: Mapping[str, str],
    stored: Mapping[str, Stored],
    arms: Sequence[str],
    *,
    first_only: bool,
    train_groups: Collection[str] = (),
) -> list[Json]:
    """Return one row a question, with each arm's answers by phase and what each one says.

    Args:
        stored: Answers by phase.
        first_only: The first gold answer alone counts, where the others may name other things.
    """
    rows = []
    for question in questions:
        old = _golds(question.answers, first_only)
        new = _golds(question.extra.get("answers_v2") or (), first_only)
        fate = fates[question.id]
        answers: Json = {
            arm: {
                phase: _answer(stored[phase][question.id, arm], fate, old, new)
                for phase in PHASES
                if (question.id, arm) in stored.get(phase, {})
            }
            for arm in arms
        }
        rows.append(
            {
                "question_id": question.id,
                "question": question.text,
                "document": question.document,
                "group": question.group,
                "stratum": stratum(question, train_groups),
                "fate": fate,
                "old": old,
                "new": new if fate == CHANGED else [],
                "answers": answers,
            }
        )
    return rows


def _golds(answers: Sequence[str], first_only: bool) -> list[str]:
    return list(answers[:1] if first_only else answers)


def _answer(answer: Json, fate: str, old: list[str], new: list[str]) -> Json:
    text = answer["text"]
    says = judge(text, old, new if fate == CHANGED else [])
    return {
        "text": text,
        "says": says,
        "error": answer.get("error"),
        "latency_ms": answer.get("latency_ms"),
        "documents": sorted({one["document"] for one in answer.get("passages", ())}),
    }


def figures(rows: Sequence[Json], arms: Sequence[str]) -> Json:
    """Return {arm: {phase: {"changed", "unchanged", "removed"}}}, phases that were measured alone.

    Each has `n`, of the facts the arm had right before, shares with 95 % intervals, and the same
    over all facts under `all`; None where no question is of that kind.
    """
    found: Json = {}
    for arm in arms:
        found[arm] = {}
        for phase in PHASES:
            if any(phase in row["answers"][arm] for row in rows):
                found[arm][phase] = {fate: _shares(rows, arm, phase, fate) for fate in NAMES}
    return found


def _shares(rows: Sequence[Json], arm: str, phase: str, fate: str) -> Json | None:
    asked = [
        row
        for row in rows
        if row["fate"] == fate and {"before", phase} <= row["answers"][arm].keys()
    ]
    if not asked:
        return None
    knew = [row for row in asked if row["answers"][arm]["before"]["says"] == "old"]
    return _part(knew, arm, phase, fate) | {"all": _part(asked, arm, phase, fate)}


def _part(rows: Sequence[Json], arm: str, phase: str, fate: str) -> Json:
    said = [row["answers"][arm][phase]["says"] for row in rows]
    groups = [row["group"] for row in rows]
    part: Json = {"n": len(rows), "groups": len(set(groups))}
    for verdict, name in NAMES[fate].items():
        values = [float(one == verdict) for one in said]
        part[name] = sum(values) / len(values) if values else None
        part[f"{name}_interval"] = share_interval(values, groups) if values else None
    return part


def time_to_fresh(found: Json, stages: Mapping[str, Any]) -> Json:
    """Return for each arm when it had caught up, in seconds since the change began.

    Returns:
        {arm: {"seconds", "phase", "share", "n"}}; seconds and phase are None where it was not
        reached, the share is of the last phase measured.
    """
    clock = {"updated": stages.get("update_s"), "retrained": None}
    if stages.get("retrain_s") is not None and clock["updated"] is not None:
        clock["retrained"] = clock["updated"] + stages["retrain_s"]
    result: Json = {}
    for arm, phases in found.items():
        after = [(phase, phases[phase][CHANGED]) for phase in PHASES[1:] if phase in phases]
        known = [(phase, part) for phase, part in after if part and part["n"]]
        if not known:
            continue
        last = known[-1][1]
        result[arm] = {"seconds": None, "phase": None, "share": last["new"], "n": last["n"]}
        for phase, part in known:
            if part["new"] >= FRESH and clock[phase] is not None:
                result[arm] |= {"seconds": clock[phase], "phase": phase, "share": part["new"]}
                break
    return result
