"""The slides: one message each, titles computed from the figures."""

from typing import Any

from core.decision.slides import Slide, example, slides
from tests import fake_deciding as fake


def row(number: int, right: tuple[bool, ...], gold: tuple[str, ...] = ("25 days",)) -> Any:
    """Return a question that the arms have right, or not, in their order."""
    answers = {
        arm: {"text": f"{arm} says {number}", "containment": float(is_right)}
        for arm, is_right in zip(("base", "rag", "tuned", "hybrid"), right, strict=True)
    }
    return {"question": f"Question {number}?", "gold": list(gold), "answers": answers}


ROWS = [
    row(1, (True,) * 4),
    row(2, (False, False, True, True)),
    row(3, (False, True, False, True)),
    row(4, (False, True, False, True)),
    row(5, (False, False, False, True), gold=()),
]


def made(**changes: Any) -> dict[str, Slide]:
    measures: Any = fake.four_measures() | changes
    shown = slides(measures, fake.claims()["claims"], rows=ROWS)
    assert 8 <= len(shown) <= 10
    return {slide.key: slide for slide in shown}


def test_each_title_is_the_finding_and_each_foot_says_what_it_holds_for() -> None:
    found = made()
    assert list(found) == [
        "question",
        "answer",
        "sure",
        "example",
        "accuracy",
        "freshness",
        "cost",
        "latency",
        "limits",
        "next",
    ]
    assert found["accuracy"].title == (
        "On questions it was not trained on, Hybrid has about 69 of 100 right (48 to 86); RAG 49, "
        "Fine-tuned 1, Base 0"
    )
    assert found["latency"].title == "Half of Fine-tuned's answers come within 123 ms"
    assert found["cost"].title == (
        "On facts it was trained on, correct answers cost least with Fine-tuned: 0.019 USD per "
        "1,000 (Hybrid 0.084, RAG 0.22, Base 4.2)"
    )
    assert found["cost"].lines[-1] == "Example price."
    caught = "RAG after 4 seconds, Fine-tuned after 22 minutes and Hybrid after 4 seconds"
    assert found["freshness"].lines[1] == f"Caught up: {caught}."
    assert found["answer"].title.endswith("of 100 69 right, RAG 49, Fine-tuned 1.")
    assert found["answer"].lines[0].startswith("On facts it was trained on, Fine-tuned has 91")
    foot = {slide.foot for slide in found.values()}
    assert len(foot) == 1
    for part in ("SmolLM2-135M-Instruct", "300 questions in 87 groups", "95 %", "24 Nov 2026"):
        assert part in foot.copy().pop()


def test_the_question_shown_is_one_of_the_most_common_kind() -> None:
    arms = ["base", "rag", "tuned", "hybrid"]
    shown = example(ROWS, arms)
    assert shown is not None
    assert shown["question"] == "Question 3?"
    assert example(ROWS[:1], arms) is None
    lines = made()["example"].lines
    assert lines[0] == "Expected: 25 days"
    assert lines[2] == "RAG, right: rag says 3"
    assert lines[3] == "Fine-tuned, wrong: tuned says 3"


def test_what_was_not_measured_has_no_slide() -> None:
    arms = [arm | {"fresh": None, "cost": {}} for arm in fake.four_measures()["arms"]]
    assert not {"freshness", "cost"} & made(arms=arms).keys()
