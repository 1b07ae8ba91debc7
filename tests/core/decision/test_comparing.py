"""Two evaluations of the same questions: differences with words, what moved, and what differs."""

from typing import Any

import pytest

from core.charts.quality.compared import COMPARED
from core.charts.quality.sentences import between_evaluations
from core.decision.cards import card_differences, price_difference
from core.decision.comparing import differences, left_out, moved, paired, refusal
from tests.fake_answers import Row, row

N = 80
CARD: dict[str, Any] = {
    "base": "smollm2-135m-instruct",
    "model": "SmolLM2-135M-Instruct",
    "arms": ["rag", "tuned"],
    "adapters": {"tuned": "mixed 1"},
    "adapter_ids": {"tuned": "ad-1"},
    "corpus_version": "c-1",
    "style": "plain",
    "questions_hash": "q-1",
    "defaults": {"top_k": 5},
}


def evaluation(tuned: float, adapter: str = "ad-1", **fields: Any) -> list[Row]:
    """Return rows in which RAG is always right and Fine-tuned on a share of the questions."""
    rows = [
        row(number, {"rag": 1.0, "tuned": float(number < tuned * N)}, **fields)
        for number in range(N)
    ]
    for each in rows:
        each["answers"]["tuned"]["adapter"] = adapter
    return rows


def compared(first: list[Row], second: list[Row]) -> Any:
    return differences(paired(first, second), ["rag", "tuned"])


def test_one_changed_adapter_moves_its_arm_alone() -> None:
    rag, tuned = compared(evaluation(0.2), evaluation(0.8, "ad-2"))
    assert (rag["verdict"], rag["difference"]) == ("equivalent", 0.0)
    assert (tuned["verdict"], tuned["adapters"]) == ("supported", 2)
    assert tuned["difference"] == pytest.approx(0.6)
    said = between_evaluations(tuned)
    assert said.startswith(
        "Fine-tuned: the second evaluation beats the first on facts held out from training by "
        "60 points of F1 (95 % interval 4"
    )
    assert "for these 2 adapters only" in said
    worse = compared(evaluation(0.8), evaluation(0.2))[1]
    assert worse["verdict"] == "refuted"
    assert "the first beats the second evaluation" in between_evaluations(worse)


def test_p_values_are_adjusted_for_all_arms_of_the_comparison() -> None:
    rag, tuned = compared(evaluation(0.2), evaluation(0.3, "ad-2"))
    assert tuned["p_holm"] == pytest.approx(2 * tuned["p"])
    assert rag["p_holm"] == 1.0


def test_too_little_to_tell_is_no_agreement() -> None:
    [_, tuned] = compared(evaluation(0.5), evaluation(0.53, "ad-2"))
    assert tuned["verdict"] == "inconclusive"
    said = between_evaluations(tuned)
    assert said.startswith("Fine-tuned: not enough data to tell which is better on facts held out")
    few = differences(paired(evaluation(0.2)[:30], evaluation(0.8)[:30]), ["tuned"])
    assert few[0]["verdict"] == "exploratory"


def test_other_questions_are_refused_with_how_many_are_shared() -> None:
    first = evaluation(0.5)
    assert refusal(first, list(reversed(evaluation(0.9)))) == ""
    said = refusal(first, evaluation(0.5)[:50])
    assert "of 80 in the first and 50 in the second, 50 are the same." in said
    reworded = evaluation(0.5)
    reworded[0]["question"], reworded[1]["gold"] = "How many weeks?", ["26 days"]
    said = refusal(first, reworded)
    assert "78 are the same. 2 of them have the same id but another text" in said


def test_what_only_one_evaluation_trained_on_is_in_no_difference() -> None:
    second = evaluation(0.8)
    for each in second[:10]:
        each["stratum"] = "seen"
    pairs = paired(evaluation(0.2), second)
    assert left_out(pairs) == 10
    assert [contrast["n"] for contrast in differences(pairs, ["rag", "tuned"])] == [70, 70]


def test_what_moved_stands_item_by_item_the_worse_first() -> None:
    first, second = evaluation(0.1), evaluation(0.2, "ad-2")
    second[0]["answers"]["rag"] |= {"containment": 0.0, "error": "The server is gone."}
    items = moved(paired(first, second), ["rag", "tuned"])
    assert [item["better"] for item in items] == [False] + [True] * 8
    assert (items[0]["arm"], items[0]["second"]) == ("rag", "The server is gone.")
    assert items[0]["gold"] == ["25 days"]
    assert {item["arm"] for item in items[1:]} == {"tuned"}


def test_of_several_seeds_most_have_to_be_right() -> None:
    first, second = evaluation(1.0), evaluation(1.0)
    for number, key in enumerate(("tuned#2", "tuned#3")):
        for rows, wrong in ((first, 0), (second, number + 1)):
            for each in rows[:2]:
                share = float(int(each["question_id"][2:]) >= wrong)
                each["answers"][key] = {**each["answers"]["tuned"], "containment": share}
    [item] = moved(paired(first[:2], second[:2]), ["tuned"])
    assert (item["question_id"], item["better"]) == ("q-0", False)


def test_what_differs_between_the_cards_is_said() -> None:
    assert card_differences(CARD, CARD) == []  # type: ignore[arg-type]
    other = CARD | {
        "model": "Qwen3-0.6B",
        "adapters": {"tuned": "mixed 2"},
        "adapter_ids": {"tuned": "ad-2"},
        "corpus_version": "c-2",
        "style": "polite",
        "questions_hash": "q-2",
        "defaults": {"top_k": 3},
        "arms": ["rag", "tuned", "base"],
    }
    said = card_differences(CARD, other)  # type: ignore[arg-type]
    assert said == [
        "The model differs: SmolLM2-135M-Instruct in the first, Qwen3-0.6B in the second.",
        "Fine-tuned answered with another adapter: mixed 1 (ad-1) in the first, mixed 2 (ad-2) in "
        "the second.",
        "The documents differ: version c-1 in the first, version c-2 in the second.",
        "The prompt differs: plain in the first, polite in the second.",
        "Settings of answering differ: top_k 5 and 3.",
        "Other questions of the two projects differ, for example those trained on.",
        "Only the second evaluation asked Base.",
    ]


def test_other_prices_are_said() -> None:
    assert price_difference({"currency": "EUR"}, {"currency": "USD"}) == ""
    said = price_difference({"currency": "EUR", "machine_per_hour": 0.2}, {"currency": "EUR"})
    assert said == "Prices differ: 0.2 EUR for a machine hour in the first, none set in the second."


def test_each_line_of_the_table_names_both_evaluations() -> None:
    side = {"name": "Handbook", "evaluation": "e-1", "model": "M", "measured_at": "2026-11-30T10"}
    found: Any = {
        "first": side,
        "second": side | {"evaluation": "e-2"},
        "n": N,
        "differences": compared(evaluation(0.2), evaluation(0.8)),
    }
    table = COMPARED.table(found)
    assert list(table["Arm"]) == ["RAG", "Fine-tuned"]
    assert list(table["Verdict"]) == ["equivalent", "better"]
    assert set(table["First"]) == {"Handbook, e-1 (M, 2026-11-30)"}
    words = " ".join(note.text for note in COMPARED.figure(found, "light").layout.annotations)
    assert "better" in words
    assert all(mark.customdata is None for mark in COMPARED.figure(found, "light").data)
