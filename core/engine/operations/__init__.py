"""What clients may ask of an engine, by name; arguments and results are JSON."""

from core.engine.operations import (
    asking,
    checking,
    demo,
    documents,
    editing,
    evaluating,
    freshness,
    generating,
    jobs,
    judging,
    projects,
    prompting,
    questions,
    recorded,
    reviewing,
    tuning,
    upkeep,
    voting,
)

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
