"""The findings of an evaluation as sentences, how sure it is, and what it does not show.

Shares, and the words of which arm is better, rest on one measure: whether an answer contains a
right one. Arms are called better, within the margin or not to be told apart by the planned
comparisons alone.
"""

from collections.abc import Sequence

from core.arms import ARMS
from core.charts.words import MEASURE_LABELS, listed
from core.config import MIN_SEEDS
from core.decision.words import (
    WHERE,
    about,
    counted,
    duration,
    ends,
    of_100,
    points,
    rounded,
    turned,
)
from core.evaluation.figures.verdicts import (
    EQUIVALENT,
    EXPLORATORY,
    INCONCLUSIVE,
    REFUTED,
    SUPPORTED,
)
from core.evaluation.statistics.plan import PLANNED
from core.records.contrast import Contrast
from core.records.four_measures import FreshOf, MeasuredArm
from core.records.interval import Interval

CANDIDATES = tuple(dict.fromkeys(arm for pair in PLANNED for arm in pair))
"""Arms that a planned comparison may call better."""
FEW_GROUPS = 30
BETTER, OPEN, FEW, UNPLANNED = "better", "open", "few", "unplanned"
_TIES = {
    EQUIVALENT: "within {margin} points of each other",
    OPEN: "not enough data to tell which is better",
    FEW: "too few questions to tell which is better",
    UNPLANNED: "not compared by plan",
}


def findings(arms: Sequence[MeasuredArm], contrasts: Sequence[Contrast]) -> list[str]:
    """Return who is most accurate by stratum, and how fresh the arms stay, a sentence each.

    The first is the headline: on questions that nothing was trained on, where some were asked.

    Args:
        contrasts: The planned ones, of containment.
    """
    clauses = [_accuracy(arms, contrasts, stratum) for stratum in ("held_out", "seen")]
    told = [clause for clause in (*clauses, _freshness(arms)) if clause]
    return [f"{clause[:1].upper()}{clause[1:]}." for clause in told]


def ranked(arms: Sequence[MeasuredArm], stratum: str) -> list[MeasuredArm]:
    """Return the arms that may be called better, most accurate first; all arms if these are few."""
    asked = [arm for arm in arms if stratum in arm["accuracy"]]
    candidates = [arm for arm in asked if arm["arm"] in CANDIDATES]
    chosen = candidates if len(candidates) > 1 else asked
    return sorted(chosen, key=lambda arm: -arm["accuracy"][stratum]["share"])


def _accuracy(arms: Sequence[MeasuredArm], contrasts: Sequence[Contrast], stratum: str) -> str:
    order = ranked(arms, stratum)
    if not order:
        return ""
    leader, *others = order
    words = {arm["arm"]: word(contrasts, stratum, leader["arm"], arm["arm"]) for arm in others}
    tied = [arm for arm in others if words[arm["arm"]] != BETTER]
    beaten = [arm for arm in others if words[arm["arm"]] == BETTER]
    rest = "".join(f", {_named(arm, stratum)}" for arm in beaten)
    right = about(leader["accuracy"][stratum]["share"])
    where = f"on {WHERE[stratum]},"
    if others and not tied:
        best = f"{where} {leader['label']} is the most accurate{_of_which(arms, order, stratum)}"
        return f"{best}: of 100 {right} right{rest}"
    text = f"{where} {leader['label']} has {right} of 100 right"
    if tied:
        text += f" and {listed(_named(arm, stratum) for arm in tied)} ({_tie(words, contrasts)})"
    return f"{text}{rest}"


def _named(arm: MeasuredArm, stratum: str) -> str:
    return f"{arm['label']} {of_100(arm['accuracy'][stratum]['share'])}"


def _of_which(arms: Sequence[MeasuredArm], order: list[MeasuredArm], stratum: str) -> str:
    """Return " of ..." where an arm that no plan compares has as many right as the leader."""
    most = order[0]["accuracy"][stratum]["share"]
    names = {arm["arm"] for arm in order}
    level = [
        arm
        for arm in arms
        if arm["arm"] not in names and stratum in arm["accuracy"]
        if arm["accuracy"][stratum]["share"] >= most
    ]
    if not level:
        return ""
    beside = listed(_named(arm, stratum) for arm in level)
    return f" of {listed(arm['label'] for arm in order)} ({beside}, not compared by plan)"


def _tie(words: dict[str, str], contrasts: Sequence[Contrast]) -> str:
    ties = {word for word in words.values() if word != BETTER}
    (only,) = ties if len(ties) == 1 else (OPEN,)
    margin = contrasts[0]["margin"] if contrasts else 0.0
    return _TIES[only].format(margin=f"{100 * margin:.0f}")


def word(contrasts: Sequence[Contrast], stratum: str, leader: str, other: str) -> str:
    """Return what the planned comparison says of two arms, the leader's side of it."""
    held = between(contrasts, stratum, leader, other)
    if held is None:
        return UNPLANNED
    said = held["verdict"]
    better = SUPPORTED if held["first"] == leader else REFUTED
    return {better: BETTER, EQUIVALENT: EQUIVALENT, EXPLORATORY: FEW}.get(said, OPEN)


def between(contrasts: Sequence[Contrast], stratum: str, one: str, other: str) -> Contrast | None:
    """Return the planned comparison of two arms, in either direction."""
    for contrast in contrasts:
        pair = {contrast["first"], contrast["second"]}
        if contrast["stratum"] == stratum and pair == {one, other}:
            return contrast
    return None


