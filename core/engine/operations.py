"""What clients may ask of an engine, by name; arguments and results are JSON."""

from core.engine.answering import operations as asking
from core.engine.answering import prompting, voting
from core.engine.documents import editing
from core.engine.documents import operations as documents
from core.engine.evaluating import judging, upkeep
from core.engine.evaluating import operations as evaluating
from core.engine.freshness import operations as freshness
from core.engine.jobs import operations as jobs
from core.engine.projects import demo
from core.engine.projects import opening as recorded
from core.engine.projects import operations as projects
from core.engine.questions import checking, reviewing
from core.engine.questions import operations as questions
from core.engine.questions import writing as generating
from core.engine.tuning import operations as tuning

MODULES = (
    projects,
    demo,
    documents,
    questions,
    generating,
    reviewing,
    checking,
    prompting,
    tuning,
    asking,
    voting,
    evaluating,
    upkeep,
    judging,
    freshness,
    editing,
    jobs,
    recorded,
)
OPERATIONS = {
    operation.__name__: operation for module in MODULES for operation in module.OPERATIONS
}

BESIDE = frozenset(("delete_adapter", "rename_adapter"))
"""What changes files and no database."""
READING = frozenset(
    (
        "adapters",
        "check_questions",
        "delete_project",
        "documents",
        "edits",
        "evaluation",
        "evaluations",
        "experiment",
        "experiments",
        "figures",
        "gates",
        "gguf_recipe",
        "job",
        "jobs",
        "judging",
        "labelling",
        "month_costs",
        "overview",
        "prices",
        "prompt",
        "question_report",
        "questions",
        "review",
        "set_prices",
        "set_upkeep",
        "stored_answers",
        "upkeep",
        "votes",
        "wait",
    )
)
"""What may be asked of a recorded result: reading, its prices and upkeep, and to be deleted.
Whatever is not named here is refused."""
