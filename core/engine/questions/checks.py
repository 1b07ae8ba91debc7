"""The checks before training, on a project: measured with its base model's tokenizer, kept."""

import hashlib
import json
from collections.abc import Sequence

from core.config import ANSWER
from core.engine.answering.arms import style_of
from core.engine.answering.servers import tokenizer_for
from core.engine.context import Engine
from core.errors import NotFoundError
from core.project.database import Row
from core.project.documents import documents, passages
from core.project.questions import list_questions
from core.project.workspace import Project
from core.prompts import messages
from core.questions.checks import Limits, Measured, check
from core.records.checks import QuestionChecks
from core.records.passage import PassageText
from core.records.question import Question, question_row
from core.tuning.settings import training_settings


def checked(engine: Engine, project: Project) -> QuestionChecks:
    """Return `core.questions.checks.check` of a project; kept until questions or documents change.

    About a second for 1,190 questions and 240 passages.
    """
    questions, pieces = list_questions(project.db), passages(project.db)
    key = _key(project, questions, pieces)
    return engine.memo.get(
        ("checks", project.id), key, lambda: _checked(engine, project, questions, pieces)
    )


def _checked(
    engine: Engine, project: Project, questions: list[Question], pieces: Sequence[Row]
) -> QuestionChecks:
    rows: list[PassageText] = [
        {"document": row["document"], "page": row["page"], "text": row["text"]} for row in pieces
    ]
    names = {row["name"] for row in documents(project.db) if row["status"] == "indexed"}
    return check(questions, rows, names, _measured(engine, project, questions, rows))


def _key(project: Project, questions: list[Question], pieces: Sequence[Row]) -> str:
    rows = [question_row(question) for question in questions]
    state = [rows, [row["id"] for row in pieces], project.base, repr(style_of(project))]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


def _measured(
    engine: Engine, project: Project, questions: list[Question], rows: Sequence[PassageText]
) -> Measured | None:
    """Return the lengths; None if the base model is not on this machine (a recorded result)."""
    try:
        tokenizer = tokenizer_for(engine, project)
    except NotFoundError:
        return None
    style = style_of(project)
    limits = Limits(
        tokenizer.window,
        training_settings().max_length,
        ANSWER.passage_tokens,
        ANSWER.passages,
        ANSWER.answer_tokens,
    )
    prompts = [
        len(tokenizer.prompt_ids(messages(question.text, [], style), style.opening))
        for question in questions
    ]
    return Measured(prompts, [len(tokenizer.ids(row["text"])) for row in rows], limits)
