"""Run the arms over a question set: every answer saved as it comes, arms interleaved.

The first questions are put to one arm after the other, an answer at a time, and are timed. The rest
are worked on together, many answers at a time, which is faster and says nothing of latency: their
times stay empty (docs/method.md, "Latency protocol").
"""

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from core.errors import AppError, CancelledError, OutageError
from core.evaluation.asking.answering import ReadyArm, answer_together
from core.evaluation.asking.fixed_length import time_at_length
from core.records.answer import AnswerKey, StoredAnswer, failed_answer
from core.records.question import Question

WARM_UP = 5
"""Answers given and dropped before the first that is timed (docs/method.md, "Latency protocol")."""
TOGETHER = 16
"""Answers worked on together: twice as fast as one by one and over within seconds."""

MakeReady = Callable[[str, Question], ReadyArm]
"""From an arm's key and a question to the ready arm; a control holds that question's passage."""
Save = Callable[[str, Mapping[str, StoredAnswer]], None]
"""Stores one arm's answers by question id, all or none."""
Progress = Callable[[float, float, str], None]


def run_arms(
    drawn: Sequence[Question],
    passes: Sequence[Sequence[str]],
    seed: int,
    stored: Collection[AnswerKey],
    *,
    ready: MakeReady,
    exclusive: Callable[[], AbstractContextManager[None]],
    save: Save,
    progress: Progress,
    cancelled: Callable[[], bool],
    timed: int | None = None,
    fixed: Collection[str] = (),
) -> None:
    """Answer what is not stored yet, the arms of each question or block in random order.

    Order and blocks depend on questions and seed alone, so a resumed run goes on as it would have.

    Args:
        passes: The arms' keys by pass; a pass answers all questions before the next one begins.
        timed: How many questions are answered one at a time; None for all.
        fixed: Ids of those that each arm also answers at the fixed length; saved with its answer.

    Raises:
        CancelledError, OutageError: the user stopped it, or the server fails; what was saved stays.
    """
    done, total = len(stored), len(drawn) * sum(map(len, passes))
    for arm, block, alone in _missing(drawn, passes, seed, stored, timed, ready, exclusive):
        if cancelled():
            raise CancelledError(_stopped(done, total))
        try:
            with exclusive():
                answers = _answers(arm, block, alone, ready, fixed)
        except OutageError as error:
            raise OutageError(f"{error} {_stopped(done, total)}") from error
        save(arm, answers)
        done += len(block)
        progress(done, total, f"{done} of {total} answers")


def _stopped(done: int, total: int) -> str:
    return f"Stopped after {done} of {total} answers; they are kept. Resume continues."


def _missing(
    drawn: Sequence[Question],
    passes: Sequence[Sequence[str]],
    seed: int,
    stored: Collection[AnswerKey],
    timed: int | None,
    ready: MakeReady,
    exclusive: Callable[[], AbstractContextManager[None]],
) -> Iterator[tuple[str, list[Question], bool]]:
    """Yield an arm, the questions it answers next, and whether that is a single timed one.

    A pass's arms are warmed up before its first timed question.
    """
    alone = drawn[:timed]
    blocks = [([question], True) for question in alone] + [
        (list(drawn[start : start + TOGETHER]), False)
        for start in range(len(alone), len(drawn), TOGETHER)
    ]
    for arms in passes:
        warm = False
        for block, is_timed in blocks:
            for arm in random.Random(f"{seed}{block[0].id}").sample(list(arms), len(arms)):
                missing = [question for question in block if (question.id, arm) not in stored]
                if missing and not warm and is_timed:
                    _warm_up(missing[0], arms, ready, exclusive)
                    warm = True
                if missing:
                    yield arm, missing, is_timed


def _answers(
    arm: str, block: Sequence[Question], alone: bool, ready: MakeReady, fixed: Collection[str]
) -> dict[str, StoredAnswer]:
    """Return an arm's answers to a block by question id."""
    if not alone:
        return _together(arm, block, ready)
    (question,) = block
    return {question.id: _alone(arm, question, ready, question.id in fixed)}


def _alone(arm: str, question: Question, ready: MakeReady, fixed: bool) -> StoredAnswer:
    try:
        asked = ready(arm, question)
        answer = asked.answer(question.text)
        stored = answer.as_dict()
        if fixed:
            stored["fixed"] = time_at_length(asked, question.text, answer)
        return stored
    except OutageError:
        raise
    except AppError as error:
        return failed_answer(str(error)).as_dict()


def _together(arm: str, block: Sequence[Question], ready: MakeReady) -> dict[str, StoredAnswer]:
    asked: list[tuple[ReadyArm, str]] = []
    answers: dict[str, StoredAnswer] = {}
    for question in block:
        try:
            asked.append((ready(arm, question), question.text))
        except AppError as error:
            answers[question.id] = failed_answer(str(error)).as_dict()
    fresh = iter(answer_together(asked))
    return {
        question.id: answers[question.id] if question.id in answers else next(fresh).as_dict()
        for question in block
    }


def _warm_up(
    question: Question,
    arms: Sequence[str],
    ready: MakeReady,
    exclusive: Callable[[], AbstractContextManager[None]],
) -> None:
    for n in range(max(WARM_UP, len(arms))):
        try:
            with exclusive():
                ready(arms[n % len(arms)], question).answer(question.text)
        except OutageError:
            raise
        except AppError:
            continue  # The arm's own answers will say so, one by one.
