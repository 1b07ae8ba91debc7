"""Questions from documents: what it would take, and the job."""

from core.chat.endpoint import endpoint
from core.engine.context import Engine
from core.engine.jobs.operations import job
from core.engine.questions.prepared import prepare, seconds_of_a_fact
from core.engine.table import operation
from core.errors import InvalidInputError
from core.project.workspace import Project, require_disk
from core.records.asked import GenerationEstimate
from core.records.job import Job

FACTS = 100
"""How many facts are asked about by default."""
MOST_FACTS = 5000


@operation(reads=True, kept="data")
def estimate_generation(
    engine: Engine, *, project: Project, n: int | None = None, seed: int = 0
) -> GenerationEstimate:
    """Return what a generation would ask about and how long it takes.

    Returns:
        {"facts": at most that many, "sentences": that qualify, "minutes", "measured": whether an
        earlier run gave the speed, "writer": a model's name or None, "warnings"}.

    Raises:
        InvalidInputError: n is out of range, there are no documents, or no sentence qualifies.
    """
    wanted = _checked(n)
    prepared = prepare(project, seed)
    prepared.refuse_nothing()
    remote = endpoint()
    seconds, measured = seconds_of_a_fact(engine, project, prepared.plan)
    facts = min(wanted, len(prepared.plan.tasks))
    return {
        "facts": facts,
        "sentences": len(prepared.plan.tasks),
        "minutes": max(0.1, round(facts * seconds / 60, 1)),
        "measured": measured,
        "writer": remote.model if remote else None,
        "warnings": prepared.warnings,
    }


@operation()
def generate(engine: Engine, *, project: Project, n: int | None = None, seed: int = 0) -> Job:
    """Queue a generation. What would make it fail at once is refused here.

    Raises:
        AppError: as for the estimate, or the disk is full.
    """
    wanted = _checked(n)
    require_disk(project.folder)
    prepare(project, seed).refuse_nothing()
    endpoint()
    key = engine.queue.submit(project, "generate", {"n": wanted, "seed": seed})
    return job(engine, project=project, job=key)


def _checked(n: int | None) -> int:
    if n is not None and not 1 <= n <= MOST_FACTS:
        raise InvalidInputError(f"The number of facts must be 1 to {MOST_FACTS}, not {n}.")
    return n or FACTS
