"""Two evaluations of the same questions, of one project or of two."""

from core.decision.cards import card_differences, price_difference
from core.decision.comparing import (
    Pair,
    differences,
    left_out,
    moved,
    paired,
    refusal,
    shared_arms,
)
from core.engine.answering.prices import prices_of
from core.engine.context import Engine
from core.engine.evaluating.operations import evaluation as stored_evaluation
from core.engine.table import operation
from core.errors import InvalidInputError
from core.project import answers
from core.project.workspace import Project, still_here
from core.records.comparison import Comparison, Side
from core.records.evaluation import Evaluation


@operation(reads=True, recorded=True, kept="data")
def compare(
    engine: Engine, *, project: Project, evaluation: str, other_project: str, other_evaluation: str
) -> Comparison:
    """Return how the other evaluation differs from this one, question by question.

    Args:
        other_project: Of `other_evaluation`, by id or name; may be the same project.

    Raises:
        NotFoundError: a project or an evaluation is not here, or was deleted meanwhile.
        InvalidInputError: they are one and the same, one is not complete, no arm was asked in
            both, or they did not ask the same questions.
    """
    other = engine.project(other_project)
    if (project.id, evaluation) == (other.id, other_evaluation):
        raise InvalidInputError("That is one evaluation twice. Choose another one to compare with.")
    first = _complete(engine, project, evaluation)
    with still_here(other):
        second = _complete(engine, other, other_evaluation)
    fault = refusal(first["rows"], second["rows"])
    arms = shared_arms(list(first["summary"]["arms"]), list(second["summary"]["arms"]))
    if fault or not arms:
        raise InvalidInputError(
            fault or "These evaluations have no arm in common. Choose two that asked the same arm."
        )
    pairs = paired(first["rows"], second["rows"])
    return {
        "first": _side(project, first),
        "second": _side(other, second),
        "n": len(pairs),
        "differences": differences(pairs, arms),
        "moved": moved(pairs, arms),
        "changed": [
            *card_differences(first["card"], second["card"]),
            *filter(None, (price_difference(prices_of(project), prices_of(other)), _aside(pairs))),
        ],
    }


def _complete(engine: Engine, project: Project, evaluation: str) -> Evaluation:
    stored = stored_evaluation(engine, project=project, evaluation=evaluation)
    if not stored["summary"]["complete"]:
        raise InvalidInputError(
            f"The evaluation {evaluation} of {project.name} is not complete. Resume it, or choose "
            "one that is."
        )
    return stored


def _side(project: Project, stored: Evaluation) -> Side:
    card = stored["card"]
    return {
        "project": project.id,
        "name": project.name,
        "evaluation": stored["id"],
        "card": card["hash"],
        "model": card.get("model") or card["base"],
        "adapters": dict(card.get("adapter_ids") or {}),
        "measured_at": answers.get_evaluation(project.db, stored["id"])["created_at"],
    }


def _aside(pairs: list[Pair]) -> str:
    """Say how many questions are in no difference, where there are any."""
    count = left_out(pairs)
    if not count:
        return ""
    return (
        f"{count:,} of the questions were trained on, or kept for testing, in only one of the two; "
        "the differences leave them out."
    )
