"""The yardstick of the readers: it finds what is lost, doubled, misplaced or left unsaid."""

import pytest

from benchmarks.source_words import words_of
from tests.reading_cases.all_cases import CASES
from tests.reading_cases.case import Case, Outcome, faults

CASE = Case(
    "any",
    "a.csv",
    lambda path: path,
    words=("Price list", "End."),
    rows=((("Item", "Nut M8"), ("Price", "7"), ("Unit", "box")),),
    absent=("gone",),
    says="hidden",
)
RIGHT = "Price list\n\nItem: Nut M8; Price: 7; Unit: box\n\nEnd."


@pytest.mark.parametrize(
    ("text", "said", "found"),
    [
        (RIGHT, "1 hidden sheet", []),
        (RIGHT.replace("End.", ""), "hidden", ["'End.' comes out 0 times"]),
        (RIGHT + " End.", "hidden", ["'End.' comes out 2 times"]),
        ("End. " + RIGHT.replace("End.", ""), "hidden", ["'End.' comes out too early"]),
        (RIGHT + " gone", "hidden", ["'gone' comes out"]),
        (RIGHT, "", ["does not say 'hidden': "]),
        (RIGHT.replace("Price: 7", "Unit: 7; Price: 9"), "hidden", ["no line has"]),
        (RIGHT.replace("Price: 7; ", "Price: 7\n"), "hidden", ["no line has"]),
        (RIGHT.replace("7", "70"), "hidden", ["no line has"]),
    ],
)
def test_a_fault_is_found(text: str, said: str, found: list[str]) -> None:
    told = list(faults(CASE, Outcome(text, said, refused=False)))
    assert len(told) == len(found)
    assert all(one.startswith(start) for one, start in zip(told, found, strict=True))


def test_a_refusal_is_a_fault_unless_it_is_due() -> None:
    assert list(faults(CASE, Outcome("", "hidden", refused=True))) == ["refused: hidden"]


def test_every_kind_is_shown_in_three_files_or_more() -> None:
    kinds = [case.kind for case in CASES]
    assert {kind for kind in kinds if kinds.count(kind) < 3} == set()
    assert len(CASES) == len({case.name for case in CASES})


def test_words_are_counted_whatever_their_letters_codes() -> None:
    assert words_of("The \ufb01rst cafe\u0301, first") == {"the": 1, "first": 2, "café": 1}
