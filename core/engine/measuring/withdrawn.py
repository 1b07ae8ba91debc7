"""The same questions with their documents and without them."""

from core.engine.context import Engine
from core.engine.measuring.asking import ask, finish
from core.engine.measuring.own_index import own_index
from core.engine.part import Part, part_of
from core.project.answers import get_evaluation
from core.records.measurement import MeasurementRecord
from core.records.run_card import asked_questions


def measure_withdrawn(engine: Engine, part: Part, record: MeasurementRecord) -> None:
    """Ask with the project's index, then with one that lacks the documents asked about."""
    card = get_evaluation(part.project.db, record["parts"][0]["evaluation"])["card"]
    gone = {str(question.document) for question in asked_questions(card, [])}
    half = part.size / 2
    assert part.whole is not None
    for at, condition in enumerate(record["parts"]):
        if condition["done"]:
            continue
        place = (part.before + at * half, half, part.total)
        label = f"{part.label}, {condition['name']} the documents"
        own = part_of(part.whole, part.settings, place, label)
        if condition["name"] == "with":
            ask(engine, own, condition)
        else:
            with own_index(engine, part.project, gone) as (_, corpus):
                ask(engine, own, condition, corpus)
        finish(part.project, record, condition, {"documents": len(gone)})
