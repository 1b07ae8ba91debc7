"""A judge's verdicts, corrected by the answers that people labelled: accuracy by arm and stratum.

Prediction-powered inference (Angelopoulos et al. 2023, arXiv:2301.09633): a judge may be wrong, as
long as it errs on the labelled answers as it does on all others.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import scipy
from numpy.typing import NDArray

from core.evaluation.scoring.measures import STRATA
from core.evaluation.scoring.traces import part_of, trace
from core.evaluation.statistics.intervals import group_sums
from core.records.interval import Interval
from core.records.judging import JudgedFigures, JudgedKey, JudgedShares
from core.records.scored import ScoredRow

FEWEST_LABELS = 10
"""Labels an arm needs in a stratum; with fewer its figure is neither corrected nor shown."""
_Floats = NDArray[np.float64]


def corrected_mean(
    judged: Sequence[float], labels: Sequence[float | None], groups: Sequence[str]
) -> tuple[float, Interval]:
    """Return the share of right answers and its 95 % interval; both may leave [0, 1].

    The mean of the judge's f over all answers plus the mean of y - f over the labelled ones, their
    variances added (the mean estimator of arXiv:2301.09633, section 2), each taken over groups.
    Labelled answers are among all; f and y are 0 or 1, so the covariance that is left out is never
    positive, and the interval too wide rather than too
    narrow. The variance of y - f is at least that of Agresti
    and Min (2005), half an answer added to each cell: no difference in ten does not prove none.

    Args:
        judged: 1 where the judge found the answer right, else 0.
        labels: What people said of the same answers; None where they were not asked.

    Raises:
        ValueError: nothing is labelled.
    """
    known = [at for at, label in enumerate(labels) if label is not None]
    if not known:
        raise ValueError("a correction needs at least one label")
    f, y = np.array(judged, float), np.array([labels[at] for at in known], float)
    gaps = y - f[known]
    value = float(f.mean() + gaps.mean())
    n = len(gaps) + 2
    smoothed = (gaps @ gaps + 1 - gaps.sum() ** 2 / n) / n**2
    own = _variance(gaps, [groups[at] for at in known])
    half = float(scipy.stats.norm.isf(0.025)) * math.sqrt(_variance(f, groups) + max(own, smoothed))
    return value, [value - half, value + half]


def _variance(values: _Floats, groups: Sequence[str]) -> float:
    """Return the variance of a mean whose values are correlated within groups."""
    sums = group_sums(values - values.mean(), np.ones(len(values)), groups)[:, 0]
    count = len(sums)
    return float(count / (count - 1) * (sums @ sums) / len(values) ** 2) if count > 1 else math.inf


def judged_figures(
    rows: Sequence[ScoredRow],
    verdicts: Mapping[JudgedKey, bool | None],
    labels: Mapping[JudgedKey, bool],
) -> dict[str, dict[str, JudgedFigures]]:
    """Return {part: {arm: figures}}, the parts never pooled.

    Shares are of all answers; what is corrected is None below `FEWEST_LABELS`.
    """
    strata: dict[str, dict[str, JudgedFigures]] = {}
    for part in STRATA:
        own = [row for row in rows if part_of(row) == part]
        for arm in dict.fromkeys(arm for row in own for arm in row["answers"]):
            answered = [row for row in own if arm in row["answers"]]
            figures = _figures(answered, arm, verdicts, labels)
            mark = trace(arm, "containment", part=part)
            strata.setdefault(part, {})[arm] = {**figures, "trace": mark}
    return strata


def _figures(
    rows: Sequence[ScoredRow],
    arm: str,
    verdicts: Mapping[JudgedKey, bool | None],
    labels: Mapping[JudgedKey, bool],
) -> JudgedShares:
    answered = [row for row in rows if not row["answers"][arm]["error"]]
    keys = [(row["question_id"], arm) for row in answered]
    judged = [float(verdicts.get(key) or False) for key in keys]
    labelled = [float(labels[key]) if key in labels else None for key in keys]
    count = sum(label is not None for label in labelled)
    share = len(answered) / len(rows)  # Failed answers are wrong; nobody labels them.
    value, interval = None, None
    if count >= FEWEST_LABELS:
        mean, ends = corrected_mean(judged, labelled, [row["group"] for row in answered])
        value, *interval = (
            share * min(1.0, max(0.0, share_right)) for share_right in (mean, *ends)
        )
    return {
        "n": len(rows),
        "labels": count,
        "none": sum(verdicts.get(key) is None for key in keys),
        "judged": sum(judged) / len(rows),
        "corrected": value,
        "interval": interval,
    }
