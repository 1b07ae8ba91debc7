"""The fixed length: timed behind the natural answer, saved with it, and changing nothing of it."""

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.arms import ARMS
from core.config import BASE_MODEL
from core.corpus.search.retriever import Retrieval
from core.evaluation.asking.answering import ReadyArm
from core.evaluation.asking.fixed_length import TOKENS
from core.evaluation.asking.run import WARM_UP, run_arms
from core.evaluation.figures.fixed_length import fixed_fields, fixed_figures
from core.inference.builds import locate
from core.inference.generator import Completion, Prompt
from core.inference.tokenizer import ChatTokenizer
from core.prompts import DEFAULT_STYLE, STYLES
from core.records.question import Question

QUESTIONS = [
    Question(f"q{n}", f"Where is gate {n}?", ("north",), "x", "test", "a") for n in range(4)
]
PASSAGE = SimpleNamespace(id="s-1", document="a.md", page=1, text="Gate 1 is north.", score=1.0)


class Model:
    """Answers at once in two tokens, or in as many as it is made to write, 10 ms a token."""

    version, cache = "none", "fresh"

    def __init__(self, models: Path) -> None:
        self.build = locate(models, BASE_MODEL)
        self.asked: list[tuple[Prompt, bool]] = []

    def generate(
        self, prompt: Prompt, max_tokens: int, on_token: Any, exactly: bool = False
    ) -> Completion:
        self.asked.append((prompt, exactly))
        tokens = max_tokens if exactly else 2
        return Completion([7] * tokens, len(prompt.ids), 100, 100 + 10 * (tokens - 1), False)


class Finds:
    def retrieve(self, question: str, k: int) -> Retrieval:
        return Retrieval((PASSAGE,), 30, 20)  # type: ignore[arg-type]


@pytest.fixture
def model(models: Path) -> Model:
    return Model(models)


def run(model: Model, models: Path, stored: dict, fixed: set[str]) -> dict[tuple[str, str], dict]:
    tokenizer = ChatTokenizer(models / BASE_MODEL)
    saved = dict(stored)

    def ready(arm: str, question: Question) -> ReadyArm:
        found: Any = Finds() if ARMS[arm].retrieves else None
        return ReadyArm(ARMS[arm], model, tokenizer, STYLES[DEFAULT_STYLE], found)

    def save(arm: str, answers: Mapping[str, dict]) -> None:
        for question, answer in answers.items():
            assert (question, arm) not in saved, "an answer is saved once"
            saved[question, arm] = answer

    run_arms(
        QUESTIONS,
        [["base", "rag"]],
        0,
        stored,
        ready=ready,
        exclusive=nullcontext,
        save=save,
        progress=lambda *_: None,
        cancelled=lambda: False,
        fixed=fixed,
    )
    return saved


def kept(answer: dict) -> dict:
    """Return what does not depend on the clock."""
    return {key: answer[key] for key in ("text", "ids", "passages", "prefill_ms", "decode_ms")}


def test_only_the_first_questions_are_timed_and_their_answers_stay_the_same(
    model: Model, models: Path
) -> None:
    plain = run(model, models, {}, set())
    timed = run(model, models, {}, {"q0", "q1"})
    assert {key for key, answer in timed.items() if "fixed" in answer} == {
        (question, arm) for question in ("q0", "q1") for arm in ("base", "rag")
    }
    assert {key: kept(answer) for key, answer in timed.items()} == {
        key: kept(answer) for key, answer in plain.items()
    }


def test_the_same_prompt_is_answered_again_right_behind(model: Model, models: Path) -> None:
    run(model, models, {}, {"q0"})
    asked = model.asked[WARM_UP:]
    again = [at for at, (_, exactly) in enumerate(asked) if exactly]
    assert len(again) == 2
    for at in again:
        assert asked[at][0] == asked[at - 1][0]


def test_finding_passages_counts_as_it_did_in_the_natural_answer(
    model: Model, models: Path
) -> None:
    answer = run(model, models, {}, {"q0"})["q0", "rag"]
    fixed, before = answer["fixed"], answer["first_token_ms"] - 100
    assert fixed["tokens_out"] == TOKENS
    assert fixed["first_token_ms"] == pytest.approx(before + 100, abs=0.02)
    assert fixed["latency_ms"] == pytest.approx(before + 100 + 10 * (TOKENS - 1), abs=0.02)
    assert fixed["spent_ms"] == 100 + 10 * (TOKENS - 1)


def test_a_resumed_run_times_what_is_missing_and_nothing_twice(model: Model, models: Path) -> None:
    whole = run(model, models, {}, {"q0", "q1"})
    part = {key: answer for key, answer in whole.items() if key[0] == "q0"}
    model.asked.clear()
    resumed = run(model, models, part, {"q0", "q1"})
    assert {key for key, answer in resumed.items() if "fixed" in answer} == {
        key for key, answer in whole.items() if "fixed" in answer
    }
    assert sum(exactly for _, exactly in model.asked) == 2


def test_figures_worked_by_hand() -> None:
    answers = [
        {
            "latency_ms": 100.0 * n,
            **fixed_fields(
                {"fixed": {"tokens_out": 32, "first_token_ms": 90, "latency_ms": 90 + 31 * n}}
            ),
        }
        for n in (1, 2, 3)
    ]
    figures = fixed_figures([*answers, {"latency_ms": 9e9}])
    assert figures is not None
    assert (figures["n"], figures["tokens"]) == (3, 32)
    assert figures["natural_ms"]["p50"] == 200
    assert figures["latency_ms"]["p50"] == 152
    assert figures["per_token_ms"]["p50"] == pytest.approx(2)


def test_answers_of_an_older_evaluation_have_none() -> None:
    assert fixed_fields({"latency_ms": 3}) == {}
    assert fixed_figures([{"latency_ms": 3}]) is None
