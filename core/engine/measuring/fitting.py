"""Whether every document fits the model's window."""

from core.config import ANSWER
from core.engine.answering.arms import style_of
from core.engine.answering.servers import tokenizer_for
from core.engine.context import Engine
from core.errors import InvalidInputError
from core.evaluation.asking.everything import pages
from core.project.workspace import Project
from core.prompts import messages
from core.records.question import Question


def refuse_too_long(engine: Engine, project: Project, questions: list[Question]) -> None:
    """Refuse documents that do not fit the model's window together with the longest question.

    Raises:
        InvalidInputError: with how many pages there are too many.
    """
    tokenizer, style = tokenizer_for(engine, project), style_of(project)
    if tokenizer.window is None:
        return
    asked = max(
        len(tokenizer.prompt(messages(question.text, (), style), style.opening).ids)
        for question in questions
    )
    sizes = [len(tokenizer.ids(page["text"] + "\n\n")) for page in pages(project.db)]
    room, fitting = tokenizer.window - ANSWER.answer_tokens - asked, 0
    while fitting < len(sizes) and sum(sizes[: fitting + 1]) <= room:
        fitting += 1
    if fitting < len(sizes):
        over = len(sizes) - fitting
        raise InvalidInputError(
            f"{over} page{'s' * (over > 1)} too many for this model: all documents take "
            f"{sum(sizes) + asked:,} tokens and it reads {tokenizer.window:,}."
        )
