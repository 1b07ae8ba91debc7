"""Puts an arm together: its build, its retriever, its prompt style."""

from typing import TYPE_CHECKING, Any

from core.arms import ARMS, Arm
from core.errors import AppError, InvalidInputError, NotFoundError
from core.evaluation.answering import Answerer
from core.inference.builds import base_folder, locate
from core.inference.generator import Build
from core.project.questions import list_questions
from core.project.styles import style_in_use, style_row
from core.project.workspace import Project
from core.prompts import PromptStyle
from core.questions.worked_examples import example_fault
from core.tuning.adapters import Adapter, adapter_for, adapters_folder

if TYPE_CHECKING:
    from core.engine.engine import Engine


class ArmError(AppError):
    """An arm cannot run; `page` is where that is mended."""

    def __init__(self, text: str, page: str) -> None:
        super().__init__(text)
        self.page = page


def style_of(project: Project) -> PromptStyle:
    """Return the prompt style that all arms of a project share."""
    return style_in_use(project.db)


def adapter_of(project: Project, arm: Arm) -> Adapter | None:
    """Return the adapter that an arm uses, None for arms that do not adapt.

    Raises:
        ArmError: it needs one and the project has none.
    """
    if not arm.adapts:
        return None
    chosen = project.db.setting("chosen_adapter")
    adapter = adapter_for(adapters_folder(project), arm.retrieves, chosen)
    if adapter is None:
        raise ArmError(
            f"{arm.label} needs an adapter and this project has none. Train one first.", "finetune"
        )
    return adapter


def build_of(engine: "Engine", project: Project, adapter: Adapter | None) -> Build:
    """Return the build of the project's base model with an adapter or none."""
    if adapter is None:
        return locate(engine.paths.models, project.base)
    return locate(engine.paths.models, project.base, adapter.id, adapter.folder)


def answerer(
    engine: "Engine", project: Project, arm: Arm, adapter: Adapter | None,
    style: PromptStyle | None = None,
) -> Answerer:  # fmt: skip
    """Return an arm that is ready to answer. Call it within `engine.generators.exclusive()`.

    Args:
        style: The prompt of an evaluation that has fixed it; else the project's.

    Raises:
        AppError: the model, its build or the documents are missing.
    """
    corpus = engine.corpus(project) if arm.retrieves else None
    if corpus is not None and corpus.is_empty():
        raise ArmError(
            f"{arm.label} needs documents and this project has none that are indexed.", "documents"
        )
    try:
        build = build_of(engine, project, adapter)
    except NotFoundError as error:
        raise ArmError(str(error), "finetune" if adapter else "home") from error
    return Answerer(
        arm,
        engine.generators.get(build),
        engine.generators.tokenizer(build.base_folder),
        style or style_of(project),
        corpus.retriever() if corpus else None,
    )


def arm_facts(engine: "Engine", project: Project, arms: list[str]) -> dict[str, Any]:
    """Return what a run card says of the arms: base, adapters, prompt and fingerprints.

    Raises:
        AppError: an arm cannot run, or the prompt shows the answer of a test question.
    """
    style = style_of(project)
    leak = example_fault(style.examples, list_questions(project.db))
    if leak:
        raise InvalidInputError(f"{leak} Change it on the Prompt page.")
    found = {key: adapter_of(project, ARMS[key]) for key in arms}
    fingerprints = {}
    for key, adapter in found.items():
        with engine.generators.exclusive():
            arm = answerer(engine, project, ARMS[key], adapter, style)
            fingerprints[key] = arm.fingerprint().as_dict()
    return {
        "base": project.base,
        "adapters": {key: adapter.name for key, adapter in found.items() if adapter},
        "adapter_ids": {key: adapter.id for key, adapter in found.items() if adapter},
        "style": style.key,
        "prompt": style_row(style),
        "fingerprints": fingerprints,
    }


def check_base(engine: "Engine", base: str) -> None:
    """Refuse a base model that is not there.

    Raises:
        NotFoundError: with what to do.
    """
    base_folder(engine.paths.models, base)
