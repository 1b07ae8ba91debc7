"""The claim on costs: what a correct answer of RAG costs over one of Fine-tuned."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.arms import answers_of
from core.charts.words import listed
from core.decision.claims.draft import Draft, evaluated, not_applying, unmeasured
from core.decision.claims.gathered import HELD_OUT, SEEN, Gathered
from core.decision.claims.ratios import Ratio, drafted, word_of
from core.decision.words import WHERE, between, counted, times
from core.evaluation.statistics.intervals import resampled_interval
from core.records.claim import Claim
from core.records.month import MonthFigures
from core.records.scored import ScoredRow

_Floats = NDArray[np.float64]
FEWEST_RIGHT = 5
"""Right answers of an arm from which on it is said how many times as much they cost."""
_OPEN = "; not enough data to tell which costs less"
_WHEN = {
    "always": "Fine-tuned costs less from the first question on",
    "never": "Fine-tuned never costs less",
    "same": "both cost the same",
}


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
    mixed = word == "refuted" and any(ratio.value < 1 for ratio in ratios)
    said = " ".join(
        (
            "Not in general: it depends on the question." * mixed,
            *map(_cost, ratios),
            _upkeep(months, held.example_month),
        )
    ).strip()
    said = f"{said} {_break_even(months)}".strip()
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
    right = round(table[:, 2].sum()), round(table[:, 6].sum())
    interval = resampled_interval(ratio, len(table))
    return Ratio(where, whole, interval, len(both), len(table), right)


def _upkeep_of_a_query(months: MonthFigures, arm: str) -> float:
    queries, updates = months["upkeep"]["queries"] or 0.0, months["upkeep"]["updates"] or 0.0
    held = months["arms"][arm]
    fixed = updates * (held["machine"] + held["people"]) + held["flat"]
    return fixed / queries if queries else 0.0


def _cost(ratio: Ratio) -> str:
    """Say who is cheaper, always as how many times as much the dearer one costs."""
    where = f"{ratio.where[0].upper()}{ratio.where[1:]},"
    if ratio.value == 0:
        return f"{where} Fine-tuned has no right answer, so RAG's cost less."
    turn = ratio.value < 1
    first, second = ("Fine-tuned", "RAG") if turn else ("RAG", "Fine-tuned")
    value, interval = ratio.value, ratio.interval
    if turn:
        value = 1 / value
        # Beyond any bound where Fine-tuned may have no right answer at all.
        interval = [1 / interval[1], 1 / interval[0]] if interval and interval[0] else None
    open_ = bool(interval and interval[0] < 1 < interval[1])
    few = _few(ratio)
    if few:
        text = f"{where} a correct answer of {second} costs less than one of {first}, as far as"
        return f"{text} can be told {few}{_OPEN * open_}."
    text = f"{where} a correct answer of {first} costs {times(value)} as much as one of {second}"
    return f"{text}{between(interval)}{_OPEN * open_}."


def _few(ratio: Ratio) -> str:
    """Say on how few right answers of an arm a cost rests; "" where they are enough."""
    named = zip(ratio.right or (), ("RAG", "Fine-tuned"), strict=False)
    few = [f"{counted(n, 'right answer')} of {arm}" for n, arm in named if n < FEWEST_RIGHT]
    return f"from {listed(few)}" if few else ""


def _upkeep(months: MonthFigures, example: bool) -> str:
    queries, updates = months["upkeep"]["queries"], months["upkeep"]["updates"]
    if not queries:
        return "No questions a month were typed, so only what an answer costs counts, no upkeep."
    if example:
        month = f"{queries:,.0f} questions, {updates or 0:,.6g} updates"
        return f"Example month: {month}; upkeep included."
    return f"At {queries:,.0f} questions and {updates or 0:,.6g} updates a month, upkeep included."


def _break_even(months: MonthFigures) -> str:
    """Say from how many questions a month on which arm's answers cost less, right or wrong."""
    updates = months["upkeep"]["updates"] or 0.0
    for pair_of in months["pairs"]:
        if (pair_of["first"], pair_of["second"]) != ("tuned", "rag"):
            continue
        for at, word, queries in pair_of["by_updates"]:
            if at == updates:
                when = f"{word} {queries or 0:,.0f} questions a month"
                said = _WHEN.get(word, f"Fine-tuned costs less {when}")
                return f"Break-even, answers right or wrong, at {updates:,.6g} updates: {said}."
    return ""
