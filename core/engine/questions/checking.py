"""Looking before training: the checks, the leak guard, and what to make of personal data."""

from typing import Any

from core.engine.context import Engine
from core.engine.questions.checks import checked
from core.engine.questions.leaks import guard
from core.engine.tuning import personal_data


def check_questions(engine: Engine, *, project: str) -> dict[str, Any]:
    """Return what a careful person looks at before training (`core.questions.checks.check`).

    "personal" also holds the "choice" made: "keep", "redact" or "exclude".
    """
    found = engine.project(project)
    result = checked(engine, found)
    return result | {"personal": result["personal"] | {"choice": personal_data.choice_of(found)}}


def leaks(engine: Engine, *, project: str) -> list[dict[str, Any]]:
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
        for leak in guard(engine, engine.project(project)).leaks
    ]


def set_personal_data(engine: Engine, *, project: str, choice: str) -> None:
    """Choose what training makes of personal data: "keep", "redact" or "exclude"."""
    personal_data.choose(engine.project(project), choice)


OPERATIONS = (check_questions, leaks, set_personal_data)
