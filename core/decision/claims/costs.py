"""The claim on costs: what a correct answer of RAG costs over one of Fine-tuned."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.arms import answers_of
from core.decision.claims.draft import Draft, not_applying, unmeasured
from core.decision.claims.gathered import HELD_OUT, SEEN, Gathered
from core.decision.claims.quality import evaluated
from core.decision.claims.ratios import Ratio, drafted, word_of
from core.decision.words import WHERE, times
from core.evaluation.statistics.intervals import resampled_interval
from core.records.claim import Claim
from core.records.month import MonthFigures
from core.records.scored import ScoredRow

_Floats = NDArray[np.float64]


def cheaper(claim: Claim, held: Gathered) -> Draft:
    """Judge: a correct answer of RAG costs less than one of Fine-tuned, in both strata."""
    absent = evaluated(claim, held, "rag", "tuned")
    if absent:
        return absent
    months = held.months
    if months is None or not {"rag", "tuned"} <= months["arms"].keys():
        return unmeasured(claim, "No price is set, or no answer was timed.", "Set a price.")
    ratios = [
        ratio
        for name in (SEEN, HELD_OUT)
        if (ratio := cost_ratio(held.rows(name), months, f"on {WHERE[name]}"))
    ]
    if not ratios:
        why = "No answer of RAG is right, so none has a cost."
        return not_applying(claim, why, "Another model could.")
    word = word_of(ratios, below=True, margin=claim.margin)
    said = f"{_costs(ratios)} {_upkeep(months)} {_break_even(months)}".strip()
    evidence = held.evidence("cost")
    seeds = held.evaluation["summary"]["arms"]["tuned"]["seeds"]
    basis = (evidence, seeds, held.model, held.measured_at)
    return drafted(claim, ratios, word, said, basis, "Other prices, questions or updates a month.")


def cost_ratio(rows: Sequence[ScoredRow], months: MonthFigures, where: str) -> Ratio | None:
    """Return what a correct answer of RAG costs over one of Fine-tuned.

    A correct answer costs what an answer costs (the mean of those whose cost is known), with an
    answer's share of the month's upkeep, over the share that is right of all.
    """
    sums: dict[str, list[float]] = {}
    both = [row for row in rows if {"rag", "tuned"} <= row["answers"].keys()]
    for row in both:
        held = sums.setdefault(row["group"], [0.0] * 8)
        for at, arm in ((0, "rag"), (4, "tuned")):
            for answer in answers_of(row["answers"], arm):
                cost = None if answer.get("error") else answer["cost"]
                held[at] += cost or 0.0
                held[at + 1] += cost is not None
                held[at + 2] += answer["containment"] * (not answer.get("error"))
                held[at + 3] += 1
    upkeep = [_upkeep_of_a_query(months, arm) for arm in ("rag", "tuned")]
    table = np.array(list(sums.values()))
    if not len(table) or not table[:, 1].sum() or not table[:, 5].sum() or not table[:, 2].sum():
        return None

    def ratio(weights: _Floats) -> _Floats:
        rag, rags, rag_right, rag_n, tuned, tuneds, tuned_right, tuned_n = (weights @ table).T
        with np.errstate(divide="ignore", invalid="ignore"):
            top = (rag / rags + upkeep[0]) * tuned_right / tuned_n
            bottom = (tuned / tuneds + upkeep[1]) * rag_right / rag_n
            quotient = top / bottom
        return np.where(np.isnan(quotient), np.inf, quotient)

    whole = float(ratio(np.ones((1, len(table))))[0])
    return Ratio(where, whole, resampled_interval(ratio, len(table)), len(both), len(table))


def _upkeep_of_a_query(months: MonthFigures, arm: str) -> float:
    queries, updates = months["upkeep"]["queries"] or 0.0, months["upkeep"]["updates"] or 0.0
    held = months["arms"][arm]
    fixed = updates * (held["machine"] + held["people"]) + held["flat"]
    return fixed / queries if queries else 0.0


def _costs(ratios: Sequence[Ratio]) -> str:
    return " ".join(_cost(ratio) for ratio in ratios)


def _cost(ratio: Ratio) -> str:
    """Say who is cheaper, always as how many times the dearer one costs."""
    where = f"{ratio.where[0].upper()}{ratio.where[1:]}"
    if ratio.value == 0:
        return f"{where} Fine-tuned has no right answer, so RAG's cost less."
    turn = ratio.value < 1
    first, second = ("Fine-tuned", "RAG") if turn else ("RAG", "Fine-tuned")
    value = 1 / ratio.value if turn else ratio.value
    interval = ratio.interval
    if interval is None or (turn and interval[0] == 0):
        return f"{where} a correct answer of {first} costs {times(value)} one of {second}."
    low, high = (1 / interval[1], 1 / interval[0]) if turn else interval
    open_ = "; not enough data to tell which costs less" if low < 1 < high else ""
    return (
        f"{where} a correct answer of {first} costs {times(value, (low, high))} one of "
        f"{second}{open_}."
    )


def _upkeep(months: MonthFigures) -> str:
    queries, updates = months["upkeep"]["queries"], months["upkeep"]["updates"]
    if not queries:
        return "No questions a month were typed, so only what an answer costs counts, no upkeep."
    return f"At {queries:,.0f} questions and {updates or 0:,.6g} updates a month, upkeep included."


def _break_even(months: MonthFigures) -> str:
    """Say from how many questions a month on which arm's answers cost less, right or wrong."""
    updates = months["upkeep"]["updates"] or 0.0
    for pair_of in months["pairs"]:
        if (pair_of["first"], pair_of["second"]) != ("tuned", "rag"):
            continue
        for at, word, queries in pair_of["by_updates"]:
            if at == updates:
                when = f"{word} {queries:,.0f} questions a month" if queries is not None else word
                return f"By the answer, right or wrong, Fine-tuned costs less: {when}."
    return ""
