"""Whether an arm's answer stays the same, and stays right, however a fact is asked.

Which questions are rewordings of one another is taken from their file alone: rows with the same
`fact`, and a row with the one whose id its `rewords` holds. It cannot be
guessed: of the 50 sets of xquad_en's questions that share passage and gold answer a third ask for
different things ("1985" is when Spain joined and when Greenland signed), and one call of
torchhub_api answers many different requests. Nor is it checked: questions marked alike by mistake
count as rewordings.
"""

from collections.abc import Sequence
from statistics import fmean

from core.evaluation.scoring.measures import STRATA
from core.evaluation.scoring.metrics import abstains, normalise
from core.evaluation.scoring.rewordings import FEWEST_WORDINGS
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.intervals import share_interval
from core.records.scored import ScoredAnswer, ScoredRow
from core.records.summary import ConsistencyFigures

FEWEST_SETS = 5
"""How many facts a stratum needs in several wordings before it gets figures."""


def consistency_figures(
    rows: Sequence[ScoredRow], arms: Sequence[str]
) -> dict[str, dict[str, ConsistencyFigures]]:
    """Return {stratum: {arm: figures}} where at least `FEWEST_SETS` facts were asked twice or more.

    Args:
        rows: `fact` names a row's set, None for a question without rewordings.

    Returns:
        The six shares are of the facts. `same`: every wording got the same normalised answer;
        `all_right` and `any_right`: every one, or at least one, is right. With `all_right` these
        fates add up to 1: `some_right`, `same_wrong` (none right, all the same), `differing` (none
        right, not the same). Right is containment; "I don't know" is an answer here.
    """
    strata: dict[str, dict[str, ConsistencyFigures]] = {}
    for stratum in STRATA[:2]:
        part = [row for row in rows if row.get("fact") and part_of(row) == stratum]
        figures = {arm: shares for arm in arms if (shares := _figures(part, arm))}
        if figures:
            strata[stratum] = figures
    return strata


def _figures(rows: Sequence[ScoredRow], arm: str) -> ConsistencyFigures | None:
    by_fact: dict[str, list[ScoredRow]] = {}
    for row in rows:
        if arm in row["answers"] and row["fact"]:
            by_fact.setdefault(row["fact"], []).append(row)
    sets = [wordings for wordings in by_fact.values() if len(wordings) >= FEWEST_WORDINGS]
    if len(sets) < FEWEST_SETS:
        return None
    groups = [wordings[0]["group"] for wordings in sets]
    right = [[_right(row["answers"][arm]) for row in wordings] for wordings in sets]
    same = [_same([row["answers"][arm] for row in wordings]) for wordings in sets]
    all_right = [all(marks) for marks in right]
    wrong = [not any(marks) for marks in right]
    return {
        "n": len(sets),
        "wordings": fmean(map(len, sets)),
        "same": fmean(same),
        "all_right": fmean(all_right),
        "any_right": fmean(any(marks) for marks in right),
        "some_right": fmean(any(marks) and not all(marks) for marks in right),
        "same_wrong": fmean(alike and none for alike, none in zip(same, wrong, strict=True)),
        "differing": fmean(not alike and none for alike, none in zip(same, wrong, strict=True)),
        "same_interval": share_interval([float(agrees) for agrees in same], groups),
        "all_right_interval": share_interval([float(passed) for passed in all_right], groups),
    }


def _same(answers: Sequence[ScoredAnswer]) -> bool:
    """Whether all say the same; an answer that failed says nothing."""
    texts = [str(answer["text"]) for answer in answers]
    replies = {"" if abstains(text) else normalise(text) for text in texts}
    return len(replies) == 1 and not any(answer.get("error") for answer in answers)


def _right(answer: ScoredAnswer) -> bool:
    return bool(answer.get("containment")) and not answer.get("error")
