"""Before an hour of training: what the base model knows, and what it makes of the right passage.

Measured on questions that are not tests (evaluation.md 2.1, 7), in two arms: closed-book, and
handed the passage that holds the answer. Two lines cost nothing and must be beaten: a blind guess,
and always saying the most common answer.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from core.evaluation.metrics import normalise
from core.evaluation.paired import compare
from core.evaluation.power import ALPHA
from core.evaluation.verdicts import MARGIN
from core.questions.question import UNANSWERABLE, Question

ARMS = ("base", "oracle")
MOST = 60
"""Questions asked; it takes about a minute."""
FEWEST = 20
"""Below that the figures are shown and nothing is concluded."""
KNOWN = 0.8
"""Share right from which there is little left for retrieval or tuning to add."""
Json = dict[str, Any]


def gates(rows: Sequence[Mapping[str, Any]]) -> Json:
    """Return what the gates measured; right is containment.

    Args:
        rows: Of an evaluation of both arms, every question answered.

    Returns:
        {"n", "base", "oracle", "difference", "interval", "guess", "majority", "findings": of
        "few", "known", "unread", "reads"}; shares 0 to 1, `guess` None where it is not known.
    """
    asked = [
        row
        for row in rows
        if row.get("kind") != UNANSWERABLE and set(ARMS) <= set(row["answers"])
    ]
    if not asked:
        return {"n": 0, "findings": ["few"]}
    base, oracle = ([_right(row["answers"][arm]) for row in asked] for arm in ARMS)
    pools = [row.get("pool") for row in asked]
    golds = Counter(normalise(row["gold"][0]) for row in asked)
    paired = compare(oracle, base, [str(row["group"]) for row in asked])
    found = {
        "n": len(asked), "base": fmean(base), "oracle": fmean(oracle),
        "difference": paired.difference, "interval": paired.interval,
        "guess": fmean(1 / pool for pool in pools if pool) if all(pools) else None,
        "majority": golds.most_common(1)[0][1] / len(asked),
    }  # fmt: skip
    return found | {"findings": _findings(found, paired.p)}


def _right(answer: Mapping[str, Any]) -> float:
    return 0.0 if answer.get("error") else float(answer["containment"])


def _findings(found: Json, p: float) -> list[str]:
    if found["n"] < FEWEST:
        return ["few"]
    known = ["known"] if found["base"] >= KNOWN else []
    reads = found["difference"] > MARGIN and p < ALPHA
    return [*known, "reads" if reads else "unread"]


def gate_split(questions: Sequence[Question]) -> str | None:
    """Return the split that the gates ask from: dev, else train; None where neither has any."""
    held = {one.split for one in questions if one.answers and one.document}
    return next((split for split in ("dev", "train") if split in held), None)
