"""Which stored results a decision rests on: the newest that are whole, unless one is named."""

from core.arms import ARMS
from core.engine.context import Engine
from core.engine.evaluating.operations import evaluation as evaluation_of
from core.engine.freshness.operations import experiment as experiment_of
from core.engine.freshness.operations import experiments
from core.errors import InvalidInputError, NotFoundError
from core.project import answers
from core.project.workspace import Project
from core.records.evaluation import Evaluation
from core.records.freshness import Experiment

DONE = "done"


def evaluation_in_use(engine: Engine, project: Project, key: str | None) -> Evaluation:
    """Return an evaluation with its rows: the one that is named, else the newest whole one.

    Raises:
        NotFoundError: there is none.
        InvalidInputError: the one that is named is not finished.
    """
    if key is not None:
        named = evaluation_of(engine, project=project, evaluation=key)
        if not named["summary"]["complete"]:
            raise InvalidInputError(
                f"Evaluation {key} is not finished, so nothing may be said of it yet. Resume it "
                "on the Evaluate page."
            )
        return named
    for row in answers.list_evaluations(project.db):
        if row["state"] == DONE and set(row["card"]["arms"]) & set(ARMS):
            newest = evaluation_of(engine, project=project, evaluation=row["id"])
            if newest["summary"]["complete"]:
                return newest
    raise NotFoundError(
        f"Nothing was evaluated in {project.name} yet, so there is no verdict. Run an evaluation "
        "on the Evaluate page first."
    )


def freshness_in_use(engine: Engine, project: Project) -> Experiment | None:
    """Return the newest finished freshness experiment; None where there is none."""
    done = (row["id"] for row in experiments(engine, project=project) if row["state"] == DONE)
    key = next(done, None)
    if key is None:
        return None
    # A finished one stays as it is, and its intervals take a second to resample.
    return engine.memo.get(
        ("experiment", key),
        project.name,
        lambda: experiment_of(engine, project=project, experiment=key),
    )
