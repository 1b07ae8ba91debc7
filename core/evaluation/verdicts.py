"""The planned contrasts of an evaluation and what may be said of each (evaluation.md 1.4).

The words are fixed before the run: supported (the first arm is better), refuted (it is worse),
equivalent (the difference lies within the margin), inconclusive; exploratory where there are too
few questions for a word. Strata are never pooled; Holm's adjustment (1979) runs over all contrasts
that get a word.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.evaluation.intervals import Interval
from core.evaluation.paired import Paired, compare
from core.evaluation.power import ALPHA, questions_needed, smallest_difference
from core.questions.question import UNANSWERABLE

PLANNED = (("rag", "tuned"), ("hybrid", "rag"), ("hybrid", "tuned"))
"""Each says: the first arm answers better than the second."""
MARGIN = 0.05
"""Differences within it, either way, count as none."""
MEASURE = "f1"
EXPLORATORY_MOST = 60
"""Questions of a stratum up to which effects and intervals are shown and no word is said."""
FEWEST_GROUPS = 8
"""Groups of a stratum below which the same holds, however many questions they have: a bootstrap
over fewer is too narrow, and their signs alone can hardly reach the level."""
TESTED = "test"
"""The split whose questions get words; in others an arm may have been trained on them."""
SUPPORTED, REFUTED, EQUIVALENT = "supported", "refuted", "equivalent"
INCONCLUSIVE, EXPLORATORY = "inconclusive", "exploratory"
STRATA = ("seen", "held_out")
Row = Mapping[str, Any]
Json = dict[str, Any]


def enough(n: int, groups: int) -> bool:
    """Whether so many questions in so many groups get a word."""
    return n > EXPLORATORY_MOST and groups >= FEWEST_GROUPS


def planned(arms: Sequence[str]) -> list[tuple[str, str]]:
    """Return the planned contrasts that these arms allow."""
    return [(one, other) for one, other in PLANNED if one in arms and other in arms]


def contrasts(
    rows: Sequence[Row], arms: Sequence[str], measure: str = MEASURE, margin: float = MARGIN
) -> list[Json]:
    """Return every planned contrast in every stratum, with its verdict.

    Args:
        rows: One a question: `stratum`, `kind`, `split`, `group`, `answers` by arm with `measure`
            and, where an answer failed, `error`. What an arm has not answered yet is left out.
        margin: Difference that counts as none, in (0, 1).

    Returns:
        {"stratum", "first", "second", "measure", "margin", the fields of `Paired`, "p_holm",
        "verdict", "beyond_margin", "smallest": difference that this many questions can show,
        "needed": questions that would show one of the margin}, None where there is no number.
    """
    found = []
    for stratum in STRATA:
        part = [
            row
            for row in rows
            if row["stratum"] == stratum
            and row.get("kind") != UNANSWERABLE
            and row.get("split", TESTED) == TESTED
        ]
        for first, second in planned(arms):
            pairs = [row for row in part if {first, second} <= set(row["answers"])]
            if pairs:
                one, other = (
                    [_value(row, arm, measure) for row in pairs] for arm in (first, second)
                )
                groups = [str(row["group"]) for row in pairs]
                found.append((stratum, first, second, compare(one, other, groups), groups))
    return _judged(found, measure, margin)


def _value(row: Row, arm: str, measure: str) -> float:
    answer = row["answers"][arm]
    return 0.0 if answer.get("error") else float(answer[measure])


def _judged(
    found: list[tuple[str, str, str, Paired, list[str]]], measure: str, margin: float
) -> list[Json]:
    from statsmodels.stats.multitest import multipletests  # Late: it takes a second to import.

    tested = [paired.p for *_, paired, _ in found if enough(paired.n, paired.groups)]
    adjusted = iter(multipletests(tested, ALPHA, "holm")[1] if tested else ())
    family = max(1, len(tested))
    return [
        {"stratum": stratum, "first": first, "second": second, "measure": measure,
         "margin": margin, **paired.as_dict(),
         **_judge(paired, next(adjusted) if enough(paired.n, paired.groups) else None, margin),
         **_reach(paired, groups, margin, family)}
        for stratum, first, second, paired, groups in found
    ]  # fmt: skip


def _judge(paired: Paired, p_holm: float | None, margin: float) -> Json:
    p_holm = None if p_holm is None else float(p_holm)  # Of numpy's, and JSON wants its own.
    low, high = paired.interval
    beyond = low > margin or high < -margin
    word = EXPLORATORY if p_holm is None else verdict(p_holm, paired.interval, margin)
    return {"p_holm": p_holm, "verdict": word, "beyond_margin": beyond}


def verdict(p_holm: float, interval: Interval, margin: float) -> str:
    """Return the word for a contrast from its adjusted p-value and interval."""
    low, high = interval
    if p_holm < ALPHA and low > 0:
        return SUPPORTED
    if p_holm < ALPHA and high < 0:
        return REFUTED
    return EQUIVALENT if -margin < low and high < margin else INCONCLUSIVE


def _reach(paired: Paired, groups: Sequence[str], margin: float, family: int) -> Json:
    """Return what these questions can see, from how often and how clustered the arms differ."""
    sizes = [groups.count(name) for name in dict.fromkeys(groups)]
    binary = paired.binary
    # Arms that hardly differ here may differ more elsewhere; a margin's worth is assumed.
    spread = max(paired.spread, margin if binary else margin**2)
    size = max(1, round(len(groups) / len(sizes)))
    assumed = (spread, paired.correlation)
    return {
        "smallest": smallest_difference(sizes, *assumed, family, binary=binary),
        "needed": questions_needed(margin, *assumed, size, family, binary=binary),
    }
