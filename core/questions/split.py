"""Which questions are trained on, tuned on and tested on: always whole groups, by seed.

A question's group is its document, else itself, unless its file says otherwise. Splitting by group
keeps what belongs together on one side, so that "held out" means what it says (docs/method.md,
"Groups, splits and strata").
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from core.records.question import SPLITS, Question, normalised_text

SHARES = {"train": 0.60, "dev": 0.15, "test": 0.25}
"""Of the questions whose file names no split."""
DEV_SHARE = 0.10
"""Of the training questions, where a file has train and no dev."""
_DEV_OVERSHOOT = 1.5
"""A group is skipped if it would make dev this many times larger than wanted."""
_MIN_GROUPS_FOR_DEV = 3


def order(groups: Iterable[str], seed: int) -> list[str]:
    """Return the groups in an order that depends on `seed` and their names alone."""
    return sorted(groups, key=lambda group: hashlib.sha256(f"{seed}:{group}".encode()).digest())


def assign_splits(
    questions: list[Question], existing: Iterable[Question] = (), seed: int = 0
) -> list[Question]:
    """Give every question without a split that of its group, or the split furthest below its share.

    A single group cannot be split: all of it becomes test, so that it can at least be measured.

    Args:
        existing: Questions that stay in the project; a group already placed keeps its split.
    """
    placed = [*existing, *(question for question in questions if question.split)]
    splits: dict[str, str] = {}
    for question in placed:
        # A group on both sides: what is new goes to test, where it cannot leak.
        splits[question.group] = max(splits.get(question.group, ""), question.split, key=_caution)
    loose = Counter(q.group for q in questions if not q.split and q.group not in splits)
    if len(loose) == 1 and not splits:
        splits = dict.fromkeys(loose, "test")
    unplaced = order(set(loose) - set(splits), seed)
    counts = Counter(splits[q.group] for q in questions if not q.split and q.group in splits)
    total = counts.total() + sum(loose[group] for group in unplaced)
    for group in unplaced:
        splits[group] = max(SPLITS, key=lambda split: SHARES[split] * total - counts[split])
        counts[splits[group]] += loose[group]
    return [q if q.split else replace(q, split=splits[q.group]) for q in questions]


def _caution(split: str) -> int:
    return ("", *SPLITS).index(split)


def carve_dev(
    questions: list[Question], existing: Iterable[Question] = (), seed: int = 0
) -> list[Question]:
    """Move about a tenth of the training questions to dev, by group, where there is no dev.

    Groups without test questions go first: a test question seen in training stays so. A group that
    `existing` has in dev goes to dev, so that importing a file twice changes nothing.
    """
    if any(question.split == "dev" for question in questions):
        return questions
    sizes = Counter(question.group for question in questions if question.split == "train")
    if len(sizes) < _MIN_GROUPS_FOR_DEV:
        return questions
    existing = list(existing)
    before = {question.group for question in existing if question.split == "dev"}
    trained = train_groups(existing)
    tested = {question.group for question in questions if question.split == "test"}
    ranked = sorted(
        order(sizes, seed),
        key=lambda group: (group not in before, group in trained, group in tested),
    )
    chosen = _first_tenth(ranked, sizes)
    return [
        replace(q, split="dev") if q.split == "train" and q.group in chosen else q
        for q in questions
    ]


def _first_tenth(ranked: list[str], sizes: Counter[str]) -> set[str]:
    wanted = DEV_SHARE * sizes.total()
    chosen: set[str] = set()
    count = 0
    for group in ranked:
        if count < wanted and count + sizes[group] <= max(1.0, _DEV_OVERSHOOT * wanted):
            chosen.add(group)
            count += sizes[group]
    return chosen or {min(ranked, key=lambda group: sizes[group])}


def drop_leaks(questions: list[Question]) -> tuple[list[Question], int]:
    """Drop training and dev questions that are test questions word for word.

    Returns:
        The questions that stay, and how many were dropped.
    """
    tested = {normalised_text(q.text) for q in questions if q.split == "test"}
    kept = [q for q in questions if q.split == "test" or normalised_text(q.text) not in tested]
    return kept, len(questions) - len(kept)


def train_groups(questions: Iterable[Question]) -> set[str]:
    """Return the groups that training questions come from."""
    return {question.group for question in questions if question.split == "train"}


def stratum(question: Question, train_groups: Collection[str]) -> str:
    """Return "seen" if the question's group was trained on, else "held_out"."""
    return "seen" if question.group in train_groups else "held_out"
