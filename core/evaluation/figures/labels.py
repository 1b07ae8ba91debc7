"""Label tasks: how often the label is right, macro-F1, and what one label for all would reach.

Accuracy alone flatters an arm that always gives the most common label; macro-F1, the mean over the
gold labels of 2 tp / (2 tp + fp + fn), does not. An answer that is no label is wrong.
"""

from collections.abc import Sequence
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from core.evaluation.scoring.majority import ASKED, TRAINING, most_common
from core.evaluation.scoring.measures import STRATA
from core.evaluation.scoring.metrics import normalise
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.intervals import resampled_interval, share_interval
from core.records.interval import Interval
from core.records.question import LABEL
from core.records.scored import ScoredRow
from core.records.summary import LabelArm, LabelFigures, MajorityLabel

_Floats = NDArray[np.float64]


def labels(
    rows: Sequence[ScoredRow], arms: Sequence[str], majority: str | None = None
) -> dict[str, LabelFigures]:
    """Return by stratum how the arms labelled; {} where no question asked for a label.

    Args:
        majority: The most common label in training; without it that of the questions asked.
    """
    strata: dict[str, LabelFigures] = {}
    asked = [row for row in rows if row.get("kind") == LABEL and row["gold"]]
    for stratum in STRATA[:2]:
        part = [row for row in asked if part_of(row) == stratum]
        if part:
            strata[stratum] = {
                "n": len(part),
                "groups": len({row["group"] for row in part}),
                "labels": len({_gold(row) for row in part}),
                "majority": _majority(part, majority),
                "arms": {arm: figures for arm in arms if (figures := _figures(part, arm))},
            }
    return strata


def _gold(row: ScoredRow) -> str:
    return normalise(row["gold"][0])


def _majority(part: list[ScoredRow], trained: str | None) -> MajorityLabel:
    label = trained or str(most_common(row["gold"][0] for row in part))
    golds, always = [_gold(row) for row in part], [normalise(label)] * len(part)
    return {
        "label": label,
        "of": TRAINING if trained else ASKED,
        "accuracy": fmean(gold == guess for gold, guess in zip(golds, always, strict=True)),
        "macro_f1": macro_f1(golds, always, always)[0],
    }


def _figures(part: list[ScoredRow], arm: str) -> LabelArm | None:
    answered = [row for row in part if arm in row["answers"]]
    if not answered:
        return None
    golds, groups = [_gold(row) for row in answered], [str(row["group"]) for row in answered]
    replies = [_said(row, arm) for row in answered]
    right = [float(gold == reply) for gold, reply in zip(golds, replies, strict=True)]
    macro, interval = macro_f1(golds, replies, groups)
    return {
        "n": len(answered),
        "valid": fmean(reply is not None for reply in replies),
        "accuracy": fmean(right),
        "macro_f1": macro,
        "intervals": {"accuracy": share_interval(right, groups), "macro_f1": interval},
    }


def _said(row: ScoredRow, arm: str) -> str | None:
    """Return the label an answer gives; None for one that is no label, or that failed."""
    answer = row["answers"][arm]
    form = answer["form"]
    if answer.get("error") or form is None or not form["valid"]:
        return None
    # Any gold answer is right, and counts as the first.
    return _gold(row) if form["right"] else normalise(str(answer["text"]))


def macro_f1(
    golds: Sequence[str], replies: Sequence[str | None], groups: Sequence[str]
) -> tuple[float, Interval | None]:
    """Return the mean F1 of the gold labels, and its interval by a bootstrap over groups.

    In a resample without a label the mean is over the others. None for a single group.
    """
    names, at = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    labels = sorted(set(golds))
    column = {label: number for number, label in enumerate(labels)}
    twice, all_of = (np.zeros((len(names), len(labels))) for _ in range(2))
    for group, gold, label in zip(at, golds, replies, strict=True):
        all_of[group, column[gold]] += 1
        if label in column:
            all_of[group, column[label]] += 1
            twice[group, column[label]] += 2 * (gold == label)

    def mean(weights: _Floats) -> _Floats:
        tops, bottoms = weights @ twice, weights @ all_of
        there = bottoms > 0
        each = np.divide(tops, bottoms, out=np.zeros_like(tops), where=there)
        return np.asarray(each.sum(axis=1) / there.sum(axis=1))

    whole = np.ones((1, len(names)))
    return float(mean(whole)[0]), resampled_interval(mean, len(names))
