"""Worked examples: whole, each once, never a test question."""

import pytest

from core.questions.worked_examples import DRAWN, MAX_EXAMPLES, drawn_examples, example_fault
from core.records.question import Question

QUESTIONS = [
    Question("a", "When does the gate open?", ("at six",), "answerable", "test", "gate"),
    Question("b", "Who keeps the gate?", ("Ines",), "answerable", "train", "gate"),
]


def test_training_questions_may_be_shown() -> None:
    assert example_fault([("Who keeps the gate?", "Ines")], QUESTIONS) is None
    assert example_fault([], QUESTIONS) is None


@pytest.mark.parametrize("wording", ["When does the gate open?", " when does the GATE open "])
def test_a_test_question_is_a_leak_and_named(wording: str) -> None:
    fault = example_fault([("Why?", "so"), (wording, "at six")], QUESTIONS)
    assert fault is not None
    assert f'Worked example 2, "{wording}", is a test question' in fault


@pytest.mark.parametrize(
    ("examples", "text"),
    [
        ([("Why?", "")], "example 1 has no answer"),
        ([("", "so")], "example 1 has no question"),
        ([("Why?", "so"), ("why", "thus")], "is there twice"),
        ([(f"Why {n}?", "so") for n in range(MAX_EXAMPLES + 1)], "holds up to 5"),
    ],
)
def test_examples_that_will_not_do_say_why(examples: list[tuple[str, str]], text: str) -> None:
    assert text in (example_fault(examples, QUESTIONS) or "")


def test_the_few_shot_arm_s_examples_are_training_questions_of_different_groups() -> None:
    train = [
        Question(f"{group}{number}", f"{number}?", (group,), "answerable", "train", group)
        for group in "abcdef"
        for number in range(3)
    ]
    shown = drawn_examples([*train, *QUESTIONS[:1]])
    assert len(shown) == len({answer for _, answer in shown}) == DRAWN
    assert drawn_examples([*train[::-1], *QUESTIONS[:1]]) == shown
    assert len(drawn_examples(train[:3])) == 3
    assert drawn_examples(QUESTIONS[:1]) == ()
