"""What experiments could be run here, and how long each takes."""

from core.arms import ALL_ARMS
from core.engine.answering.arms import adapter_of
from core.engine.context import Engine
from core.engine.measuring.setups import Setup, setup_of
from core.engine.speeds import known_speed
from core.errors import AppError
from core.project.measurements import list_measurements
from core.project.workspace import Project
from core.records.experiment import ExperimentKind, Size
from core.records.measurement import MeasurementRecord, MeasurePlan

USUAL_S = 0.5
"""Seconds of an answer that is worked on together with others, where no speed is known: for the
order of experiments and the progress of a job, never shown."""
BESIDE_S: dict[ExperimentKind, float] = {"withdrawn": 5, "growth": 60, "all-documents": 60}
"""Seconds of work besides answering: building indexes, embedding, reading all documents once."""
LONG = 3
"""Times as long as others takes an answer with every document in its prompt."""


def plan_of(engine: Engine, project: Project, what: ExperimentKind, size: Size) -> MeasurePlan:
    """Return what an experiment takes here, or why it cannot be measured."""
    try:
        setup = setup_of(engine, project, what, size)
    except AppError as error:
        why = str(error)
        return {"what": what, "minutes": None, "answers": 0, "refused": why, "done": False}
    spent = _seconds(engine, project, setup)
    return {
        "what": what,
        "minutes": None if spent is None else round(spent / 60, 1),
        "answers": setup.answers,
        "refused": None,
        "done": any(_is(row, setup, size, project) for row in list_measurements(project.db)),
    }


def seconds_of(engine: Engine, project: Project, what: ExperimentKind, size: Size) -> float:
    """Return about how long an experiment takes, at least a second."""
    try:
        setup = setup_of(engine, project, what, size)
    except AppError:
        return 1.0
    known = _seconds(engine, project, setup)
    return max(1.0, setup.answers * USUAL_S if known is None else known)


def _seconds(engine: Engine, project: Project, setup: Setup) -> float | None:
    """Return how long an experiment takes by the speeds of earlier evaluations."""
    models, base = engine.paths.models, project.base
    each = known_speed(models, base, "answers")
    together = known_speed(models, base, "together") or each
    if each is None or together is None:
        return None
    factor = LONG if setup.what == "all-documents" else 1
    answering = setup.alone * each + (setup.answers - setup.alone) * together
    return factor * answering + BESIDE_S.get(setup.what, 0)


def _is(row: MeasurementRecord, setup: Setup, size: Size, project: Project) -> bool:
    """Whether a stored measurement is the one that is set up, in this size or a larger one."""
    adapters = {arm: adapter_of(project, ALL_ARMS[arm]) for arm in setup.arms}
    return (
        row["what"] == setup.what
        and row["complete"]
        and (row["size"] == "standard" or size == "quick")
        and row["evaluation"] == setup.evaluation
        and row["adapters"] == {arm: adapter.id for arm, adapter in adapters.items() if adapter}
    )
