import pytest

from core.questions.generate.patterns import wording
from tests.core.questions.generate.texts import fact


@pytest.mark.parametrize(
    ("text", "answer", "direct", "reported"),
    [
        (
            "Expense reports must be filed within 30 days of purchase.",
            "30 days",
            "Within how many days of purchase must expense reports be filed?",
            "within how many days of purchase expense reports must be filed",
        ),
        (
            "The Dunmore library was founded in 1921 by the city council.",
            "1921",
            "In which year was the Dunmore library founded?",
            "in which year the Dunmore library was founded",
        ),
        (
            "Orrin Mills is a 1932 drama film directed by Clara Brown and starring Jon Berg.",
            "Clara Brown",
            "Who directed Orrin Mills?",
            "the name of the director of Orrin Mills",
        ),
        ("The reading room has 64 seats for adults.", "64 seats", None, None),
        (
            "The reading room has four long tables for adults.",
            "four",
            "How many long tables does the reading room have for adults?",
            "how many long tables the reading room has for adults",
        ),
        (
            "The annual budget of the club is $300.",
            "$300",
            "What is the annual budget of the club?",
            "what the annual budget of the club is",
        ),
        (
            "A valve pool is a set of spare valves.",
            "a set of spare valves",
            "What is a valve pool?",
            "what a valve pool is",
        ),
        (
            "The blocks of the file are sorted by weight.",
            "weight",
            "What are the blocks of the file sorted by?",
            "what the blocks of the file are sorted by",
        ),
    ],
)
def test_plain_shapes_turn_into_questions(
    text: str, answer: str, direct: str | None, reported: str | None
) -> None:
    found = wording(fact(text, answer))
    assert (found and found.direct(), found and found.reported()) == (direct, reported)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Orrin Mills is a film based on a story written by Tom Varga.", "Tom Varga"),
        ("Leeds, which was founded in 1921, is the home of Orrin Mills.", "1921"),
        ("Because of rain Orrin Mills was closed in 1921 for a week.", "1921"),
    ],
)
def test_a_tangled_sentence_gives_none(text: str, answer: str) -> None:
    assert wording(fact(text, answer)) is None
