"""The freshness job: ask, change the documents, ask again, train anew, ask once more.

Every step leaves a mark in the record when it is done, so a stopped job goes on after it.
"""

import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import cast

from core.arms import ARMS
from core.engine.answering.facts import arm_facts
from core.engine.answering.spending import refuse_cost
from core.engine.context import Engine
from core.engine.documents.change_plan import Plan, moves, plan_change
from core.engine.documents.changes import apply_change, follow_answers
from core.engine.documents.uploads import remove_uploads
from core.engine.evaluating.job import arms_of_card, count_test_use
from core.engine.freshness.retraining import PHASES, adapter_to_retrain, unnamed
from core.engine.part import Part, part_of
from core.engine.queue import RunningJob
from core.engine.tuning.estimate import estimate
from core.engine.tuning.job import train
from core.evaluation.asking.freshness_draw import draw_facts
from core.evaluation.asking.run import run_arms
from core.evaluation.asking.run_card import Asked, run_card
from core.project import answers
from core.project.database import now
from core.project.experiments import find_record, phases, save_record
from core.project.questions import list_questions, replace_questions
from core.project.versions import corpus_version, questions_hash
from core.project.workspace import Project
from core.questions.review import SETTING as REVIEW
from core.records.freshness import (
    Change,
    ExperimentMade,
    ExperimentRecord,
    PlanRow,
    ShownChange,
    Stages,
)
from core.records.job import JobSettings
from core.records.question import question_row
from core.records.run_card import RunCard, asked_questions, card_hash
from core.records.training import SettingsRow
from core.tuning.adapters import adapters_folder, get_adapter, list_adapters
from core.tuning.settings import training_settings

CHANGE_UNITS = 10
"""How many answers' worth of progress the change counts for."""


def freshness(engine: Engine, job: RunningJob) -> ExperimentMade:
    """Run an experiment, or go on with it; return its id."""
    project, chosen = job.project, job.settings
    record = find_record(project.db, job.id) or _begin(engine, job)
    plan = Plan(**record["plan"])
    asked = len(record["fates"])
    adapting = [arm for arm in chosen["arms"] if ARMS[arm].adapts] if chosen["retrain"] else []
    sizes = [
        asked * len(chosen["arms"]),
        CHANGE_UNITS,
        asked * len(chosen["arms"]),
        record["train_units"],
        asked * len(adapting),
    ]

    def part(step: int, label: str, settings: JobSettings | None = None) -> Part:
        place = (sum(sizes[:step]), sizes[step], sum(sizes))
        return part_of(job, settings or chosen, place, label)

    _ask(engine, part(0, "before the change"), "before")
    if "stages" not in record:
        _change(engine, part(1, "the change"), record, plan)
    _ask(engine, part(2, "after the change"), "updated")
    if adapting:
        if "training" not in record:
            _retrain(engine, part(3, "retraining", dict(record["recipe"] or {})), record)
        _ask(engine, part(4, "after retraining"), "retrained")
    job.progress(1, 1, "done")
    return {"experiment": job.id}


def _begin(engine: Engine, job: RunningJob) -> ExperimentRecord:
    """Fix what is asked and what will change, before the first answer."""
    settings, project = job.settings, job.project
    plan = plan_change(project, settings["change"])
    questions = list_questions(project.db)
    drawn = draw_facts(questions, plan.follow, plan.removed, settings["n"], settings["seed"])
    recipe: SettingsRow | None = None
    units = 0.0
    if settings["retrain"]:
        recipe = unnamed(adapter_to_retrain(project, settings["arms"]).manifest)
        units = 60 * estimate(engine, project, training_settings(recipe))["minutes"]
    record: ExperimentRecord = {
        "id": job.id,
        "created_at": now(),
        "change": _without_paths(settings["change"]),
        "arms": settings["arms"],
        "n": settings["n"],
        "seed": settings["seed"],
        "retrain": settings["retrain"],
        "plan": cast(PlanRow, asdict(plan)),
        "fates": drawn.fates,
        "recipe": recipe,
        "train_units": units,
    }
    refuse_cost(engine, project, drawn.questions, settings["arms"], PHASES)
    facts = arm_facts(engine, project, settings["arms"])
    facts["review"] = project.db.setting(REVIEW)
    asked = Asked(
        settings["arms"], "test", settings["n"], settings["seed"], timed=len(drawn.questions)
    )
    card = run_card(asked, questions, drawn.questions, facts)
    with project.db.transaction():
        card["test_use"] = count_test_use(project.db)
        save_record(project.db, record)
        _new_phase(project, job.id, "before", card)
    return record


def _without_paths(change: Change) -> ShownChange:
    """Return a change as it is shown and recorded: file names in place of folders."""
    hidden = ("move", "folder", "files")
    shown = cast(ShownChange, {key: value for key, value in change.items() if key not in hidden})
    if "folder" in change:
        shown["folder"] = Path(change["folder"]).name
    if "files" in change:
        shown["files"] = [file["name"] for file in change["files"]]
    return shown


