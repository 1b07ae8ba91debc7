"""What makes a passage gold depends on the kind of the answer."""

import pytest

from core.records.gold import gold_among, holds, is_chosen
from core.records.question import Question


def ask(*answers: str, kind: str = "answerable", document: str | None = "a") -> Question:
    return Question("q", "Which one?", answers, kind, "test", "g", document)


@pytest.mark.parametrize("answer", ["yes", "No", "True.", "maybe", " FALSE "])
def test_yes_and_no_are_chosen_whatever_the_kind(answer: str) -> None:
    assert is_chosen(ask(answer, kind="span"))


def test_a_label_is_chosen_and_all_else_is_quoted() -> None:
    assert is_chosen(ask("billing", kind="label"))
    assert not is_chosen(ask("billing"))
    assert not is_chosen(ask("nobody", "no"))
    assert not is_chosen(ask(kind="unanswerable"))


def test_a_chosen_answer_is_read_from_any_passage_of_its_document_and_from_no_other() -> None:
    question = ask("no")
    assert holds(question, "a", "It opens at nine.")
    assert not holds(question, "b", "There is no bus.")
    assert not holds(ask("no", document=None), "b", "There is no bus.")
    pieces = [("1", "a", "One."), ("2", "b", "no"), ("3", "a", "Know.")]
    assert gold_among(question, pieces) == ["1", "3"]


def test_a_quoted_answer_stands_in_its_passage_as_whole_words() -> None:
    question = ask("K17", "Ines  Calder")
    assert holds(question, "b", "It is k17.")
    assert holds(question, "b", "Ines\nCalder\u2019s desk")
    assert not holds(question, "a", "It is K178.")
    assert not holds(ask(kind="unanswerable"), "a", "It is K17.")
    assert gold_among(question, [("1", "a", "AK178"), ("2", "a", "None.")]) == ["1"]
    assert gold_among(question, [("1", "a", "AK178"), ("2", "a", "K17")]) == ["2"]
