"""Test questions that something else gives away (docs/method.md, "Leak guard").

The same question is a leak wherever it stands. A rewording is one for held-out test questions only:
for facts that were trained on, other wordings are what is tested. A shared answer alone is never a
leak: it counts together with a question that is alike. Worked examples stand in every prompt, so
for them every test question counts as held out.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.questions.split import stratum, train_groups
from core.records.question import Question, normalised_text

if TYPE_CHECKING:
    from datasketch import MinHash

SAME, COPY, REWORDING, IN_INDEX = "same", "copy", "rewording", "in index"
JACCARD = 0.8
"""Two questions count as copies from this similarity of their sets of words in a row."""
SHINGLE = 5
"""Words in a row."""
COPY_COSINE = 0.98
"""Similarity from which two questions are copies whatever their answers. At 0.95 three of 40 pairs
that ask for different facts passed for copies (benchmarks/leak_guard.py)."""
REWORDED_COSINE = 0.6
"""Similarity from which two questions with the same answer ask for the same fact, where the source
of one is not known."""
CHANCE_COSINE = 0.85
"""Likewise where the same answer may be chance: both name their sources ("the dock code of Aldmoor"
and "of Carrow" are alike), or the answer is a common one."""
COMMON_GROUPS = 3
"""An answer that occurs in more groups than this is a common one. Yes, no and short numbers always
are."""
MIN_WORDS = 6
"""Shorter questions may stand in a passage by chance."""
PERMUTATIONS = 128
BLOCK = 512
_COMMON = frozenset(("yes", "no", "true", "false", "none"))
_SHORT = re.compile(r"\d{1,3}")
Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
"""Texts to unit vectors."""
Examples = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Leak:
    """A test question, and what gives it away."""

    test: Question
    by: Question | None
    """The tuning question or worked example; None where it is a passage."""
    kind: str
    similarity: float
    """Cosine of the two questions, -1 to 1."""


def find_leaks(questions: Sequence[Question], embed: Embed, examples: Examples = ()) -> list[Leak]:
    """Return at most one leak for each test question, the most similar one.

    Args:
        questions: All of a project's; train and dev are what is tuned on.
        examples: Questions with answers that the prompt shows.
    """
    shown = [
        Question(f"example {n}", text, (answer,), "", "shown", "")
        for n, (text, answer) in enumerate(examples)
    ]
    tuning = [question for question in questions if question.split in ("train", "dev")] + shown
    tests = [question for question in questions if question.split == "test"]
    if not tuning or not tests:
        return []
    groups = train_groups(questions)
    same = {normalised_text(question.text): question for question in tuning}
    leaks: dict[str, Leak] = {}
    for test in tests:
        twin = same.get(normalised_text(test.text))
        if twin:
            leaks[test.id] = Leak(test, twin, SAME, 1.0)
    clean = [test for test in tests if test.id not in leaks]
    held_out = [test for test in clean if stratum(test, groups) == "held_out"]
    seen = [test for test in clean if test not in held_out] if shown else []
    for part, others in ((held_out, tuning), (seen, shown)):
        leaks |= {leak.test.id: leak for leak in _alike(part, others, embed)}
    return [leaks[test.id] for test in tests if test.id in leaks]


def gives_away(example: Question, test: Question, cosine: float, common: bool) -> bool:
    """Return whether a worked example gives a question away.

    An example of the same document with the same answer always does: it tells the same fact.

    Args:
        cosine: Similarity of the two questions.
        common: As `is_common` says of the tested one.
    """
    if cosine >= COPY_COSINE or _shared_shingles(example.text, test.text) >= JACCARD:
        return True
    agree = _agree(_words(test), _words(example))
    if agree and test.document and test.document == example.document:
        return True
    chance = common or (test.document and example.document)
    return agree and cosine >= (CHANCE_COSINE if chance else REWORDED_COSINE)


def standing_in(texts: Sequence[str], questions: Sequence[Question]) -> list[Question]:
    """Return the test questions that stand word for word in one of the texts."""
    whole = [f" {normalised_text(text)} " for text in texts]
    standing = []
    for question in questions:
        wanted = normalised_text(question.text)
        asked = question.split == "test" and len(wanted.split()) >= MIN_WORDS
        if asked and any(f" {wanted} " in text for text in whole):
            standing.append(question)
    return standing


def _alike(tests: list[Question], tuning: list[Question], embed: Embed) -> list[Leak]:
    if not tests:
        return []
    copies, groups = _copies(tests, tuning), words_by_group([*tests, *tuning])
    tuned = embed([question.text for question in tuning])
    golds = [_words(question) for question in tuning]
    leaks = []
    for start in range(0, len(tests), BLOCK):
        block = tests[start : start + BLOCK]
        cosines = embed([question.text for question in block]) @ tuned.T
        for test, row in zip(block, cosines, strict=True):
            leak = _closest(
                test, row, tuning, golds, copies.get(test.id, set()), is_common(test, groups)
            )
            if leak:
                leaks.append(leak)
    return leaks


def _closest(
    test: Question,
    cosines: Vectors,
    tuning: list[Question],
    golds: list[list[frozenset[str]]],
    copies: set[str],
    common: bool,
) -> Leak | None:
    """Return the leak by the most similar tuning question, None where that is no leak.

    Args:
        common: Whether the test question's answer is one that many have.
    """
    wanted = _words(test)
    for index in np.argsort(-cosines):
        other, cosine = tuning[index], float(cosines[index])
        if cosine >= COPY_COSINE or other.id in copies:
            return Leak(test, other, COPY, cosine)
        if cosine < REWORDED_COSINE and not copies:
            return None
        chance = common or (test.document and other.document)
        if cosine >= (CHANCE_COSINE if chance else REWORDED_COSINE) and _agree(
            wanted, golds[index]
        ):
            return Leak(test, other, REWORDING, cosine)
    return None


def _copies(tests: list[Question], tuning: list[Question]) -> dict[str, set[str]]:
    """Return the ids of the tuning questions that are nearly copies of each test question."""
    from datasketch import MinHashLSH  # Late, as below: it brings scipy.

    index = MinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS)
    hashes = {question.id: _minhash(question.text) for question in tuning}
    for key, value in hashes.items():
        index.insert(key, value)
    copies = {}
    for test in tests:
        mine = _minhash(test.text)
        alike = {key for key in index.query(mine) if mine.jaccard(hashes[key]) >= JACCARD}
        if alike:
            copies[test.id] = alike
    return copies


def _minhash(text: str) -> "MinHash":
    from datasketch import MinHash

    result = MinHash(num_perm=PERMUTATIONS)
    result.update_batch([shingle.encode() for shingle in _shingles(text)])
    return result


def _shingles(text: str) -> list[str]:
    words = normalised_text(text).split()
    starts = range(max(1, len(words) - SHINGLE + 1))
    return [" ".join(words[at : at + SHINGLE]) for at in starts]


def _shared_shingles(text: str, other: str) -> float:
    """Return the similarity of two texts' sets of words in a row, in [0, 1]."""
    mine, theirs = set(_shingles(text)), set(_shingles(other))
    return len(mine & theirs) / len(mine | theirs)


def _words(question: Question) -> list[frozenset[str]]:
    """Return the words of each gold answer, English articles left out."""
    texts = (normalised_text(answer).split() for answer in question.answers)
    return [frozenset(words) - {"a", "an", "the"} for words in texts]


def words_by_group(questions: Sequence[Question]) -> dict[frozenset[str], set[str]]:
    """Return the groups that each answer stands in."""
    groups: dict[frozenset[str], set[str]] = defaultdict(set)
    for question in questions:
        for words in _words(question):
            groups[words].add(question.group)
    return groups


def is_common(question: Question, groups: dict[frozenset[str], set[str]]) -> bool:
    """Whether an answer of a question is one that many have, so that sharing it says little.

    Args:
        groups: As `words_by_group` gives them.
    """
    return any(
        len(groups[words]) > COMMON_GROUPS or words <= _COMMON or _SHORT.fullmatch(" ".join(words))
        for words in _words(question)
    )


def _agree(golds: list[frozenset[str]], others: list[frozenset[str]]) -> bool:
    """Whether an answer of one contains an answer of the other, and at least half of all words."""
    return any(
        (gold <= answer or answer <= gold) and 2 * len(gold & answer) >= len(gold | answer)
        for gold in golds
        for answer in others
        if gold and answer
    )
