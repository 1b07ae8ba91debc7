"""How many answers a minute an arm gives when 16 questions are worked on together."""

import random
import time

from core.engine.context import Engine
from core.engine.evaluating.job import arms_of_card
from core.engine.measuring.asking import finish
from core.engine.part import Part
from core.errors import CancelledError
from core.evaluation.asking.answering import answer_together
from core.project.answers import get_evaluation
from core.records.measurement import MeasurementRecord
from core.records.run_card import asked_questions

WARM_UP = 2
"""Questions answered together and dropped before an arm's first batch."""


def measure_throughput(engine: Engine, part: Part, record: MeasurementRecord) -> None:
    """Time each batch in every arm, the arms in random order; a batch is measured whole or not."""
    left = [condition for condition in record["parts"] if not condition["done"]]
    warm = False
    for condition in left:
        card = get_evaluation(part.project.db, condition["evaluation"])["card"]
        questions = asked_questions(card, [])
        ready = arms_of_card(engine, part.project, part.id, card)
        arms = random.Random(f"{card['seed']}{condition['name']}").sample(
            card["arms"], len(card["arms"])
        )
        rates: dict[str, float] = {}
        for arm in arms:
            if part.cancelled():
                raise CancelledError("Stopped between two batches; finished batches are kept.")
            with engine.generators.exclusive():
                asked = [(ready(arm, question), question.text) for question in questions]
                if not warm:
                    answer_together(asked[:WARM_UP])
                began = time.perf_counter()
                answer_together(asked)
                spent = time.perf_counter() - began
            rates[arm] = round(60 * len(asked) / spent, 2)
            done = int(condition["name"]) - 1 + len(rates) / len(arms)
            part.progress(done, len(record["parts"]), f"batch {condition['name']}, {arm}")
        warm = True
        finish(part.project, record, condition, {arm: rates[arm] for arm in card["arms"]})
