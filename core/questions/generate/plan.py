"""What is asked about, in which order and in which split: fixed before anything is generated."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.questions.generate.facts import DEFINITION, KINDS, Fact, facts
from core.questions.generate.patterns import wording
from core.questions.generate.sentences import Sentence, Source, distinct
from core.questions.split import order
from core.records.question import Question, normalised_text

PATTERN = ("train", "test", "train", "train", "test", "train", "train", "dev", "train", "test")
"""Splits of the groups in their drawn order: six of ten train, three are held out, one is dev."""
TAUGHT_PATTERN = ("train",) * 9 + ("dev",)
"""The order where the project brings test questions of its own."""
MANY_DOCUMENTS = 10
SHORT_DOCUMENT = 3
"""A document is a group if documents have at most this many passages on average."""


@dataclass(frozen=True)
class Task:
    """A sentence with the facts it offers, the best first."""

    sentence: Sentence
    facts: tuple[Fact, ...]
    split: str
    tested: int = 0
    """How many of the facts, counted from the first, the project's own tests ask for."""

    @property
    def key(self) -> str:
        """An id that stays the same as long as the sentence is in the document."""
        text = f"{self.sentence.source.document}\0{self.sentence.original}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Plan:
    """Every sentence that qualifies, in the order in which they are asked about."""

    tasks: tuple[Task, ...]
    sentences: int
    """Sentences that stand on their own, whether they hold a fact or not."""
    own_tests: bool
    """Whether the project brought its own test questions: then all that is made is for training."""


def groups_of(documents: dict[str, int], questions: Iterable[Question]) -> dict[str, str | None]:
    """Return the group of each document, None where each passage is a group of its own.

    Args:
        documents: Passages by document name.
        questions: The project's own; their groups count, so that *seen* means the same for all.
    """
    named = {q.document: q.group for q in questions if q.document and "generated" not in q.extra}
    passages = sum(documents.values())
    short = len(documents) >= MANY_DOCUMENTS and passages <= SHORT_DOCUMENT * len(documents)
    return {name: named.get(name, name if short else None) for name in documents}


def plan(
    sources: Sequence[Source],
    questions: Sequence[Question],
    seed: int,
    kinds: Sequence[str] = (),
) -> Plan:
    """Return what to ask about; the same for the same arguments.

    Args:
        kinds: Of `core.questions.generate.facts.KINDS`; their facts are asked about first.
    """
    wanted = frozenset(fact_type for kind in kinds for fact_type in KINDS[kind])
    own = [q for q in questions if "generated" not in q.extra]
    tests = [q for q in own if q.split == "test"]
    tested = {(q.document, answer.lower()) for q in tests for answer in q.answers}
    own_tests = bool(tests)
    candidates = distinct(sources)
    splits = split_groups({s.source.group for s in candidates}, questions, own_tests, seed)
    queues: dict[str, list[Task]] = {}
    for sentence in candidates:
        offered = sorted(facts(sentence), key=lambda fact: _preference(fact, tested, wanted))
        if offered:
            group = sentence.source.group
            asked = sum(not _preference(fact, tested, wanted)[0] for fact in offered)
            task = Task(sentence, tuple(offered), splits[group], asked)
            queues.setdefault(group, []).append(task)
    for tasks in queues.values():
        drawn = {key: at for at, key in enumerate(order({task.key for task in tasks}, seed))}
        tasks.sort(key=lambda task: (_preference(task.facts[0], tested, wanted), drawn[task.key]))
    # Round by round, so that every group has its first fact before one has its second.
    rounds = max(map(len, queues.values()), default=0)
    groups = [group for group in order(splits, seed) if group in queues]
    ordered = [queues[g][n] for n in range(rounds) for g in groups if n < len(queues[g])]
    # What the project's own tests ask for is taught before all else: that is what seen means.
    ordered.sort(key=lambda task: _preference(task.facts[0], tested, wanted)[0])
    return Plan(_untaught(ordered), len(candidates), own_tests)


def split_groups(
    groups: set[str], questions: Iterable[Question], own_tests: bool, seed: int
) -> dict[str, str]:
    """Return the split of each group; one that generated questions have already keeps it."""
    placed: dict[str, set[str]] = {}
    for question in questions:
        if "generated" in question.extra or not own_tests:
            placed.setdefault(question.group, set()).add(question.split)
    pattern = TAUGHT_PATTERN if own_tests else PATTERN
    splits: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for group in order(groups, seed):
        if before := placed.get(group):
            # A trained group has test questions too: those about what was seen.
            splits[group] = "train" if "train" in before else min(before)
        else:
            splits[group] = pattern[counts.total() % len(pattern)]
        counts[splits[group]] += 1
    return splits


def _preference(
    fact: Fact, tested: set[tuple[str | None, str]], wanted: frozenset[str]
) -> tuple[bool, bool, bool, bool]:
    """Order facts: the project's own tests', the wanted types, what a rule asks, no definitions."""
    asked = (fact.sentence.source.document, fact.answer.lower()) in tested
    unwanted = fact.type not in wanted
    return not asked, unwanted, wording(fact) is None, fact.type == DEFINITION


def _untaught(tasks: list[Task]) -> tuple[Task, ...]:
    """Leave out held-out sentences that a training passage says too, word for word."""
    taught = {normalised_text(t.sentence.original) for t in tasks if t.split == "train"}
    return tuple(
        task
        for task in tasks
        if task.split == "train" or normalised_text(task.sentence.original) not in taught
    )
