"""Questions: import, edit, count."""

from collections.abc import Mapping
from pathlib import Path

from core.engine.context import Engine
from core.engine.jobs.in_use import refuse_used
from core.engine.table import operation
from core.project.questions import list_questions
from core.project.workspace import Project
from core.questions import store
from core.questions.read import read_questions
from core.records.asked import Import, QuestionReport
from core.records.question import QuestionRow, question_row


@operation(reads=True, recorded=True, kept="data")
def questions(engine: Engine, *, project: Project) -> list[QuestionRow]:
    """Return the questions of a project, in the order of their import."""
    return [question_row(question) for question in list_questions(project.db)]


def require_open_questions(project: Project) -> None:
    """Refuse a change while an evaluation depends on the questions staying as they are.

    Raises:
        BusyError: one runs.
    """
    refuse_used(project, "questions")


@operation()
def import_questions(
    engine: Engine, *, project: Project, path: str, name: str | None = None
) -> Import:
    """Add the questions of a CSV or JSONL file."""
    require_open_questions(project)
    return store.import_questions(project.db, read_questions(Path(path), name))


@operation()
def save_questions(
    engine: Engine, *, project: Project, questions: list[Mapping[str, object]]
) -> Import:
    """Make the project hold these questions and no others.

    Raises:
        BusyError: an evaluation depends on them, or more are being written: the table to be saved
            does not hold those.
    """
    require_open_questions(project)
    refuse_used(project, "all questions")
    return store.save_questions(project.db, questions)


@operation(reads=True, recorded=True, kept="data")
def question_report(engine: Engine, *, project: Project) -> QuestionReport:
    """Return counts by split, kind and stratum."""
    return store.question_report(project.db)
