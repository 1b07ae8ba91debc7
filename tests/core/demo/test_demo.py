"""The demo: how many facts, how they are drawn, and that its files say what its questions ask."""

from collections import Counter
from pathlib import Path

import pytest

from core.corpus.reading.parse import Parser
from core.demo.company import Company, Fact, draw_company, shortened
from core.demo.documents import write_documents
from core.demo.questions import aliases, demo_questions
from core.evaluation.scoring.metrics import score
from core.records.question import UNANSWERABLE, Question, normalised_text


@pytest.fixture(scope="module")
def company() -> Company:
    return draw_company(0)


@pytest.fixture(scope="module")
def questions(company: Company) -> list[Question]:
    return demo_questions(company)


def facts_of(company: Company, seen: bool) -> list[Fact]:
    return [f for kind in company.kinds for t in kind.things if t.seen is seen for f in t.facts]


def test_120_facts_are_seen_60_held_out_and_half_of_each_changes(company: Company) -> None:
    seen, held_out = facts_of(company, True), facts_of(company, False)
    assert (len(seen), len(held_out)) == (120, 60)
    assert sum(fact.changed for fact in seen) == 60
    assert sum(fact.changed for fact in held_out) == 30


def test_the_small_demo_has_a_bit_of_everything_in_one_document(company: Company) -> None:
    few = shortened(company)
    assert len(few.facts()) == 6
    assert [len(kind.files()) for kind in few.kinds] == [1]
    for seen in (True, False):
        assert {fact.changed for fact in facts_of(few, seen)} == {True, False}


def test_the_seed_decides_everything(company: Company) -> None:
    assert draw_company(0) == company
    assert draw_company(1) != company


def test_a_fact_has_four_training_wordings_and_three_others_to_test(
    company: Company, questions: list[Question]
) -> None:
    asked = Counter((q.extra["fact"], q.split) for q in questions if q.kind != UNANSWERABLE)
    for fact in facts_of(company, True):
        assert (asked[fact.id, "train"], asked[fact.id, "test"]) == (4, 3)
    for fact in facts_of(company, False):
        assert (asked[fact.id, "train"], asked[fact.id, "test"]) == (0, 3)


def test_no_question_is_asked_twice(questions: list[Question]) -> None:
    assert len({normalised_text(q.text) for q in questions}) == len(questions)
    assert len({q.id for q in questions}) == len(questions)


def test_nothing_is_trained_on_about_what_is_held_out(
    company: Company, questions: list[Question]
) -> None:
    held_out = {t.name for kind in company.kinds for t in kind.things if not t.seen}
    assert len(held_out) == 20
    assert {q.group for q in questions if q.split != "test"}.isdisjoint(held_out)


def test_values_are_spread_over_their_pools(company: Company) -> None:
    drawn = {fact.value for fact in company.facts() if fact.attribute["pool"] == "person"}
    assert len(drawn) > 15
    assert {fact.pool_size for fact in company.facts()} == {24}


@pytest.mark.parametrize(
    ("value", "said"),
    [("€340", "340 euros"), ("17 days", "17"), ("1,020 pallets", "1020"), ("K17", "k17")],
)
def test_other_ways_to_say_a_value_are_right_too(value: str, said: str) -> None:
    assert score(said, aliases(value))["em"] == 1


def test_the_files_are_real_and_say_their_version(company: Company, tmp_path: Path) -> None:
    with Parser() as parser:
        texts = {
            version: {
                path.name: "\n".join(page.text for page in parser.parse(path, path.name).pages)
                for path in write_documents(company, tmp_path / str(version), version)
            }
            for version in (1, 2)
        }
    assert {Path(name).suffix for name in texts[1]} == {".pdf", ".docx", ".html", ".md", ".csv"}
    for kind in company.kinds:
        for name, things in kind.files():
            for fact in (fact for thing in things for fact in thing.facts):
                assert fact.value in texts[1][name]
                assert fact.value_v2 in texts[2][name]
            said = " ".join(texts[1][name].split())
            assert kind.spec["format"] == "csv" or company.notice in said
