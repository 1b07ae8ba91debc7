"""Freshness: experiments that change documents, and the live edit of one fact."""

from collections import Counter
from typing import cast

from core.arms import ARMS, parse_arms
from core.corpus.replacing import standing
from core.engine.answering.facts import arm_facts
from core.engine.answering.spending import most_cost
from core.engine.asks import DONE
from core.engine.context import Engine
from core.engine.documents.change_plan import moves, plan_change
from core.engine.documents.uploads import check_uploads
from core.engine.freshness.retraining import PHASES, adapter_to_retrain, unnamed
from core.engine.jobs.in_use import refuse_used
from core.engine.jobs.operations import job
from core.engine.table import operation
from core.engine.tuning.estimate import estimate
from core.errors import AppError, InvalidInputError
from core.evaluation.asking.freshness_draw import CHANGED, REMOVED, UNCHANGED, draw_facts, fact_of
from core.evaluation.figures.freshness import fact_rows, figures, judge, time_to_fresh
from core.evaluation.figures.summary import asked_figures
from core.project import documents
from core.project import experiments as stored
from core.project.answers import stored_answers
from core.project.jobs import list_jobs
from core.project.questions import list_questions
from core.project.workspace import Project, require_disk
from core.questions.follow import second_answers
from core.records.freshness import (
    Change,
    Experiment,
    ExperimentLine,
    Fact,
    FreshnessChoices,
    FreshnessEstimate,
    Stages,
)
from core.records.gold import quoted
from core.records.job import Job
from core.records.run_card import asked_questions
from core.tuning.settings import training_settings

SECONDS_AN_ANSWER = 0.8
"""Mean over the four arms on 2 cores; the first answers of a run give a better estimate."""


@operation(reads=True, kept="data")
def freshness_choices(engine: Engine, *, project: Project) -> FreshnessChoices:
    """Return what a project could change: facts that stand in its documents, its demo.

    Returns:
        `facts`: test questions, one phrasing a fact, whose answer a passage holds; `demo`: how
        many questions its second version still changes; `adapter`: name and settings of the one
        that retraining would follow, None where there is none.
    """
    questions = list_questions(project.db)
    second = (project.folder / "demo" / "v2").is_dir()
    try:
        adapter = adapter_to_retrain(project, list(ARMS))
    except AppError:
        adapter = None
    return {
        "facts": project.db.kept("facts", lambda: _facts(project)),
        "demo": sum(second_answers(question) is not None for question in questions)
        if second
        else 0,
        "adapter": {"name": adapter.name, "settings": adapter.manifest["settings"]}
        if adapter
        else None,
    }


def _facts(project: Project) -> list[Fact]:
    """Return test questions, one phrasing a fact, whose answer a passage holds."""
    texts: dict[str, dict[int, str]] = {}
    facts: dict[tuple[str, ...], Fact] = {}
    for question in list_questions(project.db):
        if question.split != "test" or not question.document or fact_of(question) in facts:
            continue
        if question.document not in texts:
            rows = documents.passages_of(project.db, question.document)
            texts[question.document] = {row["position"]: row["text"] for row in rows}
        answer = standing(texts[question.document], quoted(question))
        if answer:
            facts[fact_of(question)] = {
                "id": question.id,
                "question": question.text,
                "answer": answer,
                "document": question.document,
            }
    return list(facts.values())


@operation(reads=True)
def said(engine: Engine, *, ask: str, old: list[str], new: list[str]) -> dict[str, str]:
    """Return what each arm's finished answer to an ask says: new, old, both or neither.

    Raises:
        InvalidInputError: the ask is blind and its arms are not named yet.
    """
    state = engine.ask(ask).state()
    if not state["revealed"]:
        raise InvalidInputError("This question is asked blind. Vote, then reveal the arms first.")
    return {
        arm["arm"]: judge(arm["text"], old, new) for arm in state["arms"] if arm["state"] == DONE
    }


@operation(reads=True, kept="data")
def estimate_freshness(
    engine: Engine,
    *,
    project: Project,
    change: Change,
    arms: list[str] | None = None,
    n: int | None = None,
    seed: int = 0,
    retrain: bool = False,
) -> FreshnessEstimate:
    """Return how many facts would be asked about, how many answers that makes, and the minutes.

    Raises:
        AppError: the change or an arm cannot be used, or nothing could be measured; the text
            says why.
    """
    keys = [arm.key for arm in parse_arms(arms)]
    plan = plan_change(project, change)
    drawn = draw_facts(list_questions(project.db), plan.follow, plan.removed, n, seed)
    training, refused = 0.0, None
    asked = PHASES * len(keys)
    if retrain:
        recipe = unnamed(adapter_to_retrain(project, keys).manifest)
        plan_of_run = estimate(engine, project, training_settings(recipe))
        training, refused = plan_of_run["minutes"], plan_of_run["refused"]
        asked += sum(arm.adapts for arm in parse_arms(arms))
    fates = Counter(drawn.fates.values())
    answers = asked * len(drawn.questions)
    minutes = answers * SECONDS_AN_ANSWER / 60 + training
    return {
        "changed": fates[CHANGED],
        "unchanged": fates[UNCHANGED],
        "removed": fates[REMOVED],
        "answers": answers,
        "training_minutes": training,
        "minutes": round(minutes, 1),
        "refused": refused,
        "cost": most_cost(engine, project, drawn.questions, keys, PHASES),
    }


