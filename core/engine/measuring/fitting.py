"""What cannot be measured on these documents or with this model, whatever one does."""

from core.config import ANSWER
from core.engine.answering.arms import style_of
from core.engine.answering.servers import tokenizer_for
from core.engine.context import Engine
from core.errors import InvalidInputError
from core.evaluation.asking.everything import pages
from core.project.workspace import Project
from core.prompts import messages
from core.records.question import Question


class DoesNotApplyError(InvalidInputError):
    """An experiment means nothing here, which is an answer: it is stored as one."""


def refuse_too_long(engine: Engine, project: Project, questions: list[Question]) -> None:
    """Refuse documents that do not fit the model's window together with the longest question.

    Raises:
        DoesNotApplyError: with how many pages there are too many.
    """
    tokenizer, style = tokenizer_for(engine, project), style_of(project)
    if tokenizer.window is None:
        return
    asked = max(
        len(tokenizer.prompt(messages(question.text, (), style), style.opening).ids)
        for question in questions
    )
    every, fitting = pages(project.db), 0
    room = tokenizer.window - ANSWER.answer_tokens - asked
    for page in every:
        room -= len(tokenizer.ids(page["text"] + "\n\n"))
        if room < 0:
            break
        fitting += 1
    over = len(every) - fitting
    if over:
        raise DoesNotApplyError(
            f"{over} page{'s' * (over > 1)} too many for this model, which reads "
            f"{tokenizer.window:,} tokens."
        )