def _new_phase(project: Project, experiment: str, phase: str, card: RunCard) -> None:
    card["experiment"] = experiment
    card["phase"] = phase
    card["corpus_version"] = corpus_version(project.db)
    card["questions_hash"] = questions_hash(project.db)
    answers.create_evaluation(project.db, experiment, card, card_hash(card))


def _ask(engine: Engine, job: Part, phase: str) -> None:
    """Ask the drawn questions in the arms of a phase."""
    db = job.project.db
    row = phases(db, job.id)[phase]
    card = row["card"]
    run_arms(
        asked_questions(card, []),
        [card["arms"]],
        card["seed"],
        answers.stored_answers(db, row["id"]),
        ready=arms_of_card(engine, job.project, job.id, card),
        exclusive=engine.generators.exclusive,
        save=partial(answers.save_answers, db, row["id"]),
        progress=job.progress,
        cancelled=job.cancelled,
    )


def _change(engine: Engine, job: Part, record: ExperimentRecord, plan: Plan) -> None:
    """Change the documents; the gold answers follow at once, whatever comes later."""
    project = job.project
    # The seconds of an interrupted change would mean nothing.
    record |= {"interrupted": "t0" in record, "t0": record.get("t0", now())}
    save_record(project.db, record)
    change = job.settings["change"]
    stages = apply_change(engine, project, change, plan, job.progress, job.cancelled)
    before = phases(project.db, job.id)["before"]["card"]
    with project.db.transaction():
        record |= {"stages": stages, "followed": follow_answers(project, plan.follow)}
        save_record(project.db, record)
        _new_phase(project, job.id, "updated", before)
    if moves(change):
        remove_uploads(engine.paths.uploads, change["files"])


def _retrain(engine: Engine, part: Part, record: ExperimentRecord) -> None:
    """Train an adapter like the one in use on what the documents say now."""
    project = part.project
    old = phases(project.db, part.id)["before"]["card"]
    kept = next(iter(old["adapter_ids"].values()))
    record |= {"interrupted": record["interrupted"] or "train_t0" in record, "train_t0": now()}
    _drop_questions(project, record)
    save_record(project.db, record)
    part.settings["name"] = _name(project, get_adapter(adapters_folder(project), kept).name)
    record["training"] = training = _trained(engine, part)
    adapter = get_adapter(adapters_folder(project), training["adapter"])
    if project.db.setting("chosen_adapter") == kept:
        project.db.set_setting("chosen_adapter", adapter.id)
    arms = [arm for arm in old["arms"] if ARMS[arm].adapts]
    card = old | {
        "arms": arms,
        "adapters": dict.fromkeys(arms, adapter.name),
        "adapter_ids": dict.fromkeys(arms, adapter.id),
        "adapter_seeds": dict.fromkeys(arms, adapter.seed),
    }
    ready = arms_of_card(engine, project, part.id, card)
    with engine.generators.exclusive():
        card["fingerprints"] = {arm: ready(arm, None).fingerprint().as_dict() for arm in arms}
    with project.db.transaction():
        save_record(project.db, record)
        _new_phase(project, part.id, "retrained", card)


def _trained(engine: Engine, part: Part) -> Stages:
    """Return the new adapter and its seconds: preparing examples, training, making the build."""
    folder = adapters_folder(part.project)
    key = "ad-" + part.id[2:]
    kept = {adapter.id: adapter for adapter in list_adapters(folder)}.get(key)
    if kept:  # The engine was killed after keeping the adapter and before noting it.
        spent = kept.manifest["seconds"]
        return {"adapter": key, "name": kept.name, "train_s": spent, "retrain_s": spent}
    result = train(engine, part)
    ended, spent = time.monotonic(), result["seconds"]
    build_s = min(ended - part.left_steps, spent) if part.left_steps else 0.0
    # Children of an earlier engine spent time too, which this clock did not see.
    retrain_s = max(spent, ended - part.began)
    return {
        "adapter": result["adapter"],
        "name": result["name"],
        "prepare_s": round(retrain_s - spent, 1),
        "train_s": round(spent - build_s, 1),
        "build_s": round(build_s, 1),
        "retrain_s": round(retrain_s, 1),
    }


def _name(project: Project, before: str) -> str:
    """Return a free name for the adapter that follows the one called `before`."""
    taken = {adapter.name for adapter in list_adapters(adapters_folder(project))}
    name, number = f"{before} retrained", 2
    while name in taken:
        name, number = f"{before} retrained {number}", number + 1
    return name


def _drop_questions(project: Project, record: ExperimentRecord) -> None:
    """Take training questions about removed documents out of the project, into the record."""
    gone = set(record["plan"]["removed"])
    questions = list_questions(project.db)
    leaving = [
        question for question in questions if question.document in gone and question.split != "test"
    ]
    if leaving:
        with project.db.transaction():
            record["dropped_questions"] = [question_row(question) for question in leaving]
            save_record(project.db, record)
            replace_questions(
                project.db, [question for question in questions if question not in leaving]
            )
