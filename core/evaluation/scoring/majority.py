"""The most common label, which a classifier has to beat."""

from collections.abc import Iterable

from core.evaluation.scoring.metrics import normalise
from core.records.question import LABEL, Question

TRAINING, ASKED = "training", "asked"


def majority_label(questions: Iterable[Question]) -> str | None:
    """Return the most common gold label of the training questions; None where none has one."""
    return most_common(
        one.answers[0]
        for one in questions
        if one.kind == LABEL and one.split == "train" and one.answers
    )


def most_common(labels: Iterable[str]) -> str | None:
    spelled: dict[str, list[str]] = {}
    for label in labels:
        spelled.setdefault(normalise(label), []).append(label)
    # Of two as common the first by name, so that the same questions give the same line.
    found = min(spelled.items(), key=lambda one: (-len(one[1]), one[0]), default=None)
    return found and found[1][0]