@operation()
def freshness(
    engine: Engine,
    *,
    project: Project,
    change: Change,
    arms: list[str] | None = None,
    n: int | None = None,
    seed: int = 0,
    retrain: bool = False,
) -> Job:
    """Queue an experiment. What would make it fail at once is refused here.

    Args:
        change: {"kind": "folder", "folder": path} · {"kind": "files", "files": [{"path",
            "name"}], "move": bool} · {"kind": "demo"} · {"kind": "edits", "edits": [{"question",
            "answer"}]} · {"kind": "remove", "documents": [id or name]}.
        n: How many changed facts, and as many unchanged ones, to ask about; None for at most 200 of
            each.
        retrain: Train an adapter anew after the change, with the settings of the one in use.

    Raises:
        AppError: the change or an arm cannot be used, nothing could be measured, or files to move
            lie outside the workspace's uploads.
    """
    require_disk(project.folder)
    if moves(change):
        check_uploads(engine.paths.uploads, change["files"])
    keys = [arm.key for arm in parse_arms(arms)]
    plan = estimate_freshness(
        engine, project=project, change=change, arms=keys, n=n, seed=seed, retrain=retrain
    )
    refused = plan["refused"] or (plan["cost"] and plan["cost"]["refusal"])
    if refused:
        raise InvalidInputError(refused)
    arm_facts(engine, project, keys)
    settings = {"change": change, "arms": keys, "n": n, "seed": seed, "retrain": retrain}
    return job(engine, project=project, job=engine.queue.submit(project, "freshness", settings))


@operation(reads=True, recorded=True, kept="data")
def experiments(engine: Engine, *, project: Project) -> list[ExperimentLine]:
    """Return a project's experiments, newest first."""
    states = {row["id"]: row["state"] for row in list_jobs(project.db)}
    return [
        {
            "id": record["id"],
            "created_at": record["created_at"],
            "arms": record["arms"],
            "retrain": record["retrain"],
            "change": record["change"]["kind"],
            "n": len(record["fates"]),
            "state": states.get(record["id"]),
            "phases": list(stored.phases(project.db, record["id"])),
        }
        for record in stored.list_records(project.db)
    ]


@operation(reads=True, recorded=True, kept="data")
def experiment(engine: Engine, *, project: Project, experiment: str) -> Experiment:
    """Return an experiment: what changed, its stages in seconds, figures, every answer."""
    record = stored.get_record(project.db, experiment)
    phases = stored.phases(project.db, experiment)
    card = phases["before"]["card"]
    rows = fact_rows(
        asked_questions(card, []),
        record["fates"],
        {phase: stored_answers(project.db, row["id"]) for phase, row in phases.items()},
        record["arms"],
        first_only=record["plan"]["first_only"],
        train_groups=set(card["train_groups"]),
    )
    stages = cast(Stages, {**record.get("stages", {}), **record.get("training", {})})
    measured = figures(rows, record["arms"])
    return {
        "experiment": experiment,
        "project": {"id": project.id, "name": project.name},
        "created_at": record["created_at"],
        "change": record["change"],
        "retrain": record["retrain"],
        "state": _state(project, experiment),
        "card": {
            "model": card.get("model"),
            "model_size": card.get("model_size"),
            "adapters": card["adapters"],
            "seed": card["seed"],
            "hash": phases["before"]["card_hash"],
            "phases": list(phases),
        },
        "questions": asked_figures(card),
        "interrupted": record.get("interrupted", False),
        "changed_at": record.get("t0"),
        "stages": stages,
        "followed": record.get("followed", 0),
        "arms": measured,
        "time_to_fresh": time_to_fresh(measured, stages),
        "rows": rows,
    }


def _state(project: Project, key: str) -> str | None:
    return next((row["state"] for row in list_jobs(project.db) if row["id"] == key), None)


@operation()
def delete_experiment(engine: Engine, *, project: Project, experiment: str) -> None:
    """Remove an experiment and its answers; the documents stay as they are.

    Raises:
        BusyError: it runs or waits.
    """
    refuse_used(project, "experiment", experiment)
    stored.delete_record(project.db, experiment)
