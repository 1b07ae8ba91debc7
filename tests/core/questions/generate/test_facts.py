import pytest

from core.questions.generate.facts import facts
from tests.core.questions.generate.texts import fact, sentence


@pytest.mark.parametrize(
    ("text", "answer", "type_"),
    [
        ("Expense reports must be filed within 30 days of purchase.", "30 days", "amount"),
        ("The Dunmore library was founded on 3 May 1921 by the council.", "3 May 1921", "date"),
        ("The Dunmore library was founded in 1921 by the council.", "1921", "year"),
        ("The main hall was designed by Tom Varga for the council.", "Tom Varga", "person"),
        ("About 27.1% of all visitors of Leeds are pupils.", "27.1%", "percent"),
        ("The reading room has four long tables for adults.", "four", "count"),
        ("All required memory is allocated by pump_open at the start.", "pump_open", "term"),
        ("A valve pool is a set of spare valves.", "a set of spare valves", "definition"),
    ],
)
def test_numbers_dates_names_quantities_and_definitions_are_found(
    text: str, answer: str, type_: str
) -> None:
    assert fact(text, answer).type == type_


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Orrin Mills stars Jon Berg, Ana Silva, and Mia Roth in lead roles.", "Ana Silva"),
        ("The hall was designed by Tom Varga and Ellen Marsh for the city.", "Tom Varga"),
        ("The French novel is about the French people of Leeds.", "French"),
        ("All Python 2 modules of the package were removed by Tom Varga.", "2"),
        ("The Handbook was written by Tom Varga for the new staff.", "Handbook"),
    ],
)
def test_one_of_a_list_a_rival_and_the_title_are_no_answers(text: str, answer: str) -> None:
    assert answer not in [one.answer for one in facts(sentence(text))]


def test_a_number_word_is_right_in_digits_too() -> None:
    assert fact("The reading room has four long tables for adults.", "four").answers == (
        "four",
        "4",
    )
