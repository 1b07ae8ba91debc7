"""Passages that contradict what the model has learned by heart.

A model tuned on facts tends to answer from memory whatever the passage says; training on passages
in which the answer was exchanged teaches it to read (Neeman et al. 2022, arXiv:2211.05655; Li et
al. 2022, arXiv:2211.05110). Without it a hybrid goes stale together with its adapter.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.records.gold import quoted
from core.records.question import Question

Shape = tuple[str, str]


def shape(question: Question) -> Shape:
    """Return what two answers must share to replace each other: kind, and outer form."""
    answer = question.answers[0]
    masked = re.sub(r"[A-Z][^\W\d]*", "A", re.sub(r"\d+", "9", answer))
    return question.kind, re.sub(r"[^\W\dA]+", "a", masked)


class Swaps:
    """Other answers of the same shape, taken from the training questions themselves."""

    def __init__(self, questions: Iterable[Question]) -> None:
        answers: dict[Shape, set[str]] = defaultdict(set)
        for question in questions:
            if question.answers:
                answers[shape(question)].add(question.answers[0])
        self._answers = {key: sorted(values) for key, values in answers.items()}

    def swap(
        self, question: Question, passages: Sequence[str], rng: random.Random
    ) -> tuple[list[str], str] | None:
        """Return the passages with another answer in place of the question's, and that answer.

        None if no passage holds the answer, if it is not a quotation, or if no other answer has its
        shape.
        """
        if not quoted(question):
            return None
        answer = question.answers[0]
        others = [other for other in self._answers[shape(question)] if other != answer]
        pattern = re.compile(rf"(?<!\w){re.escape(answer)}(?!\w)")
        if not others or not any(pattern.search(text) for text in passages):
            return None
        other = rng.choice(others)
        return [pattern.sub(lambda _: other, text) for text in passages], other


def shuffled_answers(questions: Sequence[Question], seed: int) -> list[Question]:
    """Return the questions with their answers shuffled among those of the same kind, in place."""
    shuffled = list(questions)
    places: dict[str, list[int]] = defaultdict(list)
    for place, question in enumerate(shuffled):
        places[question.kind].append(place)
    rng = random.Random(f"shuffled answers {seed}")
    for kind in sorted(places):
        pool = [shuffled[place].answers for place in places[kind]]
        rng.shuffle(pool)
        for place, answers in zip(places[kind], pool, strict=True):
            shuffled[place] = replace(shuffled[place], answers=answers)
    return shuffled
