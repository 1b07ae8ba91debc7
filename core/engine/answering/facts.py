"""What a run card says of the arms, fixed before the first answer."""

from core.arms import ALL_ARMS, arm_of, seed_key
from core.engine.answering.arms import (
    adapters_of,
    gather_arm,
    prompt_of,
    ready_arm,
    source_of,
    style_of,
)
from core.engine.answering.servers import server_facts
from core.engine.context import Engine
from core.errors import InvalidInputError
from core.project.questions import list_questions
from core.project.styles import style_row
from core.project.workspace import Project
from core.questions.worked_examples import example_fault
from core.records.answer import AnswerPrint
from core.records.run_card import CardFacts
from core.tuning.adapters import Adapter


def arm_facts(
    engine: Engine, project: Project, arms: list[str], all_seeds: bool = False
) -> CardFacts:
    """Return what a run card says of the arms: base, adapters, prompt and fingerprints.

    Args:
        all_seeds: Also answer every arm that adapts with its adapter's siblings, under keys of
            their own (`core.arms.seed_key`).

    Raises:
        AppError: an arm cannot run, or the prompt shows the answer of a test question.
    """
    style = style_of(project)
    leak = example_fault(style.examples, list_questions(project.db))
    if leak:
        raise InvalidInputError(f"{leak} Change it on the Prompt page.")
    adapters = _adapters_by_key(project, arms, all_seeds)
    trained = {key: adapter for key, adapter in adapters.items() if adapter}
    return {
        "base": project.base,
        "server": server_facts(project),
        "adapters": {key: adapter.name for key, adapter in trained.items()},
        "adapter_ids": {key: adapter.id for key, adapter in trained.items()},
        "adapter_seeds": {key: adapter.seed for key, adapter in trained.items()},
        "style": style.key,
        "prompt": style_row(style),
        "prompts": {
            key: style_row(prompt_of(project, ALL_ARMS[key]))
            for key in arms
            if ALL_ARMS[key].examples
        },
        "fingerprints": _fingerprints(engine, project, adapters),
    }


def _adapters_by_key(
    project: Project, arms: list[str], all_seeds: bool
) -> dict[str, Adapter | None]:
    adapters: dict[str, Adapter | None] = {}
    for key in arms:
        family_of_arm = adapters_of(project, ALL_ARMS[key])
        adapters[key] = family_of_arm[0] if family_of_arm else None
        for number, adapter in enumerate(family_of_arm[1:] if all_seeds else (), start=2):
            adapters[seed_key(key, number)] = adapter
    return adapters


def _fingerprints(
    engine: Engine, project: Project, adapters: dict[str, Adapter | None]
) -> dict[str, AnswerPrint]:
    fingerprints = {}
    for key, adapter in adapters.items():
        parts = gather_arm(engine, project, ALL_ARMS[arm_of(key)], adapter)
        with engine.generators.exclusive():
            arm = ready_arm(engine.generators, parts, source_of(parts))
            fingerprints[key] = arm.fingerprint().as_dict()
    return fingerprints
