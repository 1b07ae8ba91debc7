"""Blind votes on answers, and how the arms stand by them."""

from core.engine.answering.operations import ask_state
from core.engine.asks import Ask
from core.engine.context import Engine
from core.engine.table import operation
from core.errors import InvalidInputError
from core.evaluation.figures.votes import standing
from core.project import votes as store
from core.project.workspace import Project
from core.records.ask import ShownAsk, VotesCleared
from core.records.vote import Standing


@operation()
def vote(engine: Engine, *, project: Project, ask: str, winners: list[str]) -> ShownAsk:
    """Store one person's vote on a blind ask; return the ask as far as it may be seen.

    Args:
        winners: Letters of the best answers: one, several that are as good, or none at all.

    Raises:
        NotFoundError: the answers are no longer held.
        InvalidInputError: the ask is another project's, not blind, or not answered yet.
    """
    one = _of(engine, project, ask)
    won = one.winners(winners)
    state = one.state()
    prints = {arm["arm"]: str(arm["fingerprint"].get("hash")) for arm in state["arms"]}
    store.add_vote(project.db, state["question"], state["cards"], won, prints)
    one.count(won)
    return ask_state(engine, ask=ask)


@operation()
def reveal(engine: Engine, *, project: Project, ask: str) -> ShownAsk:
    """Name the arms of a blind ask; from then on nobody can vote on it.

    Raises:
        NotFoundError: the answers are no longer held.
        InvalidInputError: the ask is another project's, or not answered yet.
    """
    one = _of(engine, project, ask)
    if not one.state()["done"]:
        raise InvalidInputError(
            "The arms are still answering. Reveal them once all answers are in."
        )
    one.reveal()
    return ask_state(engine, ask=ask)


@operation(reads=True, recorded=True, kept="data")
def votes(engine: Engine, *, project: Project) -> Standing:
    """Return how the arms of a project stand by its votes: rates with intervals and n."""
    return standing(store.list_votes(project.db))


@operation()
def clear_votes(engine: Engine, *, project: Project) -> VotesCleared:
    """Remove all votes of a project; return how many there were."""
    return {"removed": store.clear_votes(project.db)}


def _of(engine: Engine, project: Project, ask: str) -> Ask:
    one = engine.ask(ask)
    if one.state()["project"] != project.id:
        raise InvalidInputError(
            f"This question was not asked in the project '{project.name}'. Go back to the project "
            "it was asked in, or ask it here."
        )
    return one
