"""Stored answers -> the figures of an evaluation; nothing here runs a model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from core.evaluation.cost import cost, cost_figures
from core.evaluation.intervals import share_interval
from core.evaluation.latency import percentiles
from core.evaluation.metrics import MEASURES
from core.evaluation.reading import reading
from core.evaluation.retrieval_metrics import Ranking, retrieval_figures
from core.evaluation.run_card import RETRIEVAL
from core.evaluation.verdicts import MARGIN, MEASURE, TESTED, contrasts
from core.questions.question import UNANSWERABLE

STRATA = ("seen", "held_out", UNANSWERABLE)
"""Never pooled: facts that were trained on, facts that were not, and what no document answers."""
Json = dict[str, Any]


@dataclass(frozen=True)
class _Scored:
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


def summarise(
    card: Mapping[str, Any],
    rows: Sequence[Json],
    prices: Mapping[str, Any],
    retrieval: Sequence[Ranking] | None = None,
) -> Json:
    """Return an evaluation's summary.

    Args:
        card: The run card; `arms` (keys, in order), `model`, `model_size`, `adapters`
            ({arm: name}), `asked` (question rows), `review` (verdicts by kind), `measure`,
            `margin`, `left_out` and `test_use` are read.
        rows: One a question: `stratum`, `group` and `answers` by arm. An answer with an `error`
            counts as wrong and as failed, and its times are left out.
        prices: As the user has set them now; costs are computed anew from tokens and times.
        retrieval: Ranked and gold passage ids of each question, where they were measured.
    """
    arms = _arms(card, rows)
    answered = {arm: _scored(rows, arm) for arm in arms}
    adapters = card.get("adapters") or {}
    complete = bool(rows) and all(set(arms) <= set(row["answers"]) for row in rows)
    return {
        "n": len(rows),
        "complete": complete,
        "untested": sum(row.get("split", TESTED) != TESTED for row in rows),
        "model": card.get("model"),
        "model_size": card.get("model_size"),
        "currency": prices.get("currency") or "USD",
        "prices": dict(prices),
        "arms": {
            arm: {"n": len(scored), "adapter": adapters.get(arm), **_arm(scored, prices)}
            for arm, scored in answered.items()
            if scored
        },
        "guess": _guess(rows),
        "retrieval": retrieval_figures(retrieval or ()),
        # A look at half of the answers is a look too many: words come with the last one.
        "reading": _reading(rows, arms),
        "contrasts": contrasts(
            rows, arms, card.get("measure", MEASURE), card.get("margin", MARGIN)
        ) if complete else [],
        "adapters": len(set((card.get("adapter_ids") or {}).values())),
        "left_out": card.get("left_out"),
        "test_use": card.get("test_use"),
        "questions": asked_figures(card),
    }


def _reading(rows: Sequence[Json], arms: Sequence[str]) -> Json:
    """Return {stratum: {arm: figures}} of the arms that read passages."""
    found: Json = {}
    for stratum in STRATA[:2]:
        part = [row for row in rows if _part(row) == stratum]
        figures = {arm: reading(part, arm) for arm in arms}
        if any(figures.values()):
            found[stratum] = {arm: one for arm, one in figures.items() if one}
    return found


def asked_figures(card: Mapping[str, Any]) -> Json:
    """Return how many of the questions asked were generated, and of these reviewed, by then.

    `accept_rate` is the share accepted as they stood of all that were reviewed in the project;
    rejected ones are not among those asked. None where nobody reviewed.
    """
    asked = card.get("asked") or ()
    generated = [row["extra"] for row in asked if "generated" in row["extra"]]
    reviewed = sum("review" in extra for extra in generated)
    verdicts = card.get("review") or {}
    judged = sum(verdicts.values())
    return {
        "n": len(asked),
        "generated": len(generated),
        "reviewed": reviewed,
        "unreviewed": len(generated) - reviewed,
        "accept_rate": verdicts["accepted"] / judged if judged else None,
    }


def _guess(rows: Sequence[Json]) -> dict[str, float]:
    """Return by stratum how often a blind guess is right, where all answers came from pools."""
    pools: dict[str, list[int | None]] = {}
    for row in rows:
        pools.setdefault(_part(row), []).append(row.get("pool"))
    return {
        name: fmean(1 / pool for pool in found if pool)
        for name, found in pools.items()
        if all(found)
    }


def _part(row: Json) -> str:
    return UNANSWERABLE if row.get("kind") == UNANSWERABLE else str(row["stratum"])


def _arms(card: Mapping[str, Any], rows: Sequence[Json]) -> list[str]:
    named = [arm for arm in card.get("arms") or () if arm != RETRIEVAL]
    return list(dict.fromkeys([*named, *(arm for row in rows for arm in row["answers"])]))


def _scored(rows: Sequence[Json], arm: str) -> list[_Scored]:
    return [
        _Scored(_part(row), row["group"], row["answers"][arm])
        for row in rows
        if arm in row["answers"]
    ]


def _arm(scored: list[_Scored], prices: Mapping[str, Any]) -> Json:
    answers = [one.answer for one in scored if not one.failed]
    strata = {name: [one for one in scored if one.stratum == name] for name in STRATA}
    return {
        "failed": len(scored) - len(answers),
        **_quality(scored),
        "answer_words": median([len(str(a["text"]).split()) for a in answers]) if answers else None,
        "strata": {
            name: {"n": len(part), "groups": len({one.group for one in part}), **_quality(part),
                   "form": _form(part)}
            for name, part in strata.items()
            if part
        },
        **{name: percentiles(_numbers(answers, name)) for name in ("first_token_ms", "latency_ms")},
        **{name: _mean(_numbers(answers, name)) for name in ("tokens_in", "tokens_out")},
        **_cost(scored, prices),
    }


def _quality(scored: list[_Scored]) -> Json:
    groups = [one.group for one in scored]
    values = {name: [one.measure(name) for one in scored] for name in MEASURES}
    return {
        **{name: fmean(values[name]) for name in MEASURES},
        "intervals": {name: share_interval(values[name], groups) for name in MEASURES},
    }


def _form(scored: list[_Scored]) -> Json | None:
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


def _cost(scored: list[_Scored], prices: Mapping[str, Any]) -> Json:
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
