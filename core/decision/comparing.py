"""Two evaluations of the same questions: by how much each arm moved, item by item, and why it may.

See docs/method.md, "Two evaluations compared". The statistics are those of an evaluation's planned
comparisons: groups are the unit, Holm's adjustment runs over the comparison's own contrasts, and
from three seeds on other seeds are allowed for.
"""

from collections.abc import Sequence
from functools import partial
from statistics import fmean

from core.arms import answers_of
from core.evaluation.figures.verdicts import STRATA, compared, judged, side
from core.evaluation.scoring.measures import value_of
from core.evaluation.statistics.plan import MARGIN, MEASURE, TESTED
from core.records.comparison import Moved
from core.records.contrast import Contrast
from core.records.question import UNANSWERABLE
from core.records.scored import ScoredAnswer, ScoredRow

_HALF = 0.5
_F1 = partial(value_of, name=MEASURE)
Rows = Sequence[ScoredRow]
Pair = tuple[ScoredRow, ScoredRow]
"""The same question in the first evaluation and in the second."""


def refusal(first: Rows, second: Rows) -> str:
    """Return why two evaluations cannot be compared; "" where they asked the same questions.

    The same id with another text, kind or expected answers is another question.
    """
    ours, theirs = ({row["question_id"]: _asked(row) for row in rows} for rows in (first, second))
    shared = sum(theirs.get(key) == asked for key, asked in ours.items())
    if shared == len(ours) == len(theirs):
        return ""
    edited = len(ours.keys() & theirs.keys()) - shared
    also = (
        f" {edited} of them have the same id but another text or another expected answer."
        if edited
        else ""
    )
    return (
        f"These evaluations did not ask the same questions: of {len(ours):,} in the first and "
        f"{len(theirs):,} in the second, {shared:,} are the same.{also} Choose two evaluations of "
        "the same questions, or evaluate again with the same split, number and seed."
    )


def _asked(row: ScoredRow) -> tuple[str, str, list[str]]:
    return row["question"], row["kind"], sorted(row["gold"])


def paired(first: Rows, second: Rows) -> list[Pair]:
    """Return each question of two evaluations of the same ones, in the order of the second."""
    before = {row["question_id"]: row for row in first}
    return [(before[row["question_id"]], row) for row in second]


def shared_arms(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the arms that both evaluations asked, in the order of the second."""
    return [arm for arm in second if arm in first]


def left_out(pairs: Sequence[Pair]) -> int:
    """Return how many questions are in no difference because only one evaluation trained on them.

    Their stratum or split is not the same in both.
    """
    return sum(
        (was["stratum"], was["split"]) != (now["stratum"], now["split"]) for was, now in pairs
    )


def differences(pairs: Sequence[Pair], arms: Sequence[str]) -> list[Contrast]:
    """Return how the second evaluation differs from the first, by stratum and arm, with words.

    Only test questions with an expected answer count, in the stratum that both give them.
    "Supported" says that the second evaluation is better.
    """
    pairs_of = []
    for stratum in STRATA:
        part = [pair for pair in pairs if all(_counts(row, stratum) for row in pair)]
        if part:
            before, after = [was for was, _ in part], [now for _, now in part]
            groups = [row["group"] for row in after]
            for arm in arms:
                pair = compared(side(after, arm, _F1), side(before, arm, _F1), groups)
                pairs_of.append((stratum, arm, arm, pair))
    return judged(pairs_of, MEASURE, MARGIN)


def _counts(row: ScoredRow, stratum: str) -> bool:
    return row["stratum"] == stratum and row["split"] == TESTED and row["kind"] != UNANSWERABLE


def moved(pairs: Sequence[Pair], arms: Sequence[str]) -> list[Moved]:
    """Return what an arm has right in one evaluation and wrong in the other, got worse first.

    Right is an answer that holds an expected one; of several seeds most have to be right.
    """
    items = [
        item for was, now in pairs for arm in arms if (item := _moved(was, now, arm)) is not None
    ]
    return sorted(items, key=lambda item: item["better"])


def _moved(was: ScoredRow, now: ScoredRow, arm: str) -> Moved | None:
    before, after = answers_of(was["answers"], arm), answers_of(now["answers"], arm)
    better = _right(after)
    if better == _right(before):
        return None
    return {
        "question_id": now["question_id"],
        "question": now["question"],
        "gold": now["gold"],
        "stratum": UNANSWERABLE if now["kind"] == UNANSWERABLE else now["stratum"],
        "arm": arm,
        "first": _told(before[0]),
        "second": _told(after[0]),
        "better": better,
    }


def _right(answers: Sequence[ScoredAnswer]) -> bool:
    return fmean(value_of(answer, "containment") for answer in answers) >= _HALF


def _told(answer: ScoredAnswer) -> str:
    return answer["error"] or answer["text"]
