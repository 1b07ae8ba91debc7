"""What a report says, before any file format."""

import copy
from typing import Any

import pytest

from core.report.parts import Row, Stamp, Table, number
from core.report.story import NO_PRICE, story
from tests.core.report.hand_made import MODEL, PLANNED, contrast, measures, recommendation, snapshot

FOUND = {"n", "95 % interval", "Holds for"}


def test_the_same_snapshot_tells_the_same_story() -> None:
    assert story(snapshot()) == story(snapshot())


def test_every_chart_has_a_finding_a_reading_a_table_and_a_caption() -> None:
    told = story(snapshot())
    assert [section.key for section in told.sections] == [
        "accuracy",
        "differences",
        "fresh",
        "said",
        "right",
        "latency",
        "cost",
        "break-even",
    ]
    for section in told.sections:
        assert section.finding
        assert section.reading
        assert section.table.rows
        assert section.caption.startswith(f"{MODEL}, n = ")
        assert "interval" in section.caption
        assert "November 2026, recorded" in section.caption
    assert "example price" in told.sections[-1].caption


def test_the_accuracy_names_the_arm_and_the_share_of_the_chosen_kind_of_questions() -> None:
    [accuracy, *_] = story(snapshot()).sections
    expected = "Of 100 questions it was not trained on, Hybrid has about 68 right; RAG 49"
    assert accuracy.finding.startswith(expected)


def test_what_is_not_decided_is_not_given_a_winner() -> None:
    differences = story(snapshot()).sections[1]
    said = [str(row.cells[1]) for row in differences.table.rows]
    assert said[3] == "Fine-tuned beats RAG by 62 points"
    assert said[5] == "Hybrid or Fine-tuned: not enough data to tell which is better"
    assert differences.finding.startswith("By containment, of 6 comparisons planned")
    assert "5 have a winner and for 1 there is not enough data to tell" in differences.finding


@pytest.mark.parametrize(
    ("field", "value"),
    [("freshness", None), ("months", None), ("recorded", None), ("contrasts", []), ("claims", [])],
)
def test_what_was_not_measured_is_left_out(field: str, value: Any) -> None:
    kept = {section.key for section in story(snapshot(**{field: value})).sections}
    gone = {"freshness": {"fresh", "said", "right"}, "months": {"break-even"}}
    assert not kept & gone.get(field, set())


def test_without_a_price_no_cost_is_said() -> None:
    bare = measures(example_price=False)
    for arm in bare["arms"]:
        for part in arm["cost"].values():
            part |= {"per_correct": None, "interval": None}
    told = story(snapshot(measures=bare, months=None))
    assert told.price == NO_PRICE
    assert "cost" not in {section.key for section in told.sections}
    assert "example price" not in " ".join(row.stamp.words for row in told.claims.rows)


def test_a_score_s_points_are_named() -> None:
    by_f1 = [contrast(*each, measure="f1") for each in PLANNED]
    differences = story(snapshot(contrasts=by_f1)).sections[1]
    assert differences.table.rows[3].cells[1] == "Fine-tuned beats RAG by 62 points of F1"
    assert "Points of F1" in differences.table.columns


def test_a_claim_s_size_is_said_from_the_side_that_its_finding_names_first() -> None:
    rows = {row.cells[0]: row for row in story(snapshot()).claims.rows}
    refusals = rows["RAG hallucinates less"]
    assert refusals.cells[3:] == (85.0, "points of 100")
    assert refusals.interval == [68.0, 94.0]
    assert rows["RAG costs less"].interval == [8.9, 15.2]


def test_only_what_rests_on_a_price_says_that_it_is_an_example() -> None:
    claims = story(snapshot()).claims
    priced = [row.cells[0] for row in claims.rows if "example price" in row.stamp.notes]
    assert priced == ["RAG costs less"]


def test_the_answer_is_the_first_finding_and_the_others_follow() -> None:
    told = story(snapshot())
    assert told.headline == measures()["headline"]
    assert list(told.more) == measures()["more"]


def test_an_example_price_is_said_beside_every_cost() -> None:
    told = story(snapshot())
    assert "example price" in told.price
    cost = next(section for section in told.sections if section.key == "cost")
    assert all("example price" in row[-1] for row in cost.table.printed())


def test_a_row_taken_alone_names_model_questions_interval_and_date() -> None:
    for table in story(snapshot(recommendation=recommendation())).tables:
        for cells in table.printed():
            row = dict(zip(table.head, cells, strict=True))
            assert set(row) >= FOUND
            assert row["n"]
            assert "to" in row["95 % interval"] or "no interval" in row["95 % interval"]
            assert MODEL in row["Holds for"]
            assert "2026" in row["Holds for"] or "not measured" in row["Holds for"]


def test_the_next_step_is_the_recommendation_s_else_the_cheapest_measurement() -> None:
    assert "120 questions more" in story(snapshot(recommendation=recommendation())).next_step
    assert "12 minutes" in story(snapshot()).next_step


def test_a_story_leaves_its_snapshot_as_it_was() -> None:
    made = snapshot()
    kept = copy.deepcopy(made)
    story(made)
    assert made == kept


def test_text_is_cleared_of_what_no_file_may_hold_and_of_what_turns_it_round() -> None:
    told = story(snapshot(measures=measures(project="a\x00b\x0b\n c\u202egpj.exe\ud800")))
    assert told.title == "a b cgpj.exe"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1e-12, "0"), (0.0000123, "0.0000123"), (68.539, "68.5"), (12073.4, "12,073")],
)
def test_numbers_have_three_digits_and_no_exponent(value: float, text: str) -> None:
    assert number(value) == text


def test_a_stamp_stands_in_one_line_where_there_are_no_columns() -> None:
    row = Row(("RAG",), 89, [32.9, 66.3], Stamp(MODEL, "2026-11-24", ("recorded",)))
    said = Table("", ("Arm",), (row,)).stamped(row)
    assert said == f"n = 89, 95 % interval 32.9 to 66.3, {MODEL}, 24 November 2026, recorded"
