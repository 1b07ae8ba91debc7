"""Evaluations: run, look, delete; prices; the self-test."""

import json
from dataclasses import asdict
from functools import partial

from core.arms import ALL_ARMS, parse_arms
from core.config import TIMED_QUESTIONS
from core.engine.answering.arms import ArmError, adapters_of
from core.engine.answering.facts import arm_facts
from core.engine.answering.prices import prices_of
from core.engine.answering.servers import refuse_served
from core.engine.answering.spending import most_cost, refuse_cost
from core.engine.context import Engine
from core.engine.jobs.in_use import refuse_used
from core.engine.jobs.operations import job
from core.engine.speeds import known_speed
from core.engine.table import operation
from core.errors import InvalidInputError
from core.evaluation.asking.fixed_length import QUESTIONS
from core.evaluation.asking.run_card import Asked, draw, reach
from core.evaluation.figures.gates import ARMS as GATE_ARMS
from core.evaluation.figures.gates import MOST as GATE_QUESTIONS
from core.evaluation.figures.gates import gate_split
from core.evaluation.figures.gates import gates as gate_figures
from core.evaluation.figures.rows import rankings, scored_rows
from core.evaluation.figures.summary import summarise
from core.project import answers
from core.project.questions import list_questions
from core.project.versions import questions_hash
from core.project.workspace import Project, require_disk
from core.questions.split import train_groups
from core.records.evaluation import (
    Evaluation,
    EvaluationEstimate,
    EvaluationFigures,
    EvaluationLine,
)
from core.records.gates import Gates
from core.records.job import Job
from core.records.run_card import RETRIEVAL


@operation()
def evaluate(
    engine: Engine,
    *,
    project: Project,
    arms: list[str] | None = None,
    split: str = "test",
    n: int | None = None,
    seed: int = 0,
    all_seeds: bool = False,
    timed: int = TIMED_QUESTIONS,
) -> Job:
    """Queue an evaluation. What would make it fail at once is refused here.

    Args:
        all_seeds: Also answer each arm that adapts with every adapter that differs from its own in
            the seed alone; they count as one arm.
        timed: How many questions are answered one at a time and timed; the others are answered
            together, which is faster.

    Raises:
        AppError: an unknown arm or split, no questions, an arm that cannot run.
    """
    require_disk(project.folder)
    keys = list(arms) if arms == [RETRIEVAL] else [arm.key for arm in parse_arms(arms, ALL_ARMS)]
    return _queued(engine, project, Asked(keys, split, n, seed, timed=timed, all_seeds=all_seeds))


def _queued(engine: Engine, project: Project, asked: Asked) -> Job:
    drawn = draw(list_questions(project.db), asked)
    if asked.arms != [RETRIEVAL]:
        arm_facts(engine, project, asked.arms, asked.all_seeds)
        refuse_cost(engine, project, drawn, asked.arms)
    key = engine.queue.submit(project, "evaluate", asdict(asked))
    return job(engine, project=project, job=key)


@operation(reads=True, kept="data")
def estimate_evaluation(
    engine: Engine,
    *,
    project: Project,
    arms: list[str] | None = None,
    split: str = "test",
    n: int | None = None,
    seed: int = 0,
    all_seeds: bool = False,
    timed: int = TIMED_QUESTIONS,
) -> EvaluationEstimate:
    """Return how many questions would be asked, what they can show, and the minutes.

    Raises:
        AppError: an unknown arm or split, or no questions.
    """
    questions = list_questions(project.db)
    keys = [arm.key for arm in parse_arms(arms, ALL_ARMS)]
    drawn = draw(questions, Asked(keys, split, n, seed, timed=timed))
    took = partial(known_speed, engine.paths.models, project.base)
    each = None if project.server else took("answers")
    together = took("together") or each
    again = took("fixed") or 0.0
    alone = min(len(drawn), timed)
    seeds = [_seeds(project, key) for key in keys]
    asked = sum(seeds) if all_seeds else len(keys)
    seconds = asked * (
        alone * (each or 0.0)
        + (len(drawn) - alone) * (together or 0.0)
        + min(alone, QUESTIONS) * again
    )
    return {
        "n": len(drawn),
        "reach": reach(drawn, train_groups(questions), keys),
        "seeds": max(seeds),
        "minutes": round(seconds / 60, 1) if each else None,
        "cost": most_cost(engine, project, drawn, keys),
    }


