"""Looking before training: the checks, the leak guard, and what to make of personal data."""

from core.engine.context import Engine
from core.engine.questions import personal_data
from core.engine.questions.checks import checked
from core.engine.questions.leaks import guard
from core.engine.table import operation
from core.project.workspace import Project
from core.records.asked import LeakRow
from core.records.checks import ShownChecks


@operation(reads=True, recorded=True)
def check_questions(engine: Engine, *, project: Project) -> ShownChecks:
    """Return what a careful person looks at before training (`core.questions.checks.check`)."""
    result = checked(engine, project)
    choice = personal_data.choice_of(project)
    return {**result, "personal": {**result["personal"], "choice": choice}}


@operation(reads=True)
def leaks(engine: Engine, *, project: Project) -> list[LeakRow]:
    """Return the test questions that no evaluation asks, each with what gives it away.

    Returns:
        {"question", "answers", "kind": "same", "copy", "rewording" or "in index", "by": the tuning
        question or worked example, None for a document, "by_answers", "similarity"}.
    """
    return [
        {
            "question": leak.test.text,
            "answers": list(leak.test.answers),
            "kind": leak.kind,
            "by": leak.by.text if leak.by else None,
            "by_answers": list(leak.by.answers) if leak.by else [],
            "similarity": round(leak.similarity, 2),
        }
        for leak in guard(engine, project).leaks
    ]


@operation()
def set_personal_data(engine: Engine, *, project: Project, choice: str) -> None:
    """Choose what training makes of personal data: "keep", "redact" or "exclude"."""
    personal_data.choose(project, choice)
