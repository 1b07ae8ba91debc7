"""Numbers and names that stand in no document, of arms that read none as well."""

from typing import Any

import pytest

from core.evaluation.figures.inventions import inventions
from core.evaluation.scoring.grounding import invented, known_in

TEXTS = ["The dock code of Gorsey is M26, led by Ana Silva.", "Hexley opened on 1,060 acres."]
KNOWN = known_in(TEXTS)


@pytest.mark.parametrize(
    ("answer", "made_up"),
    [
        ("M26", []),
        ("Ana Silva", []),
        ("1060 acres at Hexley", []),
        ("Q93", ["q93"]),
        ("It is led by Tom Varga.", ["Tom Varga"]),
        ("Silva Gorsey", ["Silva Gorsey"]),
        ("the dock is large", []),
        ("Brightwell", []),
        ("K17", []),
    ],
)
def test_what_stands_in_no_document_is_invented_but_for_question_and_gold(
    answer: str, made_up: list[str]
) -> None:
    assert invented(answer, KNOWN, "What is the code of Brightwell?", ["K17"]) == made_up


def row(part: str, **answers: dict[str, Any]) -> Any:
    return {
        "question": "What is it?",
        "gold": [],
        "stratum": "held_out",
        "kind": "unanswerable" if part == "unanswerable" else "span",
        "group": str(len(answers)),
        "answers": answers,
    }


def test_every_arm_is_counted_by_stratum_and_a_refusal_invents_nothing() -> None:
    said = {"error": None, "abstains": False, "form": None}
    base = said | {"text": "Q93"}
    rows = [
        row("unanswerable", base=base, rag=base | {"abstains": True}),
        row("held_out", base=said | {"text": "M26"}, rag=base | {"form": {"valid": True}}),
    ]
    found = inventions(rows, ["base", "rag"], TEXTS)
    assert {part: {arm: f["share"] for arm, f in arms.items()} for part, arms in found.items()} == {
        "unanswerable": {"base": 1.0, "rag": 0.0},
        "held_out": {"base": 0.0},
    }
