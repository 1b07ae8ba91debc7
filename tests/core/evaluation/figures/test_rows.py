import json
from dataclasses import replace

from core.evaluation.asking.run_card import Asked, run_card
from core.evaluation.figures.rows import scored_rows
from core.evaluation.figures.summary import summarise
from core.records.question import Question
from core.records.run_card import card_hash

ASKED = Question("q1", "How many pallets?", ("40",), "number", "test", "depot", "depot.pdf")
ANSWER = {
    "text": "40",
    "first_token_ms": 1,
    "latency_ms": 2,
    "embed_ms": 0,
    "search_ms": 0,
    "prefill_ms": 1,
    "decode_ms": 1,
    "tokens_in": 9,
    "tokens_out": 2,
    "error": None,
    "passages": [],
    "fingerprint": {"hash": "f"},
}


def card() -> dict:
    facts = {"base": "smollm2-135m-instruct", "adapters": {}, "adapter_ids": {}}
    return run_card(Asked(["base"], "test", None, 0), [ASKED], [ASKED], facts)


def test_a_later_change_of_the_gold_answers_rewrites_no_earlier_score() -> None:
    stored = {("q1", "base"): ANSWER}
    for now in ([ASKED], [replace(ASKED, answers=("55",))], []):
        (row,) = scored_rows(card(), now, stored, {})
        assert row["gold"] == ["40"]
        assert row["answers"]["base"]["em"] == 1


def test_a_card_of_the_first_version_is_scored_by_the_questions_as_they_are() -> None:
    old = {key: value for key, value in card().items() if key != "asked"} | {"questions": ["q1"]}
    (row,) = scored_rows(old, [replace(ASKED, answers=("55",))], {("q1", "base"): ANSWER}, {})
    assert row["gold"] == ["55"]


def test_refusals_and_labels_are_read_from_the_words_of_an_answer() -> None:
    asked = [
        Question("q1", "Who signs?", ("Ines",), "person", "test", "a"),
        Question("q2", "Who flies?", (), "unanswerable", "test", "b"),
        Question("q3", "Which queue?", ("Invoice",), "label", "test", "c"),
    ]
    trained = [Question("q4", "And this?", ("Cancel",), "label", "train", "d")]
    facts = {"base": "smollm2-135m-instruct", "adapters": {}, "adapter_ids": {}}
    made = run_card(Asked(["base"], "test", None, 0), [*asked, *trained], asked, facts)
    texts = {"q1": "I don\u2019t know.", "q2": "Bob", "q3": "invoice."}
    stored = {(key, "base"): ANSWER | {"text": text} for key, text in texts.items()}
    rows = scored_rows(made, [*asked, *trained], stored, {})
    assert [row["answers"]["base"]["abstains"] for row in rows] == [True, False, False]
    summary = summarise(made, rows, {})
    shares = {part: arms["base"]["share"] for part, arms in summary["abstention"].items()}
    assert shares == {"held_out": 0.5, "unanswerable": 0}
    part = summary["labels"]["held_out"]
    assert (part["arms"]["base"]["accuracy"], part["majority"]["label"]) == (1, "Cancel")
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary


def test_the_card_is_another_one_where_a_gold_answer_is() -> None:
    assert card_hash(card()) != card_hash(card() | {"asked": []})


def test_a_row_says_what_stands_in_its_passages_and_whether_it_was_asked_in_other_words() -> None:
    asked = [
        replace(ASKED, extra={"fact": "f"}),
        replace(ASKED, id="q2", text="What number of pallets?", extra={"fact": "f"}),
        replace(ASKED, id="q3"),
    ]
    read = ANSWER | {"passages": [{"id": "s", "document": "d", "page": 1, "text": "40 pallets"}]}
    facts = {"base": "smollm2-135m-instruct", "adapters": {}, "adapter_ids": {}}
    told = run_card(Asked(["base"], "test", None, 0), asked, asked, facts)
    rows = scored_rows(told, asked, {("q1", "base"): read, ("q2", "base"): ANSWER}, {})
    assert [(row["fact"], row["reworded"]) for row in rows] == [
        ("f", True),
        ("f", True),
        (None, False),
    ]
    assert rows[0]["answers"]["base"]["grounding"]["fate"] == "copied"
    assert rows[1]["answers"]["base"]["grounding"] is None


def test_a_question_timed_at_a_fixed_length_says_so_and_holds_the_times() -> None:
    fixed = {"tokens_out": 32, "first_token_ms": 3, "latency_ms": 65, "spent_ms": 64}
    (row,) = scored_rows(card(), [ASKED], {("q1", "base"): ANSWER | {"fixed": fixed}}, {})
    assert row["timed"]
    assert row["answers"]["base"]["fixed_latency_ms"] == 65
    (plain,) = scored_rows(card(), [ASKED], {("q1", "base"): ANSWER}, {})
    assert not plain["timed"]
    assert "fixed_latency_ms" not in plain["answers"]["base"]
