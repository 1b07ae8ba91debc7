"""The prompt that all arms share: its versions, a preview of any wording, saving, choosing."""

from collections.abc import Sequence
from dataclasses import replace

from core.config import ANSWER, BASE_MODEL_LABEL, model_label
from core.engine.answering.arms import style_of
from core.engine.answering.servers import tokenizer_for
from core.engine.context import Engine
from core.engine.jobs.in_use import refuse_used
from core.engine.table import operation
from core.errors import InvalidInputError
from core.evaluation.asking.answering import passages_for, window_fault
from core.evaluation.asking.prompt_size import longest_fault, prompt_parts, prompt_text
from core.inference.tokenizer import ChatTokenizer
from core.project.questions import list_questions
from core.project.styles import add_style, get_style, list_versions, style_row
from core.project.workspace import Project
from core.prompts import SENTINEL, PromptStyle
from core.questions.worked_examples import example_fault
from core.records.asked import PromptInUse, PromptPreview, PromptVersion
from core.tuning.adapters import adapters_folder, list_adapters

PLACEHOLDER = "(the question)"
Pairs = Sequence[Sequence[str | None]]
"""Worked examples as JSON: [question, answer] each; a cell of a table may be empty."""


@operation(reads=True, recorded=True, kept="data")
def prompt(engine: Engine, *, project: Project) -> PromptInUse:
    """Return the prompt in use and all its versions; no model is needed.

    `versions` are oldest first, each with the names of the adapters that were trained with it.
    """
    style = style_of(project)
    adapters = list_adapters(adapters_folder(project))
    versions: list[PromptVersion] = [
        {
            **style_row(version),
            "created_at": created,
            "in_use": version.key == style.key,
            "adapters": [a.name for a in adapters if a.manifest.get("style") == version.key],
        }
        for version, created in list_versions(project.db)
    ]
    return {**style_row(style), "versions": versions, "model": model_label(project.base)}


@operation(reads=True)
def preview_prompt(
    engine: Engine,
    *,
    project: Project,
    instruction: str,
    examples: Pairs,
    question: str | None = None,
    retrieves: bool = True,
) -> PromptPreview:
    """Return the prompt that a wording gives, as the model reads it, without saving anything.

    Args:
        question: What is asked; None for a placeholder.
        retrieves: Whether its passages are retrieved and put in, as for RAG and Hybrid.
    """
    tokenizer = tokenizer_for(engine, project)
    style = _worded(style_of(project), instruction, examples)
    asked = question.strip() if question and question.strip() else PLACEHOLDER
    corpus = engine.corpus(project) if retrieves and asked != PLACEHOLDER else None
    searched = corpus is not None and not corpus.is_empty()
    retriever = corpus.retriever() if corpus is not None and searched else None
    passages, _, _ = passages_for(asked, retriever, tokenizer)
    texts = [passage["text"] for passage in passages]
    parts = prompt_parts(asked, texts, style, tokenizer)
    total = sum(parts.values())
    return {
        "text": prompt_text(asked, texts, style, tokenizer),
        "tokens": parts,
        "total": total,
        "window": tokenizer.window,
        "answer_tokens": ANSWER.answer_tokens,
        "passages": [
            {"document": passage["document"], "page": passage["page"]} for passage in passages
        ],
        "searched": searched,
        "fault": window_fault(total, tokenizer, project.base) or _fault(project, style, tokenizer),
        "warnings": _warnings(style, project.server is not None),
    }


@operation()
def save_prompt(
    engine: Engine, *, project: Project, name: str, instruction: str, examples: Pairs
) -> PromptInUse:
    """Save a wording as a new version and use it from now on; earlier versions stay.

    Raises:
        InvalidInputError: the name, the wording, a worked example or the length will not do.
        BusyError: an evaluation runs.
    """
    _require_open_prompt(project)
    style = _worded(style_of(project), instruction, examples)
    _refuse(_fault(project, style, tokenizer_for(engine, project)))
    with project.db.transaction():
        kept = add_style(project.db, name, style)
        project.db.set_setting("style", kept.key)
    return prompt(engine, project=project)


@operation()
def choose_prompt(engine: Engine, *, project: Project, version: str) -> PromptInUse:
    """Use another version, by its key or name, from now on; same errors as `save_prompt`."""
    _require_open_prompt(project)
    style = get_style(project.db, version)
    _refuse(_fault(project, style, tokenizer_for(engine, project)))
    project.db.set_setting("style", style.key)
    return prompt(engine, project=project)


def _require_open_prompt(project: Project) -> None:
    """Refuse a change while something depends on the prompt staying as it is."""
    refuse_used(project, "prompt")


def _worded(style: PromptStyle, instruction: str, examples: Pairs) -> PromptStyle:
    """Return `style` with another wording; empty rows of examples are left out."""
    pairs = [tuple(str(text or "").strip() for text in row) for row in examples]
    kept = tuple((row[0], row[1]) for row in pairs if any(row))
    return replace(style, instruction=instruction.strip(), examples=kept, key="draft", name="draft")


def _fault(project: Project, style: PromptStyle, tokenizer: ChatTokenizer) -> str | None:
    """Return why the arms cannot use a style; None if they can."""
    if not style.instruction:
        return "The instruction is blank. Say what the model is to do."
    questions = list_questions(project.db)
    return example_fault(style.examples, questions) or longest_fault(
        [question.text for question in questions], style, tokenizer, project.base
    )


def _refuse(fault: str | None) -> None:
    if fault:
        raise InvalidInputError(fault)


def _warnings(style: PromptStyle, served: bool) -> list[str]:
    project = [
        "The server lays the chat out by its model's own template and counts its own tokens; "
        f"here both are those of {BASE_MODEL_LABEL}."
    ] * served
    if SENTINEL.casefold() in style.instruction.casefold():
        return project
    return [
        *project,
        f'The instruction does not name "{SENTINEL}". Unanswerable questions are counted right '
        "only when the answer says exactly that.",
    ]
