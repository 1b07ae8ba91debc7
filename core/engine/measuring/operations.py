"""Experiments: what could be measured, measuring it, and what was measured."""

import json
from typing import get_args

from core.engine.answering.prices import prices_of
from core.engine.context import Engine
from core.engine.jobs.in_use import refuse_used
from core.engine.jobs.operations import job
from core.engine.measuring.fitting import DoesNotApplyError
from core.engine.measuring.plans import plan_of, seconds_of
from core.engine.measuring.setups import setup_of
from core.engine.table import operation
from core.errors import AppError, InvalidInputError
from core.evaluation.figures.rows import scored_rows
from core.project import answers
from core.project import measurements as stored
from core.project.questions import list_questions
from core.project.versions import questions_hash
from core.project.workspace import Project, require_disk
from core.records.experiment import ExperimentKind, Size
from core.records.job import Job
from core.records.measurement import (
    Condition,
    ConditionRecord,
    Measurement,
    MeasurementHead,
    MeasurementRecord,
    MeasurePlan,
)

KINDS: tuple[ExperimentKind, ...] = get_args(ExperimentKind)


@operation(reads=True, kept="data")
def measure_plans(engine: Engine, *, project: Project, size: Size = "quick") -> list[MeasurePlan]:
    """Return every experiment: what it takes here, whether it stands already, or why it cannot."""
    return [plan_of(engine, project, what, size) for what in KINDS]


@operation()
def measure(
    engine: Engine,
    *,
    project: Project,
    size: Size = "quick",
    what: list[ExperimentKind] | None = None,
) -> Job:
    """Queue experiments, the cheapest first.

    Args:
        what: Which; None for those that do not stand yet and that nothing is missing for. Of one
            that means nothing here the job stores why.

    Raises:
        InvalidInputError: nothing is left to measure, or what is asked for lacks something.
    """
    require_disk(project.folder)
    chosen, reasons = _left(engine, project, size, what)
    if not chosen or (what and reasons):
        none = "" if what else "Nothing is left to measure. "
        raise InvalidInputError((none + " ".join(dict.fromkeys(reasons))).strip())
    takes = {key: seconds_of(engine, project, key, size) for key in chosen}
    settings = {"what": sorted(takes, key=lambda key: takes[key]), "size": size}
    return job(engine, project=project, job=engine.queue.submit(project, "measure", settings))


def _left(
    engine: Engine, project: Project, size: Size, what: list[ExperimentKind] | None
) -> tuple[list[ExperimentKind], list[str]]:
    """Return what is to be measured, and why others that are to be cannot."""
    known = {(row["what"], row["refused"]) for row in stored.list_measurements(project.db)}
    chosen: list[ExperimentKind] = []
    reasons: list[str] = []
    for kind in what or KINDS:
        try:
            setup_of(engine, project, kind, size)
        except DoesNotApplyError as error:
            if what or (kind, str(error)) not in known:
                chosen.append(kind)
        except AppError as error:
            reasons.append(str(error))
        else:
            if what or not plan_of(engine, project, kind, size)["done"]:
                chosen.append(kind)
    return chosen, reasons


@operation(reads=True, recorded=True, kept="data")
def measurements(engine: Engine, *, project: Project) -> list[MeasurementHead]:
    """Return what was measured, newest first."""
    return [_head(record) for record in stored.list_measurements(project.db)]


@operation(reads=True, recorded=True, kept="data")
def measurement(engine: Engine, *, project: Project, measurement: str) -> Measurement:
    """Return a measurement with every answer, scored.

    Raises:
        NotFoundError: there is none of that id.
    """
    record = stored.get_measurement(project.db, measurement)
    held = [answers.count_answers(project.db, part["evaluation"]) for part in record["parts"]]
    facts = [part["facts"] for part in record["parts"]]
    made_of = json.dumps([held, facts, questions_hash(project.db), prices_of(project)])

    def whole() -> Measurement:
        conditions = [_condition(project, record, part) for part in record["parts"]]
        return {**_head(record), "conditions": conditions}

    return engine.memo.get(("measurement", measurement), made_of, whole)


def _head(record: MeasurementRecord) -> MeasurementHead:
    head = {key: value for key, value in record.items() if key != "parts"}
    return head  # type: ignore[return-value]


def _condition(project: Project, record: MeasurementRecord, part: ConditionRecord) -> Condition:
    db, key = project.db, part["evaluation"]
    rows = (
        []
        if record["what"] == "throughput"
        else scored_rows(
            answers.get_evaluation(db, key)["card"],
            list_questions(db),
            answers.stored_answers(db, key),
            prices_of(project),
        )
    )
    return {"name": part["name"], "facts": part["facts"], "rows": rows}


@operation()
def delete_measurement(engine: Engine, *, project: Project, measurement: str) -> None:
    """Remove a measurement and its answers.

    Raises:
        BusyError: its job runs or waits.
        NotFoundError: there is none of that id.
    """
    stored.get_measurement(project.db, measurement)
    refuse_used(project, "measurement", measurement)
    stored.delete_measurement(project.db, measurement)
