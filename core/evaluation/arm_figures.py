"""One arm's answers -> its figures: quality by stratum, form, times, tokens and cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from core.evaluation.cost import cost, cost_figures
from core.evaluation.fixed_length import fixed_figures
from core.evaluation.intervals import share_interval
from core.evaluation.latency import mean_parts, percentiles
from core.evaluation.metrics import MEASURES
from core.evaluation.traces import part_of
from core.questions.question import UNANSWERABLE

STRATA = ("seen", "held_out", UNANSWERABLE)
"""Never pooled: facts that were trained on, facts that were not, and what no document answers."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Scored:
    """One arm's answer to one question."""

    stratum: str
    group: str
    answer: Json

    @property
    def failed(self) -> bool:
        return bool(self.answer.get("error"))

    def measure(self, name: str) -> float:
        """Return a measure; an answer that failed is wrong."""
        return 0.0 if self.failed else float(self.answer.get(name) or 0.0)


def scored(rows: Sequence[Json], arm: str) -> list[Scored]:
    """Return an arm's answers so far."""
    return [
        Scored(part_of(row), row["group"], row["answers"][arm])
        for row in rows
        if arm in row["answers"]
    ]


def arm_figures(scored: list[Scored], prices: Mapping[str, Any]) -> Json:
    """Return an arm's figures; an answer that failed is wrong, and its times are left out."""
    answers = [one.answer for one in scored if not one.failed]
    strata = {name: [one for one in scored if one.stratum == name] for name in STRATA}
    return {
        "failed": len(scored) - len(answers),
        **_quality(scored),
        "answer_words": median([len(str(a["text"]).split()) for a in answers]) if answers else None,
        "strata": {
            name: {
                "n": len(part),
                "groups": len({one.group for one in part}),
                **_quality(part),
                "form": _form(part),
            }
            for name, part in strata.items()
            if part
        },
        **{name: percentiles(_numbers(answers, name)) for name in ("first_token_ms", "latency_ms")},
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


def _form(scored: list[Scored]) -> Json | None:
    """Return how many answers have the form that was asked for; None where none was."""
    asked = [one for one in scored if one.answer.get("form")]
    if not asked:
        return None
    groups = [one.group for one in asked]
    valid, right = (
        [float(one.answer["form"][name] and not one.failed) for one in asked]
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
    costs = [_answer_cost(one.answer, prices) for one in scored]
    correct = [one.measure("containment") for one in scored]
    return cost_figures(costs, correct, [one.group for one in scored])


def _answer_cost(answer: Json, prices: Mapping[str, Any]) -> float | None:
    milliseconds = answer.get("latency_ms")
    seconds = None if milliseconds is None else milliseconds / 1000
    return cost(prices, seconds, answer.get("tokens_in"), answer.get("tokens_out"))


def _numbers(answers: list[Json], name: str) -> list[float]:
    return [float(answer[name]) for answer in answers if answer.get(name) is not None]


def _mean(values: list[float]) -> float | None:
    return fmean(values) if values else None
