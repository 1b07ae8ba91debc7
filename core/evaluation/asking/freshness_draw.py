"""Which questions a freshness experiment asks: changed and unchanged facts, drawn by seed."""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.errors import InvalidInputError
from core.records.question import Question

MOST = 200
"""How many changed facts, and as many unchanged ones, are asked about if no number is given."""
CHANGED, UNCHANGED, REMOVED = "changed", "unchanged", "removed"


@dataclass(frozen=True)
class Drawn:
    """The questions in the order they are asked, and what happens to the fact of each."""

    questions: list[Question]
    """A changed one carries its new answers in `extra.answers_v2`."""
    fates: dict[str, str]
    """changed, unchanged or removed, by question id."""


def fact_of(question: Question) -> tuple[str, ...]:
    """Return what all phrasings of one fact share."""
    named = question.extra.get("fact")
    if named:
        return (str(named),)
    return (question.group, question.document or "", *question.answers)


def draw_facts(
    questions: Iterable[Question],
    new: Mapping[str, Sequence[str]],
    removed: Collection[str],
    n: int | None,
    seed: int,
) -> Drawn:
    """Draw test questions, one phrasing a fact: `n` changed facts and `n` unchanged ones.

    Args:
        new: The new answers by question id, of training questions too.
        removed: Names of documents to remove; every question about them is asked, whatever its
            split.
        n: None for at most 200 of each.

    Raises:
        InvalidInputError: a number below 1, or no question asks for what changes.
    """
    if n is not None and n < 1:
        raise InvalidInputError(f"A freshness experiment needs at least 1 fact, not {n}.")
    pools = _pools(questions, new, removed)
    if not pools[CHANGED] and not pools[REMOVED]:
        raise InvalidInputError(
            "No test question asks for something that this change touches, so nothing could be "
            "measured. Add test questions about it on the Questions page."
        )
    chosen = {
        CHANGED: _one_a_fact(pools[CHANGED], n or MOST, seed),
        UNCHANGED: _one_a_fact(pools[UNCHANGED], n or MOST, seed),
        REMOVED: pools[REMOVED],
    }
    fates = {question.id: fate for fate, part in chosen.items() for question in part}
    drawn = sorted(
        (question for part in chosen.values() for question in part),
        key=lambda question: question.id,
    )
    return Drawn(random.Random(seed).sample(drawn, len(drawn)), fates)


def _pools(
    questions: Iterable[Question], new: Mapping[str, Sequence[str]], removed: Collection[str]
) -> dict[str, list[Question]]:
    """Return the questions with answers by what happens to their facts."""
    pools: dict[str, list[Question]] = {CHANGED: [], UNCHANGED: [], REMOVED: []}
    for question in (question for question in questions if question.answers):
        if question.document and question.document in removed:
            pools[REMOVED].append(question)
        elif question.split != "test":
            continue
        elif question.id in new:
            extra = dict(question.extra) | {"changed": True, "answers_v2": list(new[question.id])}
            pools[CHANGED].append(replace(question, extra=extra))
        else:
            pools[UNCHANGED].append(question)
    return pools


def _one_a_fact(questions: list[Question], most: int, seed: int) -> list[Question]:
    facts: dict[tuple[str, ...], list[Question]] = {}
    for question in sorted(questions, key=lambda question: question.id):
        facts.setdefault(fact_of(question), []).append(question)
    rng = random.Random(seed)
    keys = sorted(facts)
    return [rng.choice(facts[key]) for key in rng.sample(keys, min(most, len(keys)))]
