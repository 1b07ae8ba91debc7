"""Worked examples that are nearest to a question and never give it away."""

import numpy as np

from core.questions.leaks import Vectors
from core.questions.nearest_examples import NearestExamples
from core.questions.worked_examples import DRAWN
from core.records.question import Question

WORDS = ["dock", "code", "aldmoor", "carrow", "manager", "site", "sea", "used", "name"]


def embed(texts: list[str]) -> Vectors:
    """Stand in for the embedder: counts of words, of unit length."""
    rows = [[text.lower().count(word) + 0.01 for word in WORDS] for text in texts]
    vectors = np.asarray(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def asks(text: str, answer: str, document: str | None = None, split: str = "train") -> Question:
    return Question(text, text, (answer,) if answer else (), "span", split, text, document)


TRAIN = [
    asks("What is the dock code of Carrow?", "Q93", "Carrow"),
    asks("Who is the manager of the site Carrow?", "Lena", "Carrow"),
    asks("Which sea is near the site?", "North Sea"),
    asks("Name the dock code used at Aldmoor.", "K17", "Aldmoor"),
    asks("Which code opens the sea gate?", "Z1"),
    asks("Who is the manager of Aldmoor?", "Ines", "Aldmoor"),
]
OTHERS = [
    asks("What is the dock code of Dunsby?", "T58", split="dev"),
    asks("What is the dock code of Hexley?", "D89", split="test"),
    asks("What is the dock code?", "", split="train"),
]
TESTED = asks("What is the dock code of Aldmoor?", "K17", "Aldmoor", "test")


def test_the_nearest_training_questions_are_shown_the_nearest_last() -> None:
    shown = NearestExamples([*TRAIN, *OTHERS, TESTED], embed).to(TESTED)
    assert len(shown) == DRAWN
    assert shown[-1] == ("What is the dock code of Carrow?", "Q93")
    texts = {question.text for question in TRAIN}
    assert {text for text, _ in shown} <= texts


def test_no_example_tells_the_fact_that_is_asked_for() -> None:
    shown = NearestExamples([*TRAIN, *OTHERS, TESTED], embed).to(TESTED)
    assert "K17" not in [answer for _, answer in shown]
    copy = asks("what is the dock code of aldmoor", "K17")
    shown = NearestExamples([*TRAIN, copy, TESTED], embed).to(TESTED)
    assert "K17" not in [answer for _, answer in shown]


def test_another_fact_of_the_same_document_may_be_shown() -> None:
    shown = NearestExamples([TRAIN[5], TESTED], embed).to(TESTED)
    assert shown == (("Who is the manager of Aldmoor?", "Ines"),)