def _freshness(arms: Sequence[MeasuredArm]) -> str:
    """Return who says new values soonest, and what the arm without passages needs for it."""
    fresh: dict[str, FreshOf] = {arm["arm"]: arm["fresh"] for arm in arms if arm["fresh"]}
    reading = {key: own for key, own in fresh.items() if ARMS[key].retrieves}
    parts = []
    if reading:
        best = max(reading, key=lambda key: reading[key]["new"])
        held = reading[best]
        when = f", after {duration(held['seconds'])}" if held["seconds"] is not None else ""
        parts.append(
            f"{ARMS[best].label} gives the new value for {about(held['new'])} of 100 facts it "
            f"knew{when},"
        )
    if "tuned" in fresh:
        seconds = fresh["tuned"]["seconds"]
        needs = f"needs {duration(seconds)} of retraining" if seconds else "has not caught up"
        parts.append(f"{ARMS['tuned'].label} {needs}")
    return f"when documents change, {listed(parts)}".rstrip(",") if parts else ""


def how_sure(
    arms: Sequence[MeasuredArm], contrasts: Sequence[Contrast], planned: Sequence[Contrast]
) -> str:
    """Return what the headline rests on: the leader's distance from the next.

    Args:
        contrasts: The planned comparisons, of containment.
        planned: The same of the measure that the evaluation fixed before it ran.
    """
    sentences = [_sure(arms, contrasts, planned, name) for name in ("held_out", "seen")]
    return next((sentence for sentence in sentences if sentence), "")


def _sure(
    arms: Sequence[MeasuredArm],
    contrasts: Sequence[Contrast],
    planned: Sequence[Contrast],
    stratum: str,
) -> str:
    order = ranked(arms, stratum)
    if len(order) < 2:
        return ""
    leader, second = order[0], order[1]
    pair = leader["arm"], second["arm"]
    held = between(contrasts, stratum, *pair)
    if held is None:
        return f"{leader['label']} and {second['label']} were not compared by plan."
    difference, interval = toward(held, leader["arm"])
    text = (
        f"On {WHERE[stratum]}, {leader['label']} has {points(difference)} more right than "
        f"{second['label']} (95 % interval {ends(interval)}; {counted(held['n'], 'question')} in "
        f"{counted(held['groups'], 'group')})."
    )
    if word(contrasts, stratum, *pair) == OPEN:
        text += _why_open(contrasts, held)
    other = between(planned, stratum, *pair)
    if other and word(planned, stratum, *pair) != word(contrasts, stratum, *pair):
        text += f" {_other_measure(other, leader)}"
    return text


def _why_open(contrasts: Sequence[Contrast], held: Contrast) -> str:
    """Say why no word is given, and how many questions would give one."""
    low, high = held["interval"]
    made = sum(contrast["p_holm"] is not None for contrast in contrasts)
    text = ""
    if low > 0 or high < 0:
        text = f" That is one of {made} comparisons; allowing for all of them, it could be chance."
    if held["needed"]:
        wanted = f"{rounded(held['needed']):,}"
        text += f" About {wanted} such questions in all would show a difference of "
        text += f"{points(held['margin'])}."
    return text


def _other_measure(held: Contrast, leader: MeasuredArm) -> str:
    """Say what the measure that was planned says, where its word is another one."""
    difference, interval = toward(held, leader["arm"])
    side = "ahead" if difference > 0 else "behind"
    name = MEASURE_LABELS[held["measure"]]
    open_ = "; not enough data to tell which is better" * (held["verdict"] == INCONCLUSIVE)
    return (
        f"Planned measure, {name} (it also counts answers that are right in part): "
        f"{leader['label']} is {side} by {points(difference)} ({ends(interval)}{open_})."
    )


def toward(held: Contrast, leader: str) -> tuple[float, Interval]:
    """Return a comparison's difference with its interval, as the leader against the other."""
    if held["first"] == leader:
        return held["difference"], held["interval"]
    return -held["difference"], turned(held["interval"])


def limits(
    model: str,
    seeds: int,
    questions: str,
    groups: dict[str, int],
    freshness: int | None,
    prices: bool,
) -> list[str]:
    """Return what the figures do not show, the largest uncertainty first.

    Args:
        model: Name and size.
        seeds: Adapters of the arm that has fewest; 0 where no arm adapts.
        questions: Who wrote them and who looked at them, a sentence; "" where people did.
        groups: Of questions, by stratum.
        freshness: Changed facts that were asked about; None where none were.
        prices: Whether costs rest on an example price.
    """
    few = {name: count for name, count in groups.items() if count < FEW_GROUPS}
    count = "One adapter" if seeds == 1 else f"{seeds} adapters"
    shared = listed(f"{n} of {WHERE[name]}" for name, n in few.items())
    lines = [
        f"It holds for {model}: a larger model can turn the order of the arms round.",
        (0 < seeds < MIN_SEEDS)
        * f"{count} answered: other seeds may do better or worse, and {MIN_SEEDS} make it a "
        "finding on fine-tuning.",
        questions,
        bool(few) * f"Questions come in few groups ({shared}), so intervals are wide.",
        bool(freshness and freshness <= 2 * FEW_GROUPS)
        * f"Freshness rests on {freshness} changed facts and one change.",
        "Times are those of this machine, one question at a time; nothing was measured under load.",
        prices * "Costs rest on an example price, not on yours.",
    ]
    return [line for line in lines if line]
