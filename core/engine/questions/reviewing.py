"""Reviewing generated questions: what to look at next, and the verdicts on it."""

from core.engine.context import Engine
from core.engine.questions.operations import require_open_questions
from core.engine.table import operation
from core.evaluation.statistics.intervals import wilson
from core.project.workspace import Project
from core.questions.review import (
    Reviewed,
    judge,
    judged_question,
    marked_passage,
    next_question,
    reviewed,
)
from core.records.asked import QuestionToReview, Review, ReviewFigures
from core.records.question import question_row


@operation(reads=True, recorded=True)
def review(engine: Engine, *, project: Project, question: str | None = None) -> Review:
    """Return how far the review of generated questions is, and a question to look at.

    Args:
        question: Which to show; None for the next that nobody looked at.

    Returns:
        Counts ("accepted", "edited", "rejected", "reviewed", "unreviewed", "total"), "accept_rate"
        in [0, 1] (accepted as they stand, of those reviewed) with its 95 % "interval", both None
        before the first verdict; "next": a question row with its "passage"
        (`core.questions.review.marked_passage`) and "verdict" so far, or None.

    Raises:
        NotFoundError: there is no such question any more.
    """
    db = project.db
    shown, verdict = judged_question(db, question) if question else (next_question(db), None)
    row: QuestionToReview | None = None
    if shown:
        row = {
            **question_row(shown),
            "passage": marked_passage(db, shown),
            "verdict": verdict,
        }
    return {**_figures(reviewed(db)), "next": row}


def _figures(done: Reviewed) -> ReviewFigures:
    judged = done.judged
    return {
        "accepted": done.accepted,
        "edited": done.edited,
        "rejected": done.rejected,
        "reviewed": judged,
        "unreviewed": done.unreviewed,
        "total": judged + done.unreviewed,
        "accept_rate": done.accepted / judged if judged else None,
        "interval": wilson(done.accepted, judged) if judged else None,
    }


@operation()
def review_question(
    engine: Engine,
    *,
    project: Project,
    question: str,
    verdict: str,
    text: str | None = None,
    answers: list[str] | None = None,
) -> Review:
    """Take a verdict ("accept", "edit" with text and answers, "reject"); return `review`.

    Raises:
        AppError: an evaluation runs, the question is gone, or the edit leaves it incomplete.
    """
    require_open_questions(project)
    judge(project.db, question, verdict, text, answers)
    return review(engine, project=project)
