"""Every document in the prompt, and what reading all of them takes."""

from statistics import median

import psutil

from core.arms import ALL_ARMS
from core.engine.context import Engine
from core.engine.evaluating.job import arms_of_card
from core.engine.measuring.asking import ask, finish
from core.engine.part import Part
from core.project.answers import get_evaluation, stored_answers
from core.project.measurements import save_measurement
from core.records.answer import answer_in
from core.records.measurement import ConditionRecord, MeasurementRecord
from core.records.run_card import asked_questions

ARM = "all-documents"


def measure_everything(engine: Engine, part: Part, record: MeasurementRecord) -> None:
    """Read all documents once, cold, then answer every question one at a time."""
    (condition,) = record["parts"]
    if "cold_ms" not in condition["facts"]:
        part.progress(0, 1, "reading every document")
        condition["facts"] |= _cold(engine, part, condition)
        save_measurement(part.project.db, record)
    ask(engine, part, condition)
    stored = stored_answers(part.project.db, condition["evaluation"])
    given = [answer for key in stored if (answer := answer_in(stored, *key))]
    first = [answer["first_token_ms"] for answer in given if answer["first_token_ms"] is not None]
    facts = {"tokens": float(max((answer["tokens_in"] for answer in given), default=0))}
    finish(
        part.project,
        record,
        condition,
        facts | ({"warm_ms": round(median(first), 2)} if first else {}),
    )


def _cold(engine: Engine, part: Part, condition: ConditionRecord) -> dict[str, float]:
    """Return the first token's time where nothing was read before, and the memory that it took.

    The memory holds the model and the state of every token.
    """
    card = get_evaluation(part.project.db, condition["evaluation"])["card"]
    question = asked_questions(card, [])[0]
    process = psutil.Process()
    with engine.generators.exclusive():
        engine.generators.forget()
        before = process.memory_info().rss
        arm = arms_of_card(engine, part.project, part.id, card)(ALL_ARMS[ARM].key, question)
        answer = arm.answer(question.text)
        after = process.memory_info().rss
    facts = {
        "cold_ms": round(answer.first_token_ms or 0.0, 2),
        "memory_mb": round((after - before) / 2**20, 1),
    }
    return facts | ({"window": float(arm.tokenizer.window)} if arm.tokenizer.window else {})