def _seeds(project: Project, arm: str) -> int:
    """Return how many seeds an arm could be answered with, its own adapter's among them."""
    try:
        return max(1, len(adapters_of(project, ALL_ARMS[arm])))
    except ArmError:  # It has none yet; the evaluation itself says so when it starts.
        return 1


@operation(reads=True, recorded=True, kept="data")
def evaluations(engine: Engine, *, project: Project) -> list[EvaluationLine]:
    """Return a project's evaluations, newest first."""
    return [
        {
            "id": row["id"],
            "created_at": row["created_at"],
            "answers": row["answers"],
            "state": row["state"],
            "card_hash": row["card_hash"],
            "split": row["card"]["split"],
            "n": row["card"]["n"],
            "arms": row["card"]["arms"],
            "job": row["job_id"],
        }
        for row in answers.list_evaluations(project.db)
    ]


@operation(reads=True, recorded=True, kept="data")
def evaluation(engine: Engine, *, project: Project, evaluation: str) -> Evaluation:
    """Return an evaluation: run card, summary, every question with all answers."""
    return _whole(engine, project, evaluation)


@operation(reads=True, recorded=True, kept="data")
def figures(engine: Engine, *, project: Project, evaluation: str) -> EvaluationFigures:
    """Return an evaluation without its rows: with them a hundred questions are a megabyte."""
    every = _whole(engine, project, evaluation)
    return {"id": every["id"], "card": every["card"], "summary": every["summary"]}


def _whole(engine: Engine, project: Project, evaluation: str) -> Evaluation:
    row, prices = answers.get_evaluation(project.db, evaluation), prices_of(project)
    held = answers.count_answers(project.db, evaluation)
    # Pages ask again at every click, and resampling takes a moment.
    key = f"{held} {questions_hash(project.db)} {json.dumps(prices)}"

    def whole() -> Evaluation:
        stored = answers.stored_answers(project.db, evaluation)
        rows = scored_rows(row["card"], list_questions(project.db), stored, prices)
        return {
            "id": evaluation,
            "card": row["card"] | {"hash": row["card_hash"]},
            "summary": summarise(row["card"], rows, prices, rankings(stored, rows)),
            "rows": rows,
        }

    return engine.memo.get(("evaluation", evaluation), key, whole)


@operation(reads=True, recorded=True, kept="data")
def gates(engine: Engine, *, project: Project) -> Gates:
    """Return what the newest finished look at the gates found.

    Returns:
        {"split": that a new look would ask from, None where nothing can be asked, "found": as
        `core.evaluation.figures.gates.gates` gives it, None before the first look}.
    """
    questions = list_questions(project.db)
    for row in answers.list_evaluations(project.db, gates=True):
        if row["state"] == "done":
            stored = answers.stored_answers(project.db, row["id"])
            rows = scored_rows(row["card"], questions, stored, prices_of(project))
            return {"split": gate_split(questions), "found": gate_figures(rows)}
    return {"split": gate_split(questions), "found": None}


@operation()
def measure_gates(engine: Engine, *, project: Project) -> Job:
    """Queue a look at the gates: an evaluation of development or training questions.

    Raises:
        InvalidInputError: no such question names the document that answers it.
    """
    require_disk(project.folder)
    split = gate_split(list_questions(project.db))
    if split is None:
        raise InvalidInputError(
            "The gates ask development or training questions whose document is known, and there "
            "are none. Generate or import some on the Questions page."
        )
    asked = Asked(list(GATE_ARMS), split, GATE_QUESTIONS, 0, gate=True, timed=0)
    return _queued(engine, project, asked)


@operation()
def delete_evaluation(engine: Engine, *, project: Project, evaluation: str) -> None:
    """Remove an evaluation and its answers.

    Raises:
        BusyError: it runs or waits, or is being judged.
        InvalidInputError: it is a phase of a freshness experiment, which would be left with a hole.
    """
    experiment = answers.get_evaluation(project.db, evaluation)["card"].get("experiment")
    if experiment:
        raise InvalidInputError(
            f"{evaluation} is a phase of the freshness experiment {experiment}. Delete the "
            "experiment as a whole on the Freshness page; nothing was changed."
        )
    refuse_used(project, "evaluation", evaluation)
    answers.delete_evaluation(project.db, evaluation)


@operation()
def self_test(engine: Engine, *, project: Project) -> Job:
    """Queue the proof that each arm is the arm it claims to be.

    Raises:
        InvalidInputError: the model is not here.
    """
    refuse_served(project, "checked")
    return job(engine, project=project, job=engine.queue.submit(project, "selftest", {}))
