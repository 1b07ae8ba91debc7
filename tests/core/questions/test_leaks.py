"""The leak guard: what gives a test question away, and what does not."""

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from core.questions.leaks import COPY, REWORDING, SAME, Leak, find_leaks, standing_in
from core.records.question import Question

Pair = tuple[str, str]
CODE = ("What is the dock code of the Aldmoor site?", "K17")


def embed(texts: Sequence[str]) -> np.ndarray:
    """Stand for an embedder: texts are as alike as the words they share are many."""
    found = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().strip("?.").split():
            found[row, zlib.crc32(word.encode()) % 512] += 1
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def apart(texts: Sequence[str]) -> np.ndarray:
    """Stand for an embedder that finds nothing alike."""
    return np.full((len(texts), 2), 0.01, dtype=np.float32)


def question(pair: Pair, split: str, group: str) -> Question:
    return Question(f"{split} {pair[0]}", pair[0], (pair[1],), "span", split, group)


def leaks(train: list[Pair], test: Pair = CODE, group: str = "other", **more: object) -> list[Leak]:
    tuning = [question(pair, "train", group) for pair in train]
    return find_leaks([*tuning, question(test, "test", "aldmoor")], embed, **more)  # type: ignore


def kinds(found: list[Leak]) -> list[str]:
    return [leak.kind for leak in found]


def test_the_same_question_is_a_leak_whatever_its_answer_and_stratum() -> None:
    again = ("what is the dock code of the Aldmoor site", "B42")
    assert kinds(leaks([again])) == [SAME]
    assert kinds(leaks([again], group="aldmoor")) == [SAME]


def test_a_rewording_with_the_same_answer_is_a_leak_for_held_out_questions_only() -> None:
    other = ("Name the code of the dock at the site Aldmoor.", "the K17")
    (found,) = leaks([other])
    assert (found.kind, found.by and found.by.text) == (REWORDING, other[0])
    assert leaks([other], group="aldmoor") == []


def test_like_questions_on_known_sources_may_share_an_answer_by_chance() -> None:
    carrow = Question(
        "a",
        "What is the code of the dock at Carrow?",
        ("K17",),
        "span",
        "train",
        "carrow",
        "north.csv",
    )
    test = Question(
        "b",
        "What is the dock code of the Aldmoor site?",
        ("K17",),
        "span",
        "test",
        "aldmoor",
        "north.csv",
    )
    assert find_leaks([carrow, test], embed) == []
    assert kinds(find_leaks([replace(carrow, document=None), test], embed)) == [REWORDING]


def test_a_shared_answer_alone_is_none() -> None:
    far = ("Zzz?", "K17")
    assert leaks([far]) == []


@pytest.mark.parametrize("answer", ["yes", "25"])
def test_a_common_answer_may_be_shared_by_chance(answer: str) -> None:
    test = ("Does the warranty of the site cover chargers?", answer)
    other = ("Does the site have spare batteries and does the warranty cover?", answer)
    assert leaks([other], test) == []
    close = ("Does the warranty of the site cover the chargers?", answer)
    assert kinds(leaks([close], test)) == [REWORDING]


def test_another_fact_in_like_words_is_none() -> None:
    assert leaks([("Name the code of the dock at the site Aldmoor.", "B42")]) == []


def test_a_question_with_one_word_more_is_a_copy_whatever_its_answer() -> None:
    text = " ".join(f"word{n}" for n in range(30))
    tuning = question((f"{text} more", "B42"), "train", "other")
    test = question((text, "K17"), "test", "aldmoor")
    assert kinds(find_leaks([tuning, test], apart)) == [COPY]


def test_a_worked_example_gives_away_what_was_trained_on_too() -> None:
    example = ("Name the code of the dock at the site Aldmoor.", "K17")
    seen = ("Who leads Aldmoor?", "Ines")
    assert kinds(leaks([seen], group="aldmoor", examples=[example])) == [REWORDING]


def test_development_questions_count_as_tuning() -> None:
    dev, test = question(CODE, "dev", "other"), question(CODE, "test", "aldmoor")
    assert kinds(find_leaks([dev, test], embed)) == [SAME]


def test_a_test_question_that_stands_in_a_document_is_found() -> None:
    test, short = question(CODE, "test", "a"), question(("Why?", "x"), "test", "b")
    text = "FAQ. Why? What is the dock  code of the Aldmoor site? It is K17."
    assert standing_in([text], [test, short]) == [test]
    assert standing_in([text], [question(CODE, "train", "a")]) == []
