"""Looking before training: the checks, and what to make of personal data."""

from typing import Any

from core.engine import personal_data
from core.engine.checks import checked
from core.engine.engine import Engine


def check_questions(engine: Engine, *, project: str) -> dict[str, Any]:
    """Return what a careful person looks at before training (`core.questions.checks.check`).

    "personal" also holds the "choice" made: "keep", "redact" or "exclude".
    """
    found = engine.project(project)
    result = checked(engine, found)
    return result | {"personal": result["personal"] | {"choice": personal_data.choice_of(found)}}


def set_personal_data(engine: Engine, *, project: str, choice: str) -> None:
    """Choose what training makes of personal data: "keep", "redact" or "exclude"."""
    personal_data.choose(engine.project(project), choice)


OPERATIONS = (check_questions, set_personal_data)
