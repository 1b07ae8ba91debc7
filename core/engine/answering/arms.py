"""An arm: its build, its prompt and its passages looked up once, then put together."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.arms import ALL_ARMS, Arm, arm_of, seed_key
from core.config import GGUF_KEY
from core.corpus.search.retriever import Retriever
from core.engine.answering.servers import chat_server, server_facts
from core.engine.context import Engine
from core.engine.generators import Generators
from core.errors import AppError, InvalidInputError, NotFoundError
from core.evaluation.asking.answering import ReadyArm
from core.evaluation.asking.placed import Placed, place
from core.inference.builds import base_folder, locate, served
from core.inference.generator import Build
from core.project.database import Database
from core.project.questions import list_questions
from core.project.styles import style_in_use, style_row
from core.project.workspace import Project
from core.prompts import PromptStyle
from core.questions.worked_examples import drawn_examples, example_fault
from core.records.answer import AnswerPrint
from core.records.question import Question
from core.records.run_card import CardFacts
from core.tuning.adapters import (
    Adapter,
    adapter_for,
    adapters_folder,
    family,
    list_adapters,
    newest_of,
)
from core.tuning.settings import RECIPES

if TYPE_CHECKING:
    from core.corpus.corpus import Corpus  # Importing it takes seconds.


class ArmError(AppError):
    """An arm cannot run; `page` is where the user mends that."""

    def __init__(self, text: str, page: str) -> None:
        super().__init__(text)
        self.page = page


def style_of(project: Project) -> PromptStyle:
    """Return the prompt style that all arms of a project share."""
    return style_in_use(project.db)


def adapter_of(project: Project, arm: Arm) -> Adapter | None:
    """Return the adapter that an arm uses; None if it does not adapt, or adapts at a server.

    Raises:
        ArmError: it needs one and the project has none.
    """
    if not arm.adapts or project.server:
        return None
    if arm.recipe:
        adapter = newest_of(adapters_folder(project), arm.recipe)
        kind = f"{RECIPES[arm.recipe].label.lower()} adapter"
    else:
        chosen = project.db.setting("chosen_adapter")
        adapter = adapter_for(adapters_folder(project), arm.reads, chosen)
        kind = "adapter"
    if adapter is None:
        raise ArmError(
            f"{arm.label} needs {'a' if arm.recipe else 'an'} {kind} and this project has none. "
            "Train one first.",
            "finetune",
        )
    return adapter


def adapters_of(project: Project, arm: Arm) -> list[Adapter]:
    """Return an arm's adapter and its siblings of other seeds; none if the arm does not adapt.

    Raises:
        ArmError: it needs one and the project has none.
    """
    adapter = adapter_of(project, arm)
    return family(list_adapters(adapters_folder(project)), adapter) if adapter else []


def build_of(
    engine: Engine, project: Project, adapter: Adapter | None, arm: Arm | None = None
) -> Build:
    """Return the build of the project's base model with an adapter or none.

    Args:
        arm: The arm it is for; a server may serve its adapter under a name of its own.
    """
    if project.server:
        name = _served_adapter(project, arm) if arm and arm.adapts else None
        return served(engine.paths.models, project.base, chat_server(project), name)
    if adapter is None:
        return locate(engine.paths.models, project.base)
    return locate(engine.paths.models, project.base, adapter.id, adapter.folder)


def _served_adapter(project: Project, arm: Arm) -> str:
    """Return the name under which a project's server serves the adapted model.

    Raises:
        ArmError: the project names none, or nobody can say what that model was trained on.
    """
    assert project.server is not None
    if arm.recipe:
        raise ArmError(
            f"{arm.label} needs an adapter of one certain recipe, and Assay cannot know how a "
            "model at a server was trained. Choose other arms.",
            "home",
        )
    if not project.server["adapter"]:
        raise ArmError(
            f"{arm.label} needs an adapted model, and this project's server has none named. Say "
            "on Home under which name it serves one, or choose other arms.",
            "home",
        )
    return str(project.server["adapter"])


@dataclass(frozen=True)
class ArmParts:
    """What an arm is put together from, looked up once; no model is loaded for it."""

    arm: Arm
    build: Build
    style: PromptStyle
    corpus: "Corpus | None"
    """None in arms that read no passages."""
    db: Database


def gather_arm(
    engine: Engine,
    project: Project,
    arm: Arm,
    adapter: Adapter | None,
    style: PromptStyle | None = None,
) -> ArmParts:
    """Look up what an arm is made of.

    Args:
        style: The prompt of an evaluation that has fixed it; else the project's.

    Raises:
        AppError: the model, its build or the documents are missing.
    """
    corpus = engine.corpus(project) if arm.reads else None
    if corpus is not None and corpus.is_empty():
        raise ArmError(
            f"{arm.label} needs documents and this project has none that are indexed.", "documents"
        )
    try:
        build = build_of(engine, project, adapter, arm)
    except NotFoundError as error:
        base = "documents" if GGUF_KEY.fullmatch(project.base) else "home"
        raise ArmError(str(error), "finetune" if adapter else base) from error
    return ArmParts(arm, build, style or prompt_of(project, arm), corpus, project.db)


def ready_arm(
    generators: Generators, parts: ArmParts, source: Retriever | Placed | None
) -> ReadyArm:
    """Put an arm together. Call it within `generators.exclusive()`.

    Args:
        source: As `source_of` gives it.

    Raises:
        AppError: the build cannot be loaded.
    """
    return ReadyArm(
        parts.arm,
        generators.get(parts.build),
        generators.tokenizer_of(parts.build),
        parts.style,
        source,
    )


def source_of(parts: ArmParts, question: Question | None = None) -> Retriever | Placed | None:
    """Return where an arm's passages come from; None for arms that read none.

    Args:
        question: What the arm will be asked; a control is handed that question's passage.

    Raises:
        InvalidInputError: no passage is known to hold the answer.
    """
    if parts.corpus is None:
        return None
    if parts.arm.retrieves:
        return parts.corpus.retriever()
    if parts.arm.handed and question:
        return place(parts.db, parts.corpus, parts.arm.handed, question)
    return None


def prompt_of(project: Project, arm: Arm) -> PromptStyle:
    """Return the project's prompt style, with worked examples where the arm has them.

    Raises:
        ArmError: it needs some and there is no training question to show.
    """
    style = style_of(project)
    if not arm.examples:
        return style
    shown = drawn_examples(list_questions(project.db))
    if not shown:
        raise ArmError(
            f"{arm.label} shows worked examples from the training questions, and this project has "
            "none. Add some.",
            "questions",
        )
    return replace(style, key=f"{style.key}-examples", examples=style.examples + shown)


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


def check_base(engine: Engine, base: str) -> None:
    """Refuse a base model that is not there.

    Raises:
        NotFoundError: with what to do.
    """
    base_folder(engine.paths.models, base)
