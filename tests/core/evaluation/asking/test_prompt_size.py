"""Tokens of a prompt by part, and what is said of one that does not fit."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.arms import ARMS
from core.config import ANSWER, BASE_MODEL
from core.errors import InvalidInputError
from core.evaluation.asking.answering import ReadyArm, window_fault
from core.evaluation.asking.prompt_size import PARTS, longest_fault, prompt_parts
from core.inference.builds import locate
from core.inference.generator import Completion, Prompt
from core.inference.tokenizer import ChatTokenizer
from core.prompts import DEFAULT_STYLE, STYLES, messages

ORIGINAL = STYLES[DEFAULT_STYLE]
TAUGHT = replace(ORIGINAL, key="t", examples=(("When is tea?", "at four"), ("Where?", "Rome")))
LONG = replace(ORIGINAL, key="long", instruction="Answer in short. " * 2100)
WINDOW = 8192


@pytest.fixture(scope="module")
def tokenizer(models: Path) -> ChatTokenizer:
    return ChatTokenizer(models / BASE_MODEL)


class Counting:
    """Stands for a model and counts what it was asked."""

    version, cache = "none", "fresh"

    def __init__(self, models: Path) -> None:
        self.build, self.prompts = locate(models, BASE_MODEL), 0

    def generate(self, prompt: Prompt, max_tokens: int, on_token: Any) -> Completion:
        self.prompts += 1
        return Completion([], len(prompt.ids), 1, 1, False)


@pytest.mark.parametrize("style", [ORIGINAL, TAUGHT])
@pytest.mark.parametrize("passages", [[], ["A gate.", "A much longer note on tea."]])
def test_the_parts_add_up_to_the_prompt(
    tokenizer: ChatTokenizer, style: Any, passages: list[str]
) -> None:
    parts = prompt_parts("When is it?", passages, style, tokenizer)
    whole = tokenizer.prompt_ids(messages("When is it?", passages, style), style.opening)
    assert tuple(parts) == PARTS
    assert sum(parts.values()) == len(whole)
    assert min(parts.values()) >= 0
    assert bool(parts["passages"]) == bool(passages)
    assert bool(parts["examples"]) == bool(style.examples)


def test_the_answer_s_tokens_count_against_the_window(tokenizer: ChatTokenizer) -> None:
    room = WINDOW - ANSWER.answer_tokens
    assert tokenizer.window == WINDOW
    assert window_fault(room, tokenizer, BASE_MODEL) is None
    fault = window_fault(room + 1, tokenizer, BASE_MODEL)
    assert fault is not None
    assert "takes 8,145 tokens and SmolLM2-135M-Instruct reads 8,192" in fault


def test_a_prompt_beyond_the_window_is_refused_before_the_model_sees_it(
    models: Path, tokenizer: ChatTokenizer
) -> None:
    model = Counting(models)
    arm = ReadyArm(ARMS["base"], model, tokenizer, LONG, None)
    with pytest.raises(InvalidInputError, match=r"The prompt takes [\d,]+ tokens and SmolLM2"):
        arm.answer("When?")
    assert model.prompts == 0
    replace(arm, style=ORIGINAL).answer("When?")
    assert model.prompts == 1


def test_a_style_must_leave_room_for_passages_and_the_longest_question(
    tokenizer: ChatTokenizer,
) -> None:
    fits = replace(ORIGINAL, instruction="word " * 7400)
    assert longest_fault(["When?"], fits, tokenizer, BASE_MODEL) is None
    fault = longest_fault(["When?", "why " * 400], fits, tokenizer, BASE_MODEL)
    assert fault is not None
    assert "this project's longest question" in fault


def test_the_fingerprint_names_the_wording(models: Path, tokenizer: ChatTokenizer) -> None:
    def style_of(style: Any) -> str:
        arm = ReadyArm(ARMS["base"], Counting(models), tokenizer, style, None)
        return arm.fingerprint().style

    assert style_of(ORIGINAL) == "short-answer"
    assert style_of(TAUGHT).startswith("prompt-")
    assert style_of(TAUGHT) == style_of(replace(TAUGHT, name="Other"))
