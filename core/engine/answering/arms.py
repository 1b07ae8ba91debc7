"""An arm: its build, its prompt and its passages looked up once, then put together."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from core.arms import Arm
from core.config import GGUF_KEY
from core.corpus.search.retriever import Retriever
from core.engine.answering.servers import chat_server
from core.engine.context import Engine
from core.engine.generators import Generators
from core.errors import AppError, NotFoundError
from core.evaluation.asking.answering import ReadyArm
from core.evaluation.asking.constraints import FORMS, constraint_of
from core.evaluation.asking.everything import Everything, everything
from core.evaluation.asking.placed import Placed, place
from core.inference.builds import locate, served
from core.inference.generator import Build
from core.project.database import Database
from core.project.questions import list_questions
from core.project.styles import style_in_use
from core.project.versions import questions_hash
from core.project.workspace import Project
from core.prompts import PromptStyle
from core.questions.nearest_examples import NearestExamples
from core.questions.worked_examples import drawn_examples
from core.records.question import LABEL, Question
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
            f"{arm.label} needs an adapter of a certain recipe, and Assay cannot tell how a "
            "model at a server was trained. Choose other arms.",
            "home",
        )
    if not project.server["adapter"]:
        raise ArmError(
            f"{arm.label} needs an adapted model, and this project's server names none. Say "
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
    everything: Everything | None = None
    """Of the arm that reads every document."""
    nearest: NearestExamples | None = None
    """Of the arm that shows the training questions nearest to each question."""
    labels: frozenset[str] = frozenset()
    """That occur, for the arm whose answers are constrained."""


def gather_arm(
    engine: Engine,
    project: Project,
    arm: Arm,
    adapter: Adapter | None,
    style: PromptStyle | None = None,
    corpus: "Corpus | None" = None,
) -> ArmParts:
    """Look up what an arm is made of.

    Args:
        style: The prompt of an evaluation that has fixed it; else the project's.
        corpus: What it retrieves from; None for the project's own.

    Raises:
        AppError: the model, its build, the documents or the training questions are missing, or
            the runtime cannot do what the arm does.
    """
    corpus = (corpus or engine.corpus(project)) if arm.reads else None
    if corpus is not None and corpus.is_empty():
        raise ArmError(
            f"{arm.label} needs documents and this project has none that are indexed.", "documents"
        )
    try:
        build = build_of(engine, project, adapter, arm)
    except NotFoundError as error:
        base = "documents" if GGUF_KEY.fullmatch(project.base) else "home"
        raise ArmError(str(error), "finetune" if adapter else base) from error
    _refuse_runtime(arm, build)
    return ArmParts(
        arm,
        build,
        style or prompt_of(project, arm),
        corpus,
        project.db,
        everything(project.db) if arm.whole else None,
        _nearest(engine, project, arm) if arm.nearest else None,
        _labels(project, arm) if arm.constrained else frozenset(),
    )


def _refuse_runtime(arm: Arm, build: Build) -> None:
    """Refuse an arm that only OpenVINO can serve.

    Raises:
        ArmError: another runtime serves this model.
    """
    if (arm.constrained or arm.whole) and build.runtime != "openvino":
        what = "constrain what a model writes" if arm.constrained else "keep what prompts share"
        raise ArmError(
            f"{arm.label} needs the runtime OpenVINO, which serves models that came as GGUF: "
            f"{build.runtime}, which serves this one, cannot {what}. Choose other arms.",
            "home",
        )


def _nearest(engine: Engine, project: Project, arm: Arm) -> NearestExamples:
    """Return what finds the nearest training questions, embedded once; raises where none are."""
    found: NearestExamples = engine.memo.get(
        ("nearest examples", project.id),
        questions_hash(project.db),
        lambda: NearestExamples(list_questions(project.db), engine.embedder().embed),
    )
    if not len(found):
        raise _no_examples(arm)
    return found


def _labels(project: Project, arm: Arm) -> frozenset[str]:
    """Return all labels that questions ask for; raises where none asks for a form at all."""
    questions = list_questions(project.db)
    if not any(question.kind in FORMS for question in questions):
        raise ArmError(
            f"{arm.label} is for questions that ask for a label, JSON or a call, and this project "
            "has none. Choose other arms.",
            "questions",
        )
    return frozenset(gold for q in questions if q.kind == LABEL for gold in q.answers)


def ready_arm(
    generators: Generators,
    parts: ArmParts,
    source: Retriever | Placed | Everything | None,
    question: Question | None = None,
) -> ReadyArm:
    """Put an arm together. Call it within `generators.exclusive()`.

    Args:
        source: As `source_of` gives it.
        question: What it will be asked: some arms are made for one question.

    Raises:
        AppError: the build cannot be loaded.
    """
    form = None
    if parts.arm.constrained and question:
        form = constraint_of(question, parts.labels, parts.style.closing)
    return ReadyArm(
        parts.arm,
        generators.get(parts.build, parts.arm.whole),
        generators.tokenizer_of(parts.build),
        parts.style,
        source,
        partial(parts.nearest.to, question) if parts.nearest and question else None,
        form,
    )


def source_of(
    parts: ArmParts, question: Question | None = None
) -> Retriever | Placed | Everything | None:
    """Return where an arm's passages come from; None for arms that read none.

    Args:
        question: What the arm will be asked; a control is handed that question's passage.

    Raises:
        InvalidInputError: no passage is known to hold the answer.
    """
    if parts.corpus is None:
        return None
    if parts.everything:
        return parts.everything
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
        raise _no_examples(arm)
    return replace(style, key=f"{style.key}-examples", examples=style.examples + shown)


def _no_examples(arm: Arm) -> ArmError:
    return ArmError(
        f"{arm.label} shows worked examples from the training questions, and this project has "
        "none. Add some.",
        "questions",
    )
