"""The finding as a sentence: it says what the comparisons carry, of one measure."""

from typing import Any

import pytest

from core.decision.headline import findings, how_sure, limits

LABELS = {"base": "Base", "rag": "RAG", "tuned": "Fine-tuned", "hybrid": "Hybrid"}


def share(value: float) -> dict[str, Any]:
    return {"n": 100, "groups": 40, "share": value, "interval": [value - 0.1, value + 0.1]}


def arm(key: str, fresh: tuple[float, float | None] | None = None, **shares: float) -> Any:
    held = None
    if fresh:
        held = {"n": 50, "groups": 30, "new": fresh[0], "seconds": fresh[1]}
    accuracy = {stratum: share(value) for stratum, value in shares.items()}
    return {"arm": key, "label": LABELS[key], "accuracy": accuracy, "fresh": held}


def contrast(first: str, second: str, verdict: str, stratum: str = "held_out") -> Any:
    return {
        "stratum": stratum,
        "first": first,
        "second": second,
        "measure": "containment",
        "margin": 0.05,
        "difference": 0.2 if verdict != "refuted" else -0.2,
        "interval": [0.1, 0.3] if verdict != "refuted" else [-0.3, -0.1],
        "verdict": verdict,
        "p_holm": None if verdict == "exploratory" else 0.00001,
        "n": 89,
        "groups": 20,
        "needed": 2312,
    }


THREE = [
    arm("base", held_out=0.0),
    arm("rag", held_out=0.49),
    arm("tuned", held_out=0.01),
    arm("hybrid", held_out=0.69),
]


def three(hybrid_rag: str, hybrid_tuned: str = "supported") -> list[Any]:
    return [
        contrast("rag", "tuned", "supported"),
        contrast("hybrid", "rag", hybrid_rag),
        contrast("hybrid", "tuned", hybrid_tuned),
    ]


@pytest.mark.parametrize(
    ("contrasts", "sentence"),
    [
        (three("supported"), "Hybrid is the most accurate: of 100 about 69 right, RAG 49, Fine"),
        (
            three("inconclusive"),
            "Hybrid has about 69 of 100 right and RAG 49 (not enough data to tell which is better)"
            ", Fine-tuned 1.",
        ),
        (three("equivalent"), "and RAG 49 (within 5 points of each other), Fine-tuned 1."),
        (three("exploratory"), "and RAG 49 (too few questions to tell which is better), Fine"),
        (three("supported", "inconclusive"), "and Fine-tuned 1 (not enough data to tell which"),
        (three("refuted"), "and RAG 49 (not enough data to tell which is better)"),
        ([], "and RAG 49 and Fine-tuned 1 (not compared by plan)."),
    ],
)
def test_the_leader_is_called_best_only_where_every_comparison_says_so(
    contrasts: list[Any], sentence: str
) -> None:
    said = " ".join(findings(THREE, contrasts))
    assert sentence in said
    assert said.startswith("On questions it was not trained on, Hybrid ")
    assert ("most accurate" in said) == (contrasts == three("supported"))


def test_a_refuted_comparison_makes_its_second_arm_the_leader() -> None:
    arms = [arm("rag", seen=0.36), arm("tuned", seen=0.91)]
    said = " ".join(findings(arms, [contrast("rag", "tuned", "refuted", "seen")]))
    assert said == (
        "On facts it was trained on, Fine-tuned is the most accurate: of 100 about 91 right, "
        "RAG 36."
    )
    sure = how_sure(arms, [contrast("rag", "tuned", "refuted", "seen")], [])
    assert "Fine-tuned has 20 points more right than RAG (95 % interval 10 to 30; 89" in sure


def test_an_arm_that_no_plan_compares_is_named_where_it_is_as_good() -> None:
    arms = [arm("base", held_out=0.7), *THREE[1:]]
    said = " ".join(findings(arms, three("supported")))
    assert "is the most accurate of Hybrid, RAG and Fine-tuned (Base 70, not compared" in said


def test_what_changes_says_how_soon_and_at_which_price() -> None:
    arms = [
        arm("rag", (0.57, None), held_out=0.5),
        arm("tuned", (0.0, 1323.1), held_out=0.1),
        arm("hybrid", (0.827, 4.5), held_out=0.7),
    ]
    assert findings(arms, three("supported"))[-1] == (
        "When documents change, Hybrid gives the new value for about 83 of 100 facts it knew, "
        "after 4 seconds, and Fine-tuned needs 22 minutes of retraining."
    )
    arms[1]["fresh"]["seconds"] = None
    assert " ".join(findings(arms, three("supported"))).endswith(
        "and Fine-tuned has not caught up."
    )


def test_another_word_by_the_planned_measure_is_not_kept_back() -> None:
    f1 = contrast("hybrid", "rag", "supported") | {"measure": "f1"}
    sure = how_sure(THREE, three("inconclusive"), [f1])
    assert "About 2,300 such questions in all would show a difference of 5 points." in sure
    assert "Planned measure, F1 (it also counts answers that are right in part): Hybrid is " in sure
    assert sure.endswith("Hybrid is ahead by 20 points (10 to 30).")
    assert "Planned measure" not in how_sure(THREE, three("supported"), [f1])


def test_the_largest_uncertainty_comes_first() -> None:
    lines = limits("M (135M)", 1, "A program wrote them.", {"held_out": 20}, 60, prices=True)
    assert [line.split()[0] for line in lines] == [
        "It",
        "One",
        "A",
        "Questions",
        "Freshness",
        "Times",
        "Costs",
    ]
    few = limits("M", 3, "", {"held_out": 40, "seen": 30}, None, prices=False)
    assert len(few) == 2
