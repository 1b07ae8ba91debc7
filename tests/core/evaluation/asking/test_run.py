"""Arms over questions: stopped and resumed, and arms that fail."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest

from core.arms import ALL_ARMS
from core.errors import CancelledError, NotFoundError
from core.evaluation.asking.answering import ReadyArm
from core.evaluation.asking.run import TOGETHER, run_arms
from core.evaluation.figures.cost import correct_cost, cost_figures
from core.evaluation.figures.summary import summarise
from core.inference.generator import Completion, Prompt
from core.prompts import DEFAULT_STYLE, STYLES
from core.records.answer import Answer, failed_answer
from core.records.question import Question

ARMS = ("rag", "tuned")
QUESTIONS = [
    Question(f"q{n}", f"What is code {n}?", (f"K{n}",), "span", "test", f"g{n}") for n in range(6)
]
FAILS = "out of memory"
MANY = [
    Question(f"q{n}", f"What is code {n}?", (f"K{n}",), "span", "test", f"g{n}") for n in range(40)
]
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

    def save(arm: str, answers: Mapping[str, dict[str, Any]]) -> None:
        order.extend((question, arm) for question in answers)
        stored.update({(question, arm): answer for question, answer in answers.items()})

    run_arms(
        QUESTIONS,
        [ARMS],
        3,
        dict(stored),
        ready=lambda arm, _: Echo(arm),
        exclusive=nullcontext,
        save=save,
        progress=lambda *_: None,
        cancelled=stop,
    )
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
        {
            "stratum": "held_out",
            "kind": "span",
            "split": "test",
            "group": one.group,
            "answers": {
                arm: stored[one.id, arm]
                | {
                    name: float(bool(stored[one.id, arm]["text"]))
                    for name in ("em", "f1", "containment")
                }
                for arm in ARMS
            },
        }
        for one in QUESTIONS
    ]
    summary = summarise({"arms": ARMS}, rows, {})
    assert summary["arms"]["tuned"]["failed"] == 3
    assert summary["arms"]["tuned"]["f1"] == 0.5
    assert summary["arms"]["rag"]["f1"] == 1.0
    assert summary["contrasts"][0]["difference"] == 0.5


class Writes:
    """A model that answers with how many prompts it was given together."""

    version, cache = "none", "fresh"
    build = SimpleNamespace(
        base="b", adapter=None, precision="int8", weights_sha256="0", server=None
    )

    def __init__(self) -> None:
        self.together: list[int] = []

    def generate(self, prompt: Prompt, max_tokens: int, on_token: Any) -> Completion:
        return Completion([1], len(prompt.ids), 100.0, 100.0, False)

    def generate_many(self, prompts: list[Prompt], max_tokens: int) -> list[list[int]]:
        self.together.append(len(prompts))
        return [[len(prompts)]] * len(prompts)


class Counts:
    """Stands for a tokenizer whose model reads 200 tokens: a letter is one."""

    template, window = "", 200

    def prompt(self, chat: Any, opening: str) -> Prompt:
        return Prompt([0] * len(chat[-1]["content"]))

    def text(self, ids: list[int]) -> str:
        return f"of {ids[0]}"


def many(questions: Sequence[Question], timed: int | None, stored: Stored, model: Writes) -> Stored:
    found = dict(stored)

    def ready(arm: str, _: Question) -> Any:
        return ReadyArm(ALL_ARMS[arm], model, Counts(), STYLES[DEFAULT_STYLE], None)  # type: ignore[arg-type]

    def save(arm: str, answers: Mapping[str, dict[str, Any]]) -> None:
        found.update({(question, arm): answer for question, answer in answers.items()})

    run_arms(
        questions,
        [["base", "tuned"]],
        3,
        stored,
        ready=ready,
        exclusive=nullcontext,
        save=save,
        progress=lambda *_: None,
        cancelled=lambda: False,
        timed=timed,
    )
    return found


def test_the_first_questions_are_timed_and_the_others_answered_together_without_times() -> None:
    model = Writes()
    found = many(MANY, 5, {}, model)
    assert len(found) == 80
    timed = {key for key, answer in found.items() if answer["latency_ms"] is not None}
    assert timed == {(f"q{n}", arm) for n in range(5) for arm in ("base", "tuned")}
    assert sum(model.together) == 70
    assert max(model.together) == TOGETHER
    times = ("first_token_ms", "latency_ms", "embed_ms", "search_ms", "prefill_ms", "decode_ms")
    untimed = found["q5", "base"]
    assert [untimed[name] for name in times] == [None] * 6
    assert untimed["together_ms"] >= 0
    assert untimed["text"] == f"of {TOGETHER}"


def test_a_resumed_run_answers_the_same_questions_together() -> None:
    through = many(MANY, 5, {}, Writes())
    order = list(through)
    half = {key: through[key] for key in order[: order.index(("q5", "base")) + TOGETHER]}
    again = many(MANY, 5, half, Writes())
    texts = {key: answer["text"] for key, answer in again.items()}
    assert texts == {key: answer["text"] for key, answer in through.items()}


def test_one_question_that_cannot_be_asked_fails_alone_among_those_answered_together() -> None:
    long = replace(MANY[7], text="x" * 190)
    found = many([*MANY[:7], long, *MANY[8:20]], 0, {}, Writes())
    assert "Shorten the question" in found["q7", "base"]["error"]
    failed = {key for key, answer in found.items() if answer["error"]}
    assert failed == {("q7", "base"), ("q7", "tuned")}


def test_costs_by_the_hour_are_those_of_timed_answers_alone() -> None:
    costs, groups = [2.0, None, 4.0, None], ["a", "b", "c", "d"]
    assert cost_figures(costs, groups)["cost"] == 3.0
    assert correct_cost(costs, [1.0, 1.0, 0.0, 1.0], groups)["cost_per_correct"] == 6.0
