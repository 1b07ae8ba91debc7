"""One arm's answers -> its figures: quality by stratum, form, times, tokens and cost.

An arm answered by adapters of several seeds is one arm: a question counts once, with the mean over
the seeds; times, tokens and cost are taken over all its answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Literal

from core.arms import answers_of
from core.evaluation.figures.cost import correct_cost, cost_figures
from core.evaluation.figures.fixed_length import fixed_figures
from core.evaluation.figures.latency import mean_parts, percentiles
from core.evaluation.scoring.cost import cost
from core.evaluation.scoring.measures import STRATA, value_of
from core.evaluation.scoring.metrics import MEASURES
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.intervals import share_interval
from core.records.prices import Prices
from core.records.scored import Form, Measure, ScoredAnswer, ScoredRow
from core.records.summary import (
    AnswerFigures,
    CorrectCost,
    CostFigures,
    FormFigures,
    Quality,
    StratumFigures,
)

Number = Literal["first_token_ms", "latency_ms", "tokens_in", "tokens_out"]


@dataclass(frozen=True)
class Scored:
    """One arm's answers to one question, one a seed."""

    stratum: str
    group: str
    answers: list[ScoredAnswer]

    def measure(self, name: str) -> float:
        """Return a measure, the mean over the seeds; an answer that failed is wrong."""
        return fmean(value_of(answer, name) for answer in self.answers)


def scored(rows: Sequence[ScoredRow], arm: str) -> list[Scored]:
    """Return an arm's answers so far."""
    return [
        Scored(part_of(row), row["group"], answers)
        for row in rows
        if (answers := answers_of(row["answers"], arm))
    ]


def arm_figures(scored: list[Scored], prices: Prices) -> AnswerFigures:
    """Return an arm's figures; an answer that failed is wrong, and its times are left out."""
    every = [answer for row in scored for answer in row.answers]
    answers = [answer for answer in every if not answer.get("error")]
    seeds = max(len(row.answers) for row in scored)
    return {
        "answers": len(every),
        "failed": len(every) - len(answers),
        "timed": len(_numbers(answers, "latency_ms")),
        "seeds": seeds,
        **_quality(scored),
        "answer_words": median([len(str(a["text"]).split()) for a in answers]) if answers else None,
        "strata": {
            name: _stratum(part, seeds, prices)
            for name in STRATA
            if (part := [row for row in scored if row.stratum == name])
        },
        "first_token_ms": percentiles(_numbers(answers, "first_token_ms"), seeds),
        "latency_ms": percentiles(_numbers(answers, "latency_ms"), seeds),
        "parts_ms": mean_parts(answers),
        "fixed": fixed_figures(answers),
        "tokens_in": _mean(_numbers(answers, "tokens_in")),
        "tokens_out": _mean(_numbers(answers, "tokens_out")),
        **_cost(scored, prices),
    }


def _stratum(part: list[Scored], seeds: int, prices: Prices) -> StratumFigures:
    return {
        "n": len(part),
        "groups": len({row.group for row in part}),
        **_quality(part),
        "spread": _spread(part, seeds),
        "form": _form(part),
        **_correct_cost(part, prices),
    }


def _quality(scored: list[Scored]) -> Quality:
    groups = [row.group for row in scored]
    values = {name: [row.measure(name) for row in scored] for name in MEASURES}
    return {
        "em": fmean(values["em"]),
        "f1": fmean(values["f1"]),
        "containment": fmean(values["containment"]),
        "intervals": {name: share_interval(values[name], groups) for name in MEASURES},
    }


def _spread(scored: list[Scored], seeds: int) -> dict[Measure, list[float]] | None:
    """Return the lowest and the highest mean of a single seed; None while a seed is unfinished."""
    if seeds == 1 or any(len(row.answers) < seeds for row in scored):
        return None
    means = {
        name: [fmean(value_of(row.answers[at], name) for row in scored) for at in range(seeds)]
        for name in MEASURES
    }
    return {name: [min(of_seeds), max(of_seeds)] for name, of_seeds in means.items()}


def _form(scored: list[Scored]) -> FormFigures | None:
    """Return how many answers have the form that was asked for; None if no form was."""
    forms: list[list[Form]] = []
    groups: list[str] = []
    for row in scored:
        if row.answers[0].get("form"):
            forms.append([_held(answer) for answer in row.answers])
            groups.append(row.group)
    if not forms:
        return None
    valid = [fmean(form["valid"] for form in of_seeds) for of_seeds in forms]
    right = [fmean(form["right"] for form in of_seeds) for of_seeds in forms]
    return {
        "n": len(forms),
        "valid": fmean(valid),
        "valid_interval": share_interval(valid, groups),
        "right": fmean(right),
        "right_given_valid": sum(right) / sum(valid) if any(valid) else None,
    }


def _held(answer: ScoredAnswer) -> Form:
    """Return an answer's form; one that failed has none."""
    form = answer["form"]
    if form is None or answer.get("error"):
        return {"valid": False, "right": False}
    return form


def _cost(scored: list[Scored], prices: Prices) -> CostFigures:
    grouped = [(row.group, answer) for row in scored for answer in row.answers]
    costs = [_answer_cost(answer, prices) for _, answer in grouped]
    return cost_figures(costs, [group for group, _ in grouped])


def _correct_cost(part: list[Scored], prices: Prices) -> CorrectCost:
    grouped = [(row.group, answer) for row in part for answer in row.answers]
    costs = [_answer_cost(answer, prices) for _, answer in grouped]
    correct = [value_of(answer, "containment") for _, answer in grouped]
    return correct_cost(costs, correct, [group for group, _ in grouped])


def _answer_cost(answer: ScoredAnswer, prices: Prices) -> float | None:
    milliseconds = answer.get("latency_ms")
    seconds = None if milliseconds is None else milliseconds / 1000
    return cost(prices, seconds, answer.get("tokens_in"), answer.get("tokens_out"))


def _numbers(answers: list[ScoredAnswer], name: Number) -> list[float]:
    return [float(value) for answer in answers if (value := answer.get(name)) is not None]


def _mean(values: list[float]) -> float | None:
    return fmean(values) if values else None
