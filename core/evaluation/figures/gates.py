"""Before an hour of training: what the base model knows, and what it makes of the right passage.

Measured on questions that are not tests (docs/method.md, "Gates"), in two arms: closed-book, and
handed the passage that holds the answer. Two lines cost nothing and must be beaten: a blind guess,
and always saying the most common answer.
"""

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from core.evaluation.scoring.metrics import normalise
from core.evaluation.statistics.paired import Paired, compare
from core.evaluation.statistics.plan import FEWEST_GROUPS, MARGIN
from core.evaluation.statistics.power import ALPHA
from core.records.gates import GateFigures
from core.records.question import UNANSWERABLE, Question
from core.records.scored import ScoredAnswer, ScoredRow

ARMS = ("base", "oracle")
MOST = 60
"""Questions asked; it takes about a minute."""
FEWEST = 20
"""Questions below which the figures are shown and nothing is concluded."""
LITTLE = 0.15
"""If the whole interval lies below this, the right passage gains little."""
KNOWN = 0.8
"""Share right from which there is little left for retrieval or tuning to add."""


def gates(rows: Sequence[ScoredRow]) -> GateFigures:
    """Return what the gates measured; right is containment.

    Args:
        rows: Of an evaluation of both arms, every question answered.
    """
    asked = [
        row for row in rows if row.get("kind") != UNANSWERABLE and set(ARMS) <= set(row["answers"])
    ]
    every = len(asked)
    asked = [row for row in asked if not row["answers"]["oracle"].get("error")]
    if not asked:
        return {"n": 0, "left_out": every, "findings": ["few"]}
    base, oracle = ([_right(row["answers"][arm]) for row in asked] for arm in ARMS)
    pools = [row.get("pool") for row in asked]
    golds = Counter(normalise(row["gold"][0]) for row in asked)
    paired = compare(oracle, base, [str(row["group"]) for row in asked])
    return {
        "n": len(asked),
        "left_out": every - len(asked),
        "base": fmean(base),
        "oracle": fmean(oracle),
        "difference": paired.difference,
        "interval": paired.interval,
        "guess": fmean(1 / pool for pool in pools if pool) if all(pools) else None,
        "majority": golds.most_common(1)[0][1] / len(asked),
        "findings": _findings(fmean(base), paired),
    }


def _right(answer: ScoredAnswer) -> float:
    return 0.0 if answer.get("error") else float(answer["containment"])


def _findings(base: float, paired: Paired) -> list[str]:
    if paired.n < FEWEST or paired.groups < FEWEST_GROUPS:
        return ["few"]
    known = ["known"] if base >= KNOWN else []
    if paired.difference > MARGIN and paired.p < ALPHA:
        return [*known, "reads"]
    return [*known, "unread" if paired.interval[1] < LITTLE else "unclear"]


def gate_split(questions: Sequence[Question]) -> str | None:
    """Return the split that the gates ask from: dev, or train where dev has too few groups.

    None where no question of either names the document that answers it.
    """
    groups: dict[str, set[str]] = {"dev": set(), "train": set()}
    for question in questions:
        if question.answers and question.document and question.split in groups:
            groups[question.split].add(question.group)
    enough = len(groups["dev"]) >= FEWEST_GROUPS or len(groups["dev"]) >= len(groups["train"])
    return "dev" if groups["dev"] and enough else "train" if groups["train"] else None
