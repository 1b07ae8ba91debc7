"""One arm's answers -> its figures: quality by stratum, form, times, tokens and cost.

An arm answered by several adapters of other seeds is one arm: a question counts once, with the
mean over the seeds; times, tokens and cost are those of all its answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from core.arms import answers_of
from core.evaluation.figures.cost import cost_figures
from core.evaluation.figures.fixed_length import fixed_figures
from core.evaluation.figures.latency import mean_parts, percentiles
from core.evaluation.scoring.cost import cost
from core.evaluation.scoring.measures import STRATA, Json, value_of
from core.evaluation.scoring.metrics import MEASURES
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.intervals import share_interval


@dataclass(frozen=True)
class Scored:
    """One arm's answers to one question, one a seed."""

    stratum: str
    group: str
    answers: list[Json]

    def measure(self, name: str) -> float:
        """Return a measure, the mean over the seeds; an answer that failed is wrong."""
        return fmean(value_of(answer, name) for answer in self.answers)


def scored(rows: Sequence[Json], arm: str) -> list[Scored]:
    """Return an arm's answers so far."""
    return [
        Scored(part_of(row), row["group"], given)
        for row in rows
        if (given := answers_of(row["answers"], arm))
    ]


def arm_figures(scored: list[Scored], prices: Mapping[str, Any]) -> Json:
    """Return an arm's figures; an answer that failed is wrong, and its times are left out.

    `n` of the whole and of each stratum are questions, `answers`, `failed` and `timed` (given one
    at a time) answers; `seeds` is how many adapters answered. `spread` of a stratum is {measure:
    [lowest, highest]} of the means of the single seeds, None where one adapter answered or a seed
    is not done.
    """
    given = [answer for one in scored for answer in one.answers]
    answers = [answer for answer in given if not answer.get("error")]
    seeds = max(len(one.answers) for one in scored)
    strata = {name: [one for one in scored if one.stratum == name] for name in STRATA}
    return {
        "answers": len(given),
        "failed": len(given) - len(answers),
        "timed": len(_numbers(answers, "latency_ms")),
        "seeds": seeds,
        **_quality(scored),
        "answer_words": median([len(str(a["text"]).split()) for a in answers]) if answers else None,
        "strata": {
            name: {
                "n": len(part),
                "groups": len({one.group for one in part}),
                **_quality(part),
                "spread": _spread(part, seeds),
                "form": _form(part),
            }
            for name, part in strata.items()
            if part
        },
        **{
            name: percentiles(_numbers(answers, name), seeds)
            for name in ("first_token_ms", "latency_ms")
        },
        "parts_ms": mean_parts(answers),
        "fixed": fixed_figures(answers),
        **{name: _mean(_numbers(answers, name)) for name in ("tokens_in", "tokens_out")},
        **_cost(scored, prices),
    }


def _quality(scored: list[Scored]) -> Json:
    groups = [one.group for one in scored]
    values = {name: [one.measure(name) for one in scored] for name in MEASURES}
    return {
        **{name: fmean(values[name]) for name in MEASURES},
        "intervals": {name: share_interval(values[name], groups) for name in MEASURES},
    }


def _spread(scored: list[Scored], seeds: int) -> Json | None:
    if seeds == 1 or any(len(one.answers) < seeds for one in scored):
        return None
    means = {
        name: [fmean(value_of(one.answers[at], name) for one in scored) for at in range(seeds)]
        for name in MEASURES
    }
    return {name: [min(found), max(found)] for name, found in means.items()}


def _form(scored: list[Scored]) -> Json | None:
    """Return how many answers have the form that was asked for; None where none was."""
    asked = [one for one in scored if one.answers[0].get("form")]
    if not asked:
        return None
    groups = [one.group for one in asked]
    valid, right = (
        [fmean(bool(a["form"][name] and not a.get("error")) for a in one.answers) for one in asked]
        for name in ("valid", "right")
    )
    return {
        "n": len(asked),
        "valid": fmean(valid),
        "valid_interval": share_interval(valid, groups),
        "right": fmean(right),
        "right_given_valid": sum(right) / sum(valid) if any(valid) else None,
    }


def _cost(scored: list[Scored], prices: Mapping[str, Any]) -> Json:
    given = [(one.group, answer) for one in scored for answer in one.answers]
    costs = [_answer_cost(answer, prices) for _, answer in given]
    correct = [value_of(answer, "containment") for _, answer in given]
    return cost_figures(costs, correct, [group for group, _ in given])


def _answer_cost(answer: Json, prices: Mapping[str, Any]) -> float | None:
    milliseconds = answer.get("latency_ms")
    seconds = None if milliseconds is None else milliseconds / 1000
    return cost(prices, seconds, answer.get("tokens_in"), answer.get("tokens_out"))


def _numbers(answers: list[Json], name: str) -> list[float]:
    return [float(answer[name]) for answer in answers if answer.get(name) is not None]


def _mean(values: list[float]) -> float | None:
    return fmean(values) if values else None
