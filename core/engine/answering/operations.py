"""Ask one question in several arms, one after another, and follow the answers."""

import logging
import random
import threading

from core.arms import ARMS, parse_arms
from core.engine.answering.arms import ArmError, adapter_of, gather_arm, ready_arm, source_of
from core.engine.answering.prices import prices_of
from core.engine.asks import DONE, FAILED, RUNNING, STOPPED, Ask
from core.engine.context import Engine
from core.engine.table import operation
from core.errors import AppError, InvalidInputError
from core.evaluation.asking.answering import check_question
from core.evaluation.scoring.cost import cost
from core.project.workspace import Project
from core.records.ask import AskBegun, ShownAsk

LOG = logging.getLogger("assay.ask")


@operation()
def ask(
    engine: Engine,
    *,
    project: Project,
    question: str,
    arms: list[str] | None = None,
    blind: bool = False,
) -> AskBegun:
    """Begin to answer; return the id to follow it by.

    Args:
        blind: Show lettered answers without the arms, until `reveal`, for `vote`.

    Raises:
        BusyError: too many questions are being answered.
        InvalidInputError: the question is blank or too long, or an arm is unknown.
    """
    check_question(question)
    keys = [arm.key for arm in parse_arms(arms)]
    if blind and len(keys) < 2:
        raise InvalidInputError("A blind vote needs at least two arms. Choose one more.")
    one = Ask(project.id, question, keys, blind)
    if blind:
        # Not the order of the cards: how long each took would name some arms.
        keys = random.sample(keys, len(keys))
    engine.remember(one)
    threading.Thread(target=_answer_all, args=(engine, project, one, keys), daemon=True).start()
    return {"ask": one.id}


def _answer_all(engine: Engine, project: Project, one: Ask, keys: list[str]) -> None:
    try:
        for key in keys:
            if one.stopped:
                one.update(key, state=STOPPED)
                continue
            _answer(engine, project, one, key)
    finally:
        for arm in one.state()["arms"]:
            if arm["state"] not in (DONE, FAILED, STOPPED):
                text = "An unexpected error stopped this arm; engine.log in the workspace says more"
                one.update(arm["arm"], state=FAILED, error=f"{text}.")
        one.finish()
        project.db.close()


def _answer(engine: Engine, project: Project, one: Ask, key: str) -> None:
    def on_text(text: str, milliseconds: float) -> bool:
        first = {} if seen else {"first_token_ms": round(milliseconds, 2)}
        seen.append(text)
        one.update(key, text=text, **first)
        return not one.stopped

    seen: list[str] = []
    try:
        adapter = adapter_of(project, ARMS[key])
        parts = gather_arm(engine, project, ARMS[key], adapter)
        with engine.generators.exclusive():
            arm = ready_arm(engine.generators, parts, source_of(parts))
            one.update(
                key,
                state=RUNNING,
                adapter=adapter.name if adapter else (arm.generator.build.adapter),
            )
            _note_company(engine, one)
            answer = arm.answer(one.state()["question"], on_text)
    except ArmError as error:
        one.update(key, state=FAILED, error=str(error), page=error.page)
    except AppError as error:
        one.update(key, state=FAILED, error=str(error))
    else:
        values = answer.as_dict()
        del values["ids"], values["stopped"], values["error"]
        seconds = (answer.latency_ms or 0.0) / 1000
        spent = cost(prices_of(project), seconds, answer.tokens_in, answer.tokens_out)
        one.update(key, state=STOPPED if answer.stopped else DONE, cost=spent, **values)


def _note_company(engine: Engine, one: Ask) -> None:
    others = [f"a {job.kind} job of {job.project.name}" for job in engine.queue.running()]
    if others:
        one.update(busy=f"Timed while {', '.join(others)} used the machine too.")


@operation(reads=True)
def ask_state(engine: Engine, *, ask: str) -> ShownAsk:
    """Return the answers as far as they are."""
    return engine.ask(ask).shown()


@operation()
def stop_ask(engine: Engine, *, ask: str) -> ShownAsk:
    """Stop answering; what is written so far stays."""
    engine.ask(ask).stop()
    return ask_state(engine, ask=ask)
