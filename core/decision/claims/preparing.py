"""Claims on preparing: how soon an arm is ready, and how much the prompt decides."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.arms import answers_of
from core.charts.words import arm_label
from core.decision.claims.draft import Draft, experiment, not_applying, unmeasured
from core.decision.claims.gathered import Gathered
from core.decision.claims.pairs import right
from core.decision.claims.shown import basis_of, said, shown
from core.decision.words import about, duration, ends, points
from core.evaluation.figures.verdicts import side
from core.evaluation.statistics.intervals import group_sums, resampled_interval, share_interval
from core.records.claim import Claim, Word
from core.records.interval import Interval
from core.records.measurement import Measurement

TARGET = 0.5
"""Share of dev questions that an arm must have right to count as ready."""
_Floats = NDArray[np.float64]


def deployed(claim: Claim, held: Gathered) -> Draft:
    """Judge: RAG reaches the target share on dev questions, and sooner than Fine-tuned."""
    measured = experiment(
        claim,
        held,
        "What preparing takes was not measured yet.",
        "Train an adapter, add dev questions.",
    )
    if isinstance(measured, Draft):
        return measured
    rows, facts = measured["conditions"][0]["rows"], measured["conditions"][0]["facts"]
    both = [row for row in rows if {"rag", "tuned"} <= row["answers"].keys() and row["gold"]]
    if not both or "index_s" not in facts or "train_s" not in facts:
        return unmeasured(claim, "RAG and Fine-tuned were not both measured.", "Measure it.")
    groups = [row["group"] for row in both]
    shares = {arm: side(both, arm, right).means for arm in ("rag", "tuned")}
    reached = {arm: _reaches(values, groups) for arm, values in shares.items()}
    rag_s = facts["index_s"]
    tuned_s = facts["train_s"] + facts.get("prepare_s", 0.0)
    if reached["rag"] is False and reached["tuned"] is False:
        return not_applying(
            claim,
            f"Neither arm has {about(TARGET)} of 100 dev questions right: "
            f"{_ready(shares, groups, rag_s, tuned_s)}",
            "A larger model, or other questions.",
        )
    word: Word = "inconclusive"
    if reached["rag"] and (reached["tuned"] is False or tuned_s > rag_s * (1 + claim.margin)):
        word = "supported"
    elif reached["tuned"] and (reached["rag"] is False or rag_s > tuned_s * (1 + claim.margin)):
        word = "refuted"
    ratio = rag_s / tuned_s if tuned_s else None
    basis = basis_of(measured, ratio, None, len(both), len(set(groups)))
    text = f"To have half of the dev questions right: {_ready(shares, groups, rag_s, tuned_s)}"
    return shown(claim, basis, word, said(text), "Hours of people, a faster machine.")


def _reaches(values: Sequence[float], groups: Sequence[str]) -> bool | None:
    """Whether a share is surely above the target; None where its interval holds it."""
    low, high = share_interval(values, groups)
    return True if low > TARGET else False if high < TARGET else None


def _ready(
    shares: dict[str, list[float]], groups: Sequence[str], rag_s: float, tuned_s: float
) -> str:
    return (
        "; ".join(
            f"{arm_label(arm)} took {duration(seconds)} and has "
            f"{_share(shares[arm], groups)} of 100 right"
            for arm, seconds in (("rag", rag_s), ("tuned", tuned_s))
        )
        + "."
    )


def _share(values: Sequence[float], groups: Sequence[str]) -> str:
    return about(float(np.mean(values)), share_interval(values, groups))


def prompts(claim: Claim, held: Gathered) -> Draft:
    """Judge: over fixed prompts Fine-tuned's shares spread less, and its worst one is better."""
    measured = experiment(
        claim, held, "The eight prompts were not tried yet.", "Train an adapter, add dev questions."
    )
    if isinstance(measured, Draft):
        return measured
    tables = {arm: _by_prompt(measured, arm) for arm in ("tuned", "rag")}
    tuned, groups = tables["tuned"]
    rag, _ = tables["rag"]
    if not len(tuned) or tuned.shape != rag.shape:
        return unmeasured(claim, "Fine-tuned and RAG did not both answer.", "Measure it.")
    spread = _difference(tuned, rag, groups, lambda shares: shares.std(axis=1))
    worst = _difference(tuned, rag, groups, lambda shares: shares.min(axis=1))
    text = " ".join(_over_prompts(arm, table.mean(axis=0)) for arm, (table, _) in tables.items())
    if spread[1] and worst[1]:
        text += (
            f" Fine-tuned's spread less RAG's: {ends(spread[1])} points; its worst prompt less "
            f"RAG's: {ends(worst[1])} points."
        )
    basis = basis_of(measured, spread[0], spread[1], len(tuned), len(set(groups)))
    word = _steadier(spread[1], worst[1])
    return shown(claim, basis, word, said(text), "Other prompts, more dev questions.")


def _steadier(spread: Interval | None, worst: Interval | None) -> Word:
    """Return the word for a spread that should be less and a worst share that should be more."""
    if spread is None or worst is None:
        return "inconclusive"
    if spread[0] > 0 or worst[1] < 0:
        return "refuted"
    return "supported" if spread[1] < 0 and worst[0] > 0 else "inconclusive"


def _over_prompts(arm: str, shares: _Floats) -> str:
    return (
        f"Over {len(shares)} prompts {arm_label(arm)} has between {about(float(shares.min()))} and "
        f"{about(float(shares.max()))} of 100 right, a spread of {points(float(shares.std()))}."
    )


def _by_prompt(measured: Measurement, arm: str) -> tuple[_Floats, list[str]]:
    """Return an arm's right answers (questions, prompts), and the questions' groups."""
    by_prompt = [
        {
            row["question_id"]: (row["group"], float(np.mean([*map(right, answers)])))
            for row in part["rows"]
            if row["gold"] and (answers := answers_of(row["answers"], arm))
        }
        for part in measured["conditions"]
    ]
    asked = [key for key in by_prompt[0] if all(key in part for part in by_prompt)]
    table = np.array([[part[key][1] for part in by_prompt] for key in asked])
    return table, [by_prompt[0][key][0] for key in asked]


def _difference(
    first: _Floats,
    second: _Floats,
    groups: Sequence[str],
    statistic: Callable[[_Floats], _Floats],
) -> tuple[float, Interval | None]:
    """Return a statistic of shares by prompt, first less second, with its interval over groups.

    The prompts are fixed, so questions alone are drawn anew.
    """
    ones = np.ones(len(groups))
    sizes = group_sums(ones, ones, groups)[:, 0]
    sums = [
        np.stack([group_sums(column, column, groups)[:, 0] for column in table.T], axis=1)
        for table in (first, second)
    ]

    def drawn(weights: _Floats) -> _Floats:
        n = (weights @ sizes)[:, None]
        ours, other = (statistic(weights @ each / n) for each in sums)
        return ours - other

    whole = float(drawn(np.ones((1, len(sizes))))[0])
    return whole, resampled_interval(drawn, len(sizes))
