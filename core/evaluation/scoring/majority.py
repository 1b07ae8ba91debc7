"""The most common label, which a classifier has to beat."""

from collections.abc import Iterable

from core.evaluation.scoring.metrics import normalise
from core.records.question import LABEL, Question

TRAINING, ASKED = "training", "asked"


def majority_label(questions: Iterable[Question]) -> str | None:
    """Return the most common gold label of the training questions; None where none has one."""
    return most_common(
        question.answers[0]
        for question in questions
        if question.kind == LABEL and question.split == "train" and question.answers
    )


def most_common(labels: Iterable[str]) -> str | None:
    spelled: dict[str, list[str]] = {}
    for label in labels:
        spelled.setdefault(normalise(label), []).append(label)
    # Of two equally common ones the first by name, so that the same questions give the same line.
    commonest = min(
        spelled.items(), key=lambda spelling: (-len(spelling[1]), spelling[0]), default=None
    )
    return commonest and commonest[1][0]
