import pytest

from core.questions.generate.sentences import distinct, loose, split, well_formed
from tests.core.questions.generate.texts import source, texts


def test_a_sentence_that_leans_on_another_one_is_left_out_or_names_the_title() -> None:
    found = texts(source())
    assert "The Dunmore library was renovated by Ellen Marsh." in found
    assert not any("However" in text for text in found)
    assert "Expense reports must be filed within 30 days of purchase." in found


def test_it_means_the_title_only_while_the_passage_is_about_it() -> None:
    text = "The mill is old and grey and tall. It was built in 1860 by Tom Varga of Leeds."
    assert texts(source(text)) == ["The mill is old and grey and tall."]


@pytest.mark.parametrize(
    "text",
    [
        "This value is used for the size of the block.",
        "The album was recorded in Leeds in the year 1999.",
        "In either case the valve must be closed within 3 days.",
        "Returned when the pump has no water left in 3 tanks.",
        "When the pump stops, the lamp is lit within 3 seconds.",
    ],
)
def test_what_leans_on_something_else_is_loose(text: str) -> None:
    assert loose(text)


@pytest.mark.parametrize(
    "text",
    [
        "OPTIONS AND ARGUMENTS OF THE PROGRAM.",
        "int x = f(3, 4); return x to the caller.",
        "Short one here.",
        "The pump has (three valves that are open.",
    ],
)
def test_headings_code_and_pieces_are_no_sentences(text: str) -> None:
    assert not well_formed(text)


def test_wrapped_lines_are_joined_and_abbreviations_do_not_end_a_sentence() -> None:
    block = "1. The report goes to Dr. Varga and is\nsigned within 3 days. Nothing else is needed."
    assert list(split(block)) == [
        "The report goes to Dr. Varga and is signed within 3 days.",
        "Nothing else is needed.",
    ]


def test_a_sentence_in_two_overlapping_passages_counts_once() -> None:
    assert len(distinct([source(), source()])) == len(texts(source()))
