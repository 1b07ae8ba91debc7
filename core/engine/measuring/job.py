"""The job that measures: one experiment after the other, each stored as far as it came."""

from collections.abc import Callable, Mapping

from core.engine.context import Engine
from core.engine.measuring.asking import ask, begin, finish, prompt_tokens
from core.engine.measuring.deployment import preparing
from core.engine.measuring.everything import measure_everything
from core.engine.measuring.fitting import DoesNotApplyError
from core.engine.measuring.growth import measure_growth
from core.engine.measuring.plans import seconds_of
from core.engine.measuring.setups import setup_of
from core.engine.measuring.throughput import measure_throughput
from core.engine.measuring.withdrawn import measure_withdrawn
from core.engine.part import Part, part_of
from core.engine.queue import RunningJob
from core.errors import CancelledError
from core.project.database import now
from core.project.measurements import (
    delete_measurement,
    list_measurements,
    new_key,
    save_measurement,
)
from core.project.workspace import Project
from core.records.experiment import ExperimentKind, Size
from core.records.measurement import (
    ConditionRecord,
    MeasurementRecord,
    MeasurementsMade,
)

Facts = Callable[[Project, MeasurementRecord, ConditionRecord], Mapping[str, float]]
Run = Callable[[Engine, Part, MeasurementRecord], None]


def measure(engine: Engine, job: RunningJob) -> MeasurementsMade:
    """Measure what is asked for, or go on with it; return the measurements' ids."""
    kinds: list[ExperimentKind] = job.settings["what"]
    weights = [seconds_of(engine, job.project, kind, job.settings["size"]) for kind in kinds]
    made: list[str] = []
    for at, what in enumerate(kinds):
        if job.cancelled():
            raise CancelledError("Stopped between two experiments; finished ones are kept.")
        place = (sum(weights[:at]), weights[at], sum(weights))
        made.append(_measured(engine, part_of(job, job.settings, place, what), what))
    job.progress(1, 1, "done")
    return {"measurements": made}


def _measured(engine: Engine, part: Part, what: ExperimentKind) -> str:
    """Measure one experiment, go on with it, or note why it cannot be measured here."""
    size: Size = part.settings["size"]
    stored = list_measurements(part.project.db)
    begun = [row for row in stored if row.get("job") == part.id and row["what"] == what]
    if begun and begun[0]["complete"]:
        return begun[0]["id"]
    try:
        record = (
            begun[0]
            if begun and not begun[0]["refused"]
            else begin(
                engine, part.project, part.id, setup_of(engine, part.project, what, size), size
            )
        )
    except DoesNotApplyError as error:
        record = _refused(part, what, str(error))
    else:
        _RUNS[what](engine, part, record)
    for row in stored:
        if row["what"] == what and row["refused"]:
            delete_measurement(part.project.db, row["id"])
    return record["id"]


def _refused(part: Part, what: ExperimentKind, why: str) -> MeasurementRecord:
    """Store why an experiment cannot be measured here: that too is an answer."""
    record: MeasurementRecord = {
        "id": new_key(),
        "what": what,
        "size": part.settings["size"],
        "created_at": now(),
        "model": None,
        "adapters": {},
        "evaluation": None,
        "complete": False,
        "refused": why,
        "job": part.id,
        "parts": [],
    }
    save_measurement(part.project.db, record)
    return record


def _asking(facts: Facts = lambda *_: {}) -> Run:
    """Return what asks all conditions, one after the other.

    Args:
        facts: What stands beside a condition's answers once all are given.
    """

    def run(engine: Engine, part: Part, record: MeasurementRecord) -> None:
        for at, condition in enumerate(record["parts"]):
            if condition["done"]:
                continue
            share = part.size / len(record["parts"])
            assert part.whole is not None
            place = (part.before + at * share, share, part.total)
            label = part.label + f", {condition['name']}" * (len(record["parts"]) > 1)
            ask(engine, part_of(part.whole, part.settings, place, label), condition)
            finish(part.project, record, condition, facts(part.project, record, condition))

    return run


_RUNS: dict[ExperimentKind, Run] = {
    "rivals": _asking(),
    "all-documents": measure_everything,
    "throughput": measure_throughput,
    "deployment": _asking(lambda project, record, _: preparing(project, record)),
    "withdrawn": measure_withdrawn,
    "growth": measure_growth,
    "prompts": _asking(lambda project, _, condition: prompt_tokens(project, condition)),
    "general": _asking(),
}
