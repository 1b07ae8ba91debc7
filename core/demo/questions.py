"""The demo's questions: four wordings of a fact to train on, three others to test with."""

import json
import re
from collections.abc import Iterator

from core.demo.company import Company, Fact, Kind, Thing
from core.records.question import UNANSWERABLE, Question

DEV_STEP = 4
"""Every so many seen facts also have a development question, in a wording of its own."""


def demo_questions(company: Company) -> list[Question]:
    """Return all questions, with what version 2 answers, the pool's size and the JSON twin."""
    questions: list[Question] = []
    for kind in company.kinds:
        for document, things in kind.files():
            for thing in things:
                questions += _of_thing(kind, thing, document)
    return questions


def _of_thing(kind: Kind, thing: Thing, document: str) -> Iterator[Question]:
    for fact in thing.facts:
        for split, wordings in _wordings(fact, thing.seen):
            for number, wording in enumerate(wordings):
                key, text = f"{fact.id}-{split}-{number}", wording.format(e=thing.name)
                answers, asked = aliases(fact.value), fact.attribute["kind"]
                extra = _extra(fact)
                yield Question(key, text, answers, asked, split, thing.name, document, extra)
    sibling = kind.spec["unanswerable"]
    for split in ("train", "test") if thing.seen else ("test",):
        key = f"{kind.spec['key']}-{thing.name}-unknown-{split}".replace(" ", "-").lower()
        text = sibling[split].format(e=thing.name)
        yield Question(key, text, (), UNANSWERABLE, split, thing.name, document)


def _wordings(fact: Fact, seen: bool) -> Iterator[tuple[str, list[str]]]:
    if seen:
        yield "train", fact.attribute["train"]
        if sum(fact.id.encode()) % DEV_STEP == 0:
            yield "dev", [fact.attribute["dev"]]
    yield "test", fact.attribute["test"]


def _extra(fact: Fact) -> dict[str, object]:
    field = fact.attribute["key"]
    return {
        "fact": fact.id,
        "pool": fact.pool_size,
        "changed": fact.changed,
        "answers_v2": list(aliases(fact.value_v2)) if fact.changed else None,
        # The strict-format twin: the same question, to be answered as this JSON object.
        "json": json.dumps({field: fact.value}, ensure_ascii=False),
    }


def aliases(value: str) -> tuple[str, ...]:
    """Return a value as the documents have it and the other ways to say the same."""
    amount = re.fullmatch(r"€([\d.]+(?: million)?)", value)
    if amount:
        return value, f"{amount[1]} euros", f"EUR {amount[1]}"
    counted = re.fullmatch(r"([\d,]+) (?:days|seconds|pallets)", value)
    if counted:
        plain = counted[1].replace(",", "")
        return tuple(dict.fromkeys((value, counted[1], plain, value.replace(",", ""))))
    return (value,)
