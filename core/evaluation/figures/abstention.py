"""Saying "I don't know": how often where it should be said, and how often where it should not.

Abstention recall: the share of unanswerable questions that an arm does not answer. False
abstention: the share of answerable ones that it does not answer either. One without the other says
nothing: an arm that always abstains has all of the first (docs/method.md, "Refusals").
"""

from collections.abc import Sequence
from statistics import fmean

from core.evaluation.figures.arm_figures import Scored, scored
from core.evaluation.scoring.measures import STRATA
from core.evaluation.statistics.intervals import share_interval
from core.records.question import UNANSWERABLE
from core.records.scored import ScoredRow
from core.records.summary import ShareFigures


def abstention(
    rows: Sequence[ScoredRow], arms: Sequence[str]
) -> dict[str, dict[str, ShareFigures]]:
    """Return {part: {arm: share of answers that abstain}}.

    The part `unanswerable` holds the recalls, each stratum its false abstentions; they are never
    pooled. A failed answer does not count as abstaining. {} unless questions of both sorts were
    answered.
    """
    answered = {arm: scored(rows, arm) for arm in arms}
    strata: dict[str, dict[str, ShareFigures]] = {}
    for part in STRATA:
        figures = {
            arm: _share(own)
            for arm, scored in answered.items()
            if (own := [row for row in scored if row.stratum == part])
        }
        if figures:
            strata[part] = figures
    return strata if UNANSWERABLE in strata and len(strata) > 1 else {}


def _share(scored: list[Scored]) -> ShareFigures:
    values = [row.measure("abstains") for row in scored]
    groups = [row.group for row in scored]
    return {
        "n": len(values),
        "groups": len(set(groups)),
        "share": fmean(values),
        "interval": share_interval(values, groups),
    }
