"""What each arm says after documents changed: sections of a freshness experiment."""

from collections.abc import Iterator

from core.charts.freshness.words import (
    PHASE_LABELS,
    duration,
    fresh_points,
    per_cent,
    per_cent_interval,
)
from core.charts.words import arm_label, listed
from core.decision.words import counted
from core.evaluation.figures.freshness import Name
from core.records.freshness import Experiment, FateFigures, Shares
from core.report.measured import caption
from core.report.parts import (
    Paired,
    Panel,
    Row,
    Section,
    Stacked,
    Stamp,
    Step,
    Steps,
    Table,
    Value,
)
from core.report.words import PER_CENT

KNOWN = "of 100 changed facts that the arm had right before"
_SAID: dict[Name, str] = {
    "new": "the new value",
    "both": "both values",
    "neither": "neither",
    "old": "the old value",
}
_SOONER = 0.4
"""An axis of seconds begins at so much of the first moment that was measured."""


def sections(experiment: Experiment, stamp: Stamp) -> list[Section]:
    """Return what can be said of an experiment; [] where no arm knew a fact that changed."""
    points = list(fresh_points(experiment))
    if not points:
        return []
    stamp = stamp_of(experiment, stamp)
    made = [_fresh(experiment, points, stamp), _said(experiment, stamp)]
    return [*made, _right(experiment, stamp)]


def stamp_of(experiment: Experiment, stamp: Stamp) -> Stamp:
    """Return what an experiment's figures hold for; `stamp` is that of the evaluation."""
    notes = tuple(note for note in stamp.notes if note != "example price")
    return Stamp(experiment["card"]["model"] or stamp.model, experiment["created_at"], notes)


def _changed(experiment: Experiment, phase: str) -> Iterator[tuple[str, FateFigures]]:
    """Yield the arms' figures of changed facts in a phase."""
    for arm, phases in experiment["arms"].items():
        part = phases.get(phase, {}).get("changed")
        if part:
            yield arm, part


def _caption(experiment: Experiment, stamp: Stamp) -> str:
    whole = next(part["all"] for _, part in _changed(experiment, "updated"))
    return caption(stamp, f"{counted(whole['n'], 'changed fact')} in {whole['groups']} groups")


Points = list[tuple[str, str, float, FateFigures]]
"""Arm, phase, seconds since the change, figures."""


def _fresh(experiment: Experiment, points: Points, stamp: Stamp) -> Section:
    first = _SOONER * min(seconds for _, _, seconds, _ in points)
    rows = tuple(
        Row(
            (arm_label(arm), PHASE_LABELS[phase], duration(seconds), per_cent(part, "new")),
            part["n"],
            per_cent_interval(part, "new"),
            stamp,
        )
        for arm, phase, seconds, part in points
    )
    curves: dict[str, list[tuple[float, float]]] = {}
    for arm, _, seconds, part in points:
        curves.setdefault(arm, [(first, 0.0)]).append((seconds, per_cent(part, "new")))
    return Section(
        "fresh",
        _when(points),
        Steps(
            tuple(Step(arm, tuple(curve)) for arm, curve in curves.items()),
            first,
            2 * max(seconds for _, _, seconds, _ in points),
            f"new values, {KNOWN}",
        ),
        "Each line steps where the arm was asked again: after the documents changed, and after it "
        "was trained anew. What lies between was not measured, and the seconds are of one run on "
        "one machine.",
        _caption(experiment, stamp),
        Table("New values", ("Arm", "Asked", "After", "New, of 100 it knew"), rows),
    )


def _when(points: Points) -> str:
    """Return when each arm says how many new values."""
    at_once = [
        (per_cent(part, "new"), arm, s) for arm, phase, s, part in points if phase == "updated"
    ]
    (most, best, seconds), *rest = sorted(at_once, reverse=True)
    shares = listed(f"{arm_label(arm)} {share:.0f}" for share, arm, _ in rest)
    said = (
        f"{duration(seconds)} after the documents changed, {arm_label(best)} says the new value "
        f"for {most:.0f} of 100 facts that it knew{f', {shares}' if shares else ''}"
    )
    later = [(arm, s, part) for arm, phase, s, part in points if phase == "retrained"]
    trained = [arm for arm, _, part in later if per_cent(part, "new") > 0]
    if trained:
        parts = (
            f"{arm_label(arm)} {per_cent(part, 'new'):.0f} after {duration(s)}"
            for arm, s, part in later
            if arm in trained
        )
        said += f"; trained anew, {listed(parts)}"
    return said


