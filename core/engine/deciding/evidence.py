"""Stored results as evidence for a recommendation; no model runs."""

from collections.abc import Sequence
from itertools import combinations
from urllib.parse import urlsplit

import numpy as np

from core.arms import ALL_ARMS
from core.charts.freshness.words import duration
from core.decision.recommend.draws import (
    Resample,
    fresh,
    group_names,
    group_weights,
    latency,
    mean,
    resample,
    share,
)
from core.decision.recommend.options import (
    DRAWS,
    OPTIONS,
    Candidate,
    Drawn,
    Evidence,
    Floats,
    Pair,
    Spending,
    pair_of,
)
from core.evaluation.figures.break_even import month
from core.evaluation.figures.verdicts import contrasts
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.plan import MARGIN, TESTED
from core.project.workspace import Project
from core.records.evaluation import Evaluation
from core.records.freshness import Experiment
from core.records.measurement import Measurement
from core.records.month import MonthFigures
from core.records.question import UNANSWERABLE
from core.records.recommendation import Criterion, Option
from core.records.scored import ScoredRow

_FRESH_PHASE = "updated"
_FRESH_FACTS = 120
"""Changed and unchanged ones that an experiment usually asks about, in three phases."""
_PHASES = 3
_HERE = ("localhost", "127.0.0.1", "::1")
_MS_PER_MINUTE = 60_000


def evidence_of(
    project: Project,
    shown: Evaluation,
    stratum: str,
    months: MonthFigures,
    freshness: Experiment | None,
    rivals: Sequence[Measurement],
) -> Evidence:
    """Return what was measured of each option, with draws.

    Args:
        stratum: "seen" or "held_out": which questions the accuracy is of.
        months: Of the same evaluation: machine time and people's hours of an update.
        rivals: Experiments on the same questions, whose answers stand beside the evaluation's.
    """
    rows = with_rivals(shown["rows"], rivals)
    asked = [row for row in rows if part_of(row) == stratum and row["split"] == TESTED]
    options = [option for option in OPTIONS if any(option in row["answers"] for row in asked)]
    draws = resample(rows)
    fresh_of = _freshness(freshness, options)
    candidates = [
        _candidate(project, option, rows, asked, draws, months, fresh_of) for option in options
    ]
    minutes = _question_minutes(rows, options, draws)
    training = max(months["adapters_s"].values(), default=0.0) / 60
    return Evidence(
        tuple(candidates),
        tuple(_pairs(asked, options, shown["card"].get("margin", MARGIN))),
        len(asked),
        minutes,
        None if minutes is None else minutes * _FRESH_FACTS * _PHASES + training,
    )


def with_rivals(rows: Sequence[ScoredRow], rivals: Sequence[Measurement]) -> list[ScoredRow]:
    """Return an evaluation's questions with the answers that rivals gave to the same ones."""
    by_question = {row["question_id"]: row for row in rows}
    for measurement in rivals:
        for condition in measurement["conditions"]:
            for row in condition["rows"]:
                own = by_question.get(row["question_id"])
                if own is not None:
                    answers = {**row["answers"], **own["answers"]}
                    by_question[row["question_id"]] = {**own, "answers": answers}
    return list(by_question.values())


def _candidate(
    project: Project,
    option: Option,
    rows: list[ScoredRow],
    asked: list[ScoredRow],
    draws: Resample,
    months: MonthFigures,
    fresh_of: dict[Option, Drawn],
) -> Candidate:
    unanswerable = [row for row in rows if part_of(row) == UNANSWERABLE]
    measured: dict[Criterion, Drawn | None] = {
        "accuracy": share(asked, option, "containment", draws),
        "freshness": fresh_of.get(option),
        "latency": latency(rows, option, draws),
        "setup": _setup(option, months),
        "refusal": share(unanswerable, option, "abstains", draws),
    }
    known = {criterion: drawn for criterion, drawn in measured.items() if drawn}
    return Candidate(option, known, _spending(option, rows, draws, months), _elsewhere(project))


def _freshness(experiment: Experiment | None, options: Sequence[Option]) -> dict[Option, Drawn]:
    if experiment is None:
        return {}
    rows = experiment["rows"]
    weights = group_weights(len(group_names(rows)), np.random.default_rng(1))
    seconds = experiment["stages"].get("update_s")
    note = "" if seconds is None else f"{duration(seconds)} after the change"
    drawn = {option: fresh(rows, option, _FRESH_PHASE, weights) for option in options}
    return {option: Drawn(d.values, d.interval, note) for option, d in drawn.items() if d}


def _update_seconds(option: Option, months: MonthFigures) -> float | None:
    """Return machine seconds of an update; None where what training took was deleted."""
    kind = OPTIONS[option]
    if kind.adapts and option not in months["adapters_s"]:
        return None
    return kind.retrieves * months["index_s"] + months["adapters_s"].get(option, 0.0) * kind.adapts


def _setup(option: Option, months: MonthFigures) -> Drawn | None:
    seconds = _update_seconds(option, months)
    return None if seconds is None else Drawn(_constant(seconds), None)


def _spending(
    option: Option, rows: list[ScoredRow], draws: Resample, months: MonthFigures
) -> Spending:
    seconds = _update_seconds(option, months)
    if seconds is None:
        return Spending()
    upkeep = month(ALL_ARMS[option], 0.0, months["upkeep"], (0.0, 0.0), None)
    return Spending(
        mean(rows, option, "tokens_in", draws),
        mean(rows, option, "tokens_out", draws),
        mean(rows, option, "latency_ms", draws, 1 / 1000),
        seconds,
        upkeep.people,
        upkeep.flat,
    )


def _constant(value: float) -> Floats:
    return np.full(1 + DRAWS, value)


def _pairs(asked: list[ScoredRow], options: list[Option], margin: float) -> list[Pair]:
    pairs = list(combinations(options, 2))
    return [pair_of(each) for each in contrasts(asked, options, "containment", margin, pairs)]


def _question_minutes(
    rows: list[ScoredRow], options: list[Option], draws: Resample
) -> float | None:
    """Return how long one question takes in all options, as it was measured."""
    times = [mean(rows, option, "latency_ms", draws) for option in options]
    known = [float(each[0]) for each in times if each is not None]
    return sum(known) / _MS_PER_MINUTE if known else None


def _elsewhere(project: Project) -> str | None:
    """Return the server that answers; None where that is this machine."""
    host = urlsplit(project.server["url"]).hostname if project.server else None
    return None if host in _HERE else host
