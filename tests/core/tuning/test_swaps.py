import random

import pytest

from core.records.question import Question
from core.tuning.swaps import Swaps, shuffled_answers

PAGE = "The dock code of Carrow is K17. Carrow is led by Ines Calder, since K178 was sold."


def ask(answer: str, kind: str = "code") -> Question:
    return Question(answer, "Which one?", (answer,) * bool(answer), kind, "train", "g")


@pytest.fixture
def swaps() -> Swaps:
    return Swaps([ask("K17"), ask("B42"), ask("17 days"), ask("Ines Calder", "person")])


def test_the_answer_is_exchanged_in_the_passage_and_in_what_is_to_be_said(swaps: Swaps) -> None:
    passages, said = swaps.swap(ask("K17"), ["No code here.", PAGE], random.Random(0)) or ([], "")
    assert said == "B42"
    assert passages == ["No code here.", PAGE.replace("K17.", "B42.")]


def test_only_an_answer_of_the_same_kind_and_form_takes_its_place(swaps: Swaps) -> None:
    assert swaps.swap(ask("Ines Calder", "person"), [PAGE], random.Random(0)) is None
    assert swaps.swap(ask("17 days"), ["After 17 days."], random.Random(0)) is None


def test_a_passage_without_the_answer_and_a_question_without_one_stay(swaps: Swaps) -> None:
    assert swaps.swap(ask("K17"), ["K178 and AK17"], random.Random(0)) is None
    assert swaps.swap(ask(""), [PAGE], random.Random(0)) is None


def test_yes_and_no_are_no_words_of_a_passage_that_could_be_exchanged() -> None:
    swaps = Swaps([ask("no"), ask("yes")])
    assert swaps.swap(ask("no"), ["There is no parking."], random.Random(0)) is None


def test_shuffled_answers_change_places_within_their_kind_alone() -> None:
    codes = [ask(f"K{number}") for number in range(20)]
    people = [ask(name, "person") for name in ("Ines Calder", "Tom Varga", "Lena Ostrom")]
    given = [*codes, *people]
    found = shuffled_answers(given, 0)
    assert found == shuffled_answers(given, 0)
    assert [one.id for one in found] == [one.id for one in given]
    for part in (slice(0, 20), slice(20, None)):
        assert sorted(one.answers for one in found[part]) == sorted(o.answers for o in given[part])
    moved = sum(one.answers != before.answers for one, before in zip(found, given, strict=True))
    assert moved > 15
