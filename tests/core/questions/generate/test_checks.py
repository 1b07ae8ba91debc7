import pytest

from core.questions.generate.checks import alike, fault
from core.questions.generate.cloze import anchored, cloze
from core.questions.generate.roundtrip import completes, matches
from tests.core.questions.generate.texts import fact

FOUNDED = fact("The Dunmore library was founded in 1921 by the city council.", "1921")


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("In which year was the Dunmore library founded?", None),
        ("When was the Dunmore library founded?", None),
        ("When was it founded by the city council?", "leans on another sentence"),
        ("Who founded the Dunmore library?", "question word"),
        ("When was the Dunmore library founded in 1921?", "holds the answer"),
        ("When was the Dunmore cinema founded?", "words of its own"),
        ("When was the council?", "too little"),
        ("The Dunmore library was founded when", "no question"),
        ("When?", "length"),
        ('When was "Dunmore library founded?', "garbled"),
    ],
)
def test_each_fault_of_a_question_is_named(question: str, why: str | None) -> None:
    assert fault(question, FOUNDED) == why


def test_a_wording_is_alike_but_for_trifles_only() -> None:
    assert alike("Who directed Orrin Mills?", "who directed 'Orrin Mills'")
    assert alike("When was the library in Leeds founded?", "When was the library of Leeds founded?")
    assert not alike("Who directed Orrin Mills?", "Say the name of the director of Orrin Mills.")


@pytest.mark.parametrize(
    ("reply", "right"),
    [
        ("1921", True),
        ("in the year 1921", True),
        ("1931", False),
        ("The Dunmore library was founded in 1921 by the city council", False),
    ],
)
def test_a_reply_holds_the_answer_and_little_else(reply: str, right: bool) -> None:
    assert matches(reply, ("1921",)) is right


def test_a_cloze_item_has_one_blank_and_names_its_document_where_it_names_nothing() -> None:
    filed = fact("Expense reports must be filed within 30 days of purchase.", "30 days")
    text = cloze(filed)
    assert text == "Expense reports must be filed within ____ of purchase."
    assert anchored(text, filed) == f'From "Handbook": {text}'
    blank = cloze(FOUNDED)
    assert blank is not None
    assert anchored(blank, FOUNDED) == blank


def test_a_cloze_that_would_be_a_guess_is_none() -> None:
    assert cloze(fact("Some visits to Leeds last about 3 hours or more.", "3 hours")) is None
    assert cloze(fact("A valve pool is a set of spare valves.", "a set of spare valves")) is None


def test_a_whole_sentence_counts_if_the_answer_is_the_first_new_thing_it_says() -> None:
    question, answers = "What are the blocks sorted by?", ("weight",)
    assert completes("The blocks are sorted by weight, which is quick.", question, answers)
    assert not completes("The blocks are sorted by colour and weight.", question, answers)
    assert not completes("The blocks are sorted.", question, answers)
