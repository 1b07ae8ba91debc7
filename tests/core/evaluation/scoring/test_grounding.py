"""Words of an answer looked up in its passages: what counts as there, and what as made up."""

from typing import Any

import pytest

from core.evaluation.figures.grounding import grounding_figures
from core.evaluation.scoring.grounding import FATES, grounding

PASSAGES = [
    {"text": "B42 of Aldmoor takes 1,060 pallets. Greta Holm runs it, on Tom Varga\u2019s 2359."},
    {"text": "The mail room opens at 06:45; the budget is €3.3 million, says Jon Berg."},
]


def check(answer: str, question: str = "What is it?") -> dict[str, Any]:
    found = grounding(answer, PASSAGES, question)
    assert found is not None
    return found


@pytest.mark.parametrize("answer", ["Greta Holm", "1,060 pallets", "the mail room", "B42", "06:45"])
def test_an_answer_in_a_passage_is_a_copy_with_nothing_absent(answer: str) -> None:
    assert check(answer)["fate"] == "copied"


def test_a_copy_ends_where_words_end() -> None:
    assert check("106")["fate"] != "copied"
    assert check("mail roo")["fate"] != "copied"


@pytest.mark.parametrize("answer", ["1060 crates", "It costs €3.3 million a year", "25 at B42"])
def test_numbers_are_looked_for_whole_and_a_comma_of_thousands_means_nothing(answer: str) -> None:
    assert check(answer)["absent_numbers"] == (["25"] if "25" in answer else [])


@pytest.mark.parametrize(
    "answer", ["33 million", "3 million", "B4", "42", "2060", "0:645", "1,060,060"]
)
def test_a_number_that_only_resembles_one_is_absent(answer: str) -> None:
    assert check(answer)["fate"] == "absent"
    assert len(check(answer)["absent_numbers"]) == 1


def test_a_copy_without_its_decimal_point_is_no_copy() -> None:
    found = check("€33 million")
    assert (found["fate"], found["absent_numbers"]) == ("absent", ["33"])


def test_a_name_stands_in_one_passage_in_a_row() -> None:
    assert check("It was Greta Holm's, in Aldmoor")["absent_names"] == []
    assert check("it is Tom Varga")["absent_names"] == []
    assert check("it is Greta Berg, not Jon Berg")["absent_names"] == ["Greta Berg"]
    assert check("Linnbys")["absent_names"] == ["Linnbys"]
    apart = grounding("it is Tom Berg", [{"text": "says Tom"}, {"text": "Berg left"}], "Who?")
    assert apart is not None
    assert apart["absent_names"] == ["Tom Berg"]


def test_a_capital_letter_that_only_begins_a_sentence_makes_no_name() -> None:
    assert check("Very many pallets. Staff decide. In Aldmoor.")["names"] == 1
    assert check("The answer depends on the room.")["names"] == 0
    assert check("Paris, they say")["absent_names"] == ["Paris"]


def test_what_the_question_holds_was_not_made_up() -> None:
    found = check("Project Osprey has 77 people", "How many of the 77 work for Project Osprey?")
    assert (found["numbers"], found["names"], found["fate"]) == (0, 0, "unchecked")
    assert check("Project Osprey")["absent_names"] == ["Project Osprey"]


def test_a_rewording_with_its_number_there_is_told_from_one_with_nothing_to_look_for() -> None:
    assert check("They answer under extension 2359")["fate"] == "found"
    assert check("it is very large")["fate"] == "unchecked"


def test_an_answer_that_read_nothing_or_does_not_know_is_left_out() -> None:
    assert grounding("B42", [], "Which dock?") is None
    assert grounding("I don't know.", PASSAGES, "Which dock?") is None
    assert grounding("", PASSAGES, "Which dock?") is None


def row(text: str, group: str = "a", **more: Any) -> dict[str, Any]:
    answer = {
        "text": text,
        "error": None,
        "passages": [{"id": "s"}],
        "grounding": grounding(text, PASSAGES, ""),
    }
    answers = {"rag": answer, "base": answer | {"passages": [], "grounding": None}}
    return {"stratum": "seen", "kind": "span", "group": group, "answers": answers} | more


def test_the_figures_of_an_arm_worked_by_hand() -> None:
    rows = [
        row("B42", "a"),
        row("Greta Holm", "b"),
        row("extension 2359, not B42", "c"),
        row("it is large", "d"),
        row("B99 with Linnbys", "e"),
        row("I don't know", "f"),
        row("Paris", "g", kind="unanswerable"),
    ]
    figures = grounding_figures(rows, ["base", "rag"])
    assert [(stratum, list(arms)) for stratum, arms in figures.items()] == [
        ("seen", ["rag"]),
        ("unanswerable", ["rag"]),
    ]
    found = figures["seen"]["rag"]
    assert (found["n"], found["silent"]) == (5, 1)
    assert [found[name] for name in FATES] == [0.4, 0.2, 0.2, 0.2]
    assert found["grounded"] == 0.8
    assert found["grounded_interval"][0] < 0.8 < found["grounded_interval"][1]
    assert found["copied_interval"][0] < 0.4 < found["copied_interval"][1]
    assert (found["numbers"], found["absent_numbers"]) == (4, 1)
    assert (found["names"], found["absent_names"]) == (2, 1)


def test_an_answer_that_failed_is_neither_counted_nor_silent() -> None:
    failed = row("")
    failed["answers"]["rag"]["error"] = "too long"
    assert grounding_figures([failed], ["rag"]) == {}
    assert grounding_figures([failed, row("B42")], ["rag"])["seen"]["rag"]["silent"] == 0
