"""What is said before an hour of training: never more than the questions can carry."""

from typing import Any

import pytest

from core.evaluation.figures.gates import FEWEST, gate_split, gates
from core.records.question import Question


def rows(n: int, base: int, oracle: int, **more: Any) -> list[dict[str, Any]]:
    """Return questions: base has the first `base` right, the oracle the first `oracle`."""
    return [
        {
            "kind": "span",
            "group": str(number),
            "gold": [f"A{number % 10}"],
            "answers": {
                "base": {"containment": float(number < base), "error": None},
                "oracle": {"containment": float(number < oracle), "error": None},
            },
        }
        | more
        for number in range(n)
    ]


@pytest.mark.parametrize(
    ("base", "oracle", "findings"),
    [
        (2, 40, ["reads"]),
        (2, 4, ["unread"]),
        (2, 6, ["unclear"]),  # Seven points more, which four questions could give by chance.
        (52, 58, ["known", "reads"]),
        (54, 54, ["known", "unread"]),
    ],
)
def test_what_was_found_decides_what_is_said(base: int, oracle: int, findings: list[str]) -> None:
    found = gates(rows(60, base, oracle))
    assert found["findings"] == findings
    assert (found["base"], found["oracle"]) == (base / 60, oracle / 60)


def test_few_questions_conclude_nothing() -> None:
    assert gates(rows(FEWEST - 1, 0, FEWEST - 1))["findings"] == ["few"]
    assert gates([]) == {"n": 0, "left_out": 0, "findings": ["few"]}
    three = [row | {"group": str(n % 3)} for n, row in enumerate(rows(60, 0, 60))]
    assert gates(three)["findings"] == ["few"]


def test_a_question_without_a_known_passage_says_nothing_of_reading() -> None:
    some = rows(60, 2, 40)
    for row in some[40:]:
        row["answers"]["oracle"]["error"] = "No passage is known to hold the answer."
    found = gates(some)
    assert (found["n"], found["left_out"], found["oracle"]) == (40, 20, 1.0)


def test_the_two_lines_to_beat() -> None:
    found = gates(rows(40, 2, 30, pool=20))
    assert found["guess"] == pytest.approx(0.05)
    assert found["majority"] == pytest.approx(0.1)
    assert gates(rows(40, 2, 30))["guess"] is None


def test_unanswerable_and_unanswered_questions_are_left_out() -> None:
    mixed = rows(30, 3, 20) + rows(10, 0, 0, kind="unanswerable")
    del mixed[0]["answers"]["oracle"]
    assert gates(mixed)["n"] == 29


def test_test_questions_are_never_asked() -> None:
    def question(split: str, document: str | None = "d", group: str = "g") -> Question:
        return Question(split, "?", ("a",), "span", split, group, document)

    many = [question("train", group=str(n)) for n in range(20)]
    assert gate_split([*many, question("dev")]) == "train"  # One group shows nothing.
    assert gate_split([question("train"), question("dev"), question("test")]) == "dev"
    assert gate_split([question("train"), question("test")]) == "train"
    assert gate_split([question("test"), question("dev", None)]) is None
