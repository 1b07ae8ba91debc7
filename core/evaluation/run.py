"""Run the arms over a question set: every answer saved as it comes, arms interleaved."""

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from core.errors import AppError, CancelledError
from core.evaluation.answering import Answerer, failed_answer
from core.evaluation.fixed_length import time_at_length
from core.questions.question import Question

WARM_UP = 5
"""Answers given and dropped before the first that is timed (evaluation.md 1.3)."""

MakeAnswerer = Callable[[str, Question], Answerer]
"""An arm's key and a question to what answers it; a control is handed that question's passage."""
Save = Callable[[str, str, dict[str, Any]], None]
Progress = Callable[[float, float, str], None]


def run_arms(
    drawn: Sequence[Question],
    passes: Sequence[Sequence[str]],
    seed: int,
    stored: Mapping[tuple[str, str], Any],
    *,
    answerer: MakeAnswerer,
    exclusive: Callable[[], AbstractContextManager[None]],
    save: Save,
    progress: Progress,
    cancelled: Callable[[], bool],
    timed: Collection[str] = (),
) -> None:
    """Answer what is not stored yet, question by question, the arms of each in random order.

    The order depends on seed and question alone, so a resumed run goes on as it would have.

    Args:
        passes: The arms' keys; all questions are put to those of one pass, then to the next one's.
        timed: Ids of the questions that each arm also answers at the fixed length, behind its
            natural answer and saved with it.

    Raises:
        CancelledError: the user stopped it; what was saved stays.
    """
    total = len(drawn) * sum(map(len, passes))
    done = len(stored)
    for question, arm in _missing(drawn, passes, seed, stored, answerer, exclusive):
        if cancelled():
            raise CancelledError(
                f"Stopped after {done} of {total} answers; they are kept. Resume goes on."
            )
        try:
            with exclusive():
                answer = _answer(answerer(arm, question), question, question.id in timed)
        except AppError as error:
            answer = failed_answer(str(error)).as_dict()
        save(question.id, arm, answer)
        done += 1
        progress(done, total, f"{done} of {total} answers")


def _missing(
    drawn: Sequence[Question], passes: Sequence[Sequence[str]], seed: int,
    stored: Mapping[tuple[str, str], Any], answerer: MakeAnswerer,
    exclusive: Callable[[], AbstractContextManager[None]],
) -> Iterator[tuple[Question, str]]:  # fmt: skip
    """Yield what is to be answered; before the first of a pass its arms are warmed up."""
    for arms in passes:
        asked = [one for one in drawn if any((one.id, arm) not in stored for arm in arms)]
        if asked:
            _warm_up(asked[0], arms, answerer, exclusive)
        for question in asked:
            for arm in random.Random(f"{seed}{question.id}").sample(list(arms), len(arms)):
                if (question.id, arm) not in stored:
                    yield question, arm


def _answer(arm: Answerer, question: Question, timed: bool) -> dict[str, Any]:
    answer = arm.answer(question.text)
    fixed = {"fixed": time_at_length(arm, question.text, answer)} if timed else {}
    return answer.as_dict() | fixed


def _warm_up(
    question: Question, arms: Sequence[str], answerer: MakeAnswerer,
    exclusive: Callable[[], AbstractContextManager[None]],
) -> None:  # fmt: skip
    for n in range(max(WARM_UP, len(arms))):
        try:
            with exclusive():
                answerer(arms[n % len(arms)], question).answer(question.text)
        except AppError:
            continue  # The arm's own answers will say so, one by one.
