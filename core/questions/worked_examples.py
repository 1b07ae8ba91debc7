"""Which worked examples may be shown to the arms (docs/method.md, "Leak guard")."""

from collections.abc import Sequence

from core.questions.split import order
from core.records.question import Question, normalised_text

MAX_EXAMPLES = 5
DRAWN = 4
"""Worked examples of the few-shot arm."""
SEED = 0


def example_fault(examples: Sequence[tuple[str, str]], questions: Sequence[Question]) -> str | None:
    """Return why worked examples may not be used, None if they may.

    Each needs a question and an answer, none may be there twice, and a test question would show
    the arms an answer that they are to be measured on.
    """
    if len(examples) > MAX_EXAMPLES:
        return (
            f"There are {len(examples)} worked examples and a prompt holds up to {MAX_EXAMPLES}. "
            "Remove some."
        )
    tested = {normalised_text(q.text) for q in questions if q.split == "test"}
    seen: set[str] = set()
    for number, (question, answer) in enumerate(examples, start=1):
        if not question or not answer:
            lacks = "answer" if question else "question"
            return f"Worked example {number} has no {lacks}. Type one, or remove the row."
        key = normalised_text(question)
        if key in tested:
            return (
                f'Worked example {number}, "{question}", is a test question of this project: the '
                "arms would be measured on an answer that they were shown. Use another question."
            )
        if key in seen:
            return f'The worked example "{question}" is there twice. Remove one of them.'
        seen.add(key)
    return None


def drawn_examples(questions: Sequence[Question]) -> tuple[tuple[str, str], ...]:
    """Return the worked examples of the few-shot arm: training questions with their answers.

    Drawn by their ids alone, one from each group as long as there are groups, so that every
    evaluation of the same questions shows the same ones; () where there are none.
    """
    answerable = {q.id: q for q in questions if q.split == "train" and q.answers}
    ranked = [answerable[key] for key in order(answerable, SEED)]
    first: dict[str, Question] = {}
    for question in ranked:
        first.setdefault(question.group, question)
    others = [question for question in ranked if question not in first.values()]
    chosen = [*first.values(), *others][:DRAWN]
    return tuple((question.text, question.answers[0]) for question in chosen)
