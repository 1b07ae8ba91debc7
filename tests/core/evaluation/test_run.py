"""Arms over questions: stopped and resumed, and arms that fail."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import pytest

from core.errors import CancelledError, NotFoundError
from core.evaluation.answering import Answer, failed_answer
from core.evaluation.run import run_arms
from core.evaluation.summary import summarise
from core.questions.question import Question

ARMS = ("rag", "tuned")
QUESTIONS = [
    Question(f"q{n}", f"What is code {n}?", (f"K{n}",), "span", "test", f"g{n}") for n in range(6)
]
FAILS = "out of memory"
Stored = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True)
class Echo:
    """Answers rightly as RAG, fails as the tuned arm on every second question."""

    arm: str

    def answer(self, question: str, *_: Any) -> Answer:
        number = question.removeprefix("What is code ").removesuffix("?")
        if self.arm == "tuned" and int(number) % 2:
            raise NotFoundError(FAILS)
        return replace(failed_answer(""), text=f"K{number}", latency_ms=5.0, error=None)


def run(stored: Stored, stop: Callable[[], bool] = lambda: False) -> list[tuple[str, str]]:
    """Answer what is missing into `stored`; return what was asked, in order."""
    order: list[tuple[str, str]] = []

    def save(question: str, arm: str, answer: dict[str, Any]) -> None:
        order.append((question, arm))
        stored[question, arm] = answer

    run_arms(
        QUESTIONS, [ARMS], 3, dict(stored), answerer=lambda arm, _: Echo(arm),
        exclusive=nullcontext, save=save, progress=lambda *_: None, cancelled=stop,
    )  # fmt: skip
    return order


@pytest.mark.parametrize("after", [1, 5, 11])
def test_a_stopped_run_goes_on_to_the_same_answers_in_the_same_order(after: int) -> None:
    through: Stored = {}
    whole = run(through)
    parts: Stored = {}
    with pytest.raises(CancelledError, match=f"Stopped after {after} of 12 answers"):
        run(parts, lambda: len(parts) == after)
    first = list(parts)
    assert first + run(parts) == whole
    assert parts == through


def test_what_an_arm_fails_on_is_counted_wrong_and_said() -> None:
    stored: Stored = {}
    run(stored)
    assert stored["q1", "tuned"]["error"] == FAILS
    rows = [
        {"stratum": "held_out", "kind": "span", "split": "test", "group": one.group,
         "answers": {arm: stored[one.id, arm] | {name: float(bool(stored[one.id, arm]["text"]))
                     for name in ("em", "f1", "containment")} for arm in ARMS}}
        for one in QUESTIONS
    ]  # fmt: skip
    summary = summarise({"arms": ARMS}, rows, {})
    assert summary["arms"]["tuned"]["failed"] == 3
    assert summary["arms"]["tuned"]["f1"] == 0.5
    assert summary["arms"]["rag"]["f1"] == 1.0
    assert summary["contrasts"][0]["difference"] == 0.5
