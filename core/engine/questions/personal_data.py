"""What training makes of likely personal data: the project's choice, carried out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.errors import InvalidInputError
from core.project.workspace import Project
from core.questions.checks import holds_personal_data
from core.questions.personal import redact
from core.records.question import Question
from core.tuning.examples import Found

SETTING = "personal_data"
KEEP, REDACT, EXCLUDE = CHOICES = ("keep", "redact", "exclude")
Lookup = Callable[[Question], Found]


def choice_of(project: Project) -> str:
    """Return the project's choice: "keep", "redact" or "exclude"."""
    return str(project.db.setting(SETTING, KEEP))


def choose(project: Project, choice: str) -> None:
    """Store the project's choice.

    Raises:
        InvalidInputError: an unknown one.
    """
    if choice not in CHOICES:
        raise InvalidInputError(f"There is no choice '{choice}'. Use {', '.join(CHOICES)}.")
    project.db.set_setting(SETTING, choice)


def kept_questions(questions: Sequence[Question], choice: str) -> list[Question]:
    """Return the questions that training may read: without those that hold some, if excluded."""
    if choice != EXCLUDE:
        return list(questions)
    return [question for question in questions if not holds_personal_data(question)]


def redacted(questions: Sequence[Question], choice: str) -> list[Question]:
    """Return the questions as training reads them: [email] and the like in place of the data."""
    if choice != REDACT:
        return list(questions)
    return [
        replace(q, text=redact(q.text), answers=tuple(map(redact, q.answers))) for q in questions
    ]


def redacted_lookup(lookup: Lookup, originals: Sequence[Question], choice: str) -> Lookup:
    """Return a lookup whose passages hold no personal data, unless it is kept.

    Args:
        originals: The questions before redaction: their answers find the gold passage.
    """
    if choice == KEEP:
        return lookup
    by_id = {question.id: question for question in originals}

    def look(question: Question) -> Found:
        original = lookup(by_id[question.id])
        return Found(tuple(map(redact, original.texts)), original.gold)

    return look