def _said(experiment: Experiment, stamp: Stamp) -> Section:
    known = [(arm, part) for arm, part in _changed(experiment, "updated") if part["n"]]
    rows = tuple(
        Row((arm_label(arm), words, per_cent(part, name)), part["n"], ends, stamp)
        for arm, part in known
        for name, words in _SAID.items()
        for ends in [per_cent_interval(part, name)]
    )
    old = [(per_cent(part, "old"), arm) for arm, part in known]
    most, arm = max(old)
    finding = (
        f"Until it is trained anew, {arm_label(arm)} says the old value for {most:.0f} of 100 "
        "changed facts that it knew"
        if arm in ("tuned", "hybrid")
        else f"{arm_label(arm)} still says the old value for {most:.0f} of 100 changed facts that "
        "it knew"
    )
    return Section(
        "said",
        finding if most else "No arm still says an old value after the documents changed",
        Stacked(
            tuple(_SAID.values()),
            tuple((arm, tuple(per_cent(part, name) for name in _SAID)) for arm, part in known),
        ),
        f"Each bar is what one arm says once the documents have changed, {KNOWN}, before anything "
        "was trained anew.",
        _caption(experiment, stamp),
        Table("What is said after the change", ("Arm", "Says", "Of 100 it knew"), rows),
    )


def _right(experiment: Experiment, stamp: Stamp) -> Section:
    """Return how right each arm is on all changed facts, before the change and after it."""
    sides: tuple[tuple[str, Name], ...] = (("before", "old"), ("updated", "new"))
    shares = [
        (phase, arm, part["all"], name)
        for phase, name in sides
        for arm, part in _changed(experiment, phase)
    ]
    rows = tuple(
        Row(
            (arm_label(arm), PHASE_LABELS[phase], per_cent(part, name)),
            part["n"],
            per_cent_interval(part, name),
            stamp,
        )
        for phase, arm, part, name in shares
    )
    before, after = (
        Panel(
            PHASE_LABELS[phase],
            tuple(_value(arm, part, name) for at, arm, part, name in shares if at == phase),
        )
        for phase, _ in sides
    )
    held = {value.arm: value for value in before.values}
    lost, arm = max((held[v.arm].value - v.value, v.label) for v in after.values if v.arm in held)
    return Section(
        "right",
        f"The change costs {arm} {lost:.0f} right answers of 100 on the facts that changed"
        if lost >= 0.5
        else "No arm has fewer right answers after the change than before it",
        Paired(before, after, "right answers of 100 changed facts", PER_CENT),
        "The hollow mark is before the change, when the old value is right; the full one is after "
        "it, when the new value is right. All changed facts count, also those that an arm never "
        "knew.",
        _caption(experiment, stamp),
        Table("Right on changed facts", ("Arm", "Asked", "Right of 100"), rows),
    )


def _value(arm: str, part: Shares, name: Name) -> Value:
    share = per_cent(part, name)
    return Value(arm_label(arm), arm, share, per_cent_interval(part, name), f"{share:.0f}")


def example(experiment: Experiment, stamp: Stamp) -> Table | None:
    """Return the first changed fact that was asked for, with every arm's answers."""
    row = next((row for row in experiment["rows"] if row["fate"] == "changed"), None)
    if row is None:
        return None
    stamp = stamp_of(experiment, stamp)
    rows = tuple(
        Row((arm_label(arm), PHASE_LABELS[phase], answer["text"], answer["says"]), 1, None, stamp)
        for arm, phases in row["answers"].items()
        for phase, answer in phases.items()
    )
    old, new = (" or ".join(row[side]) for side in ("old", "new"))
    note = f"{row['question']} Before the change: {old}. After it: {new}."
    columns = ("Arm", "Asked", "Answer", "Says")
    return Table("One changed fact, as each arm answered it", columns, rows, note)
