"""The prompt that all arms share: worked examples as earlier turns, and what identifies it."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.config import BASE_MODEL
from core.inference.tokenizer import ChatTokenizer
from core.prompts import DEFAULT_STYLE, STYLES, messages

ORIGINAL = STYLES[DEFAULT_STYLE]
TAUGHT = replace(ORIGINAL, key="version-2", examples=(("When is tea?", "at four"),))
HEAD = [
    1,
    9690,
    198,
    21350,
    260,
    1962,
    351,
    260,
    25258,
    8715,
    338,
    5360,
    357,
    30,
    1094,
    346,
    536,
    441,
    699,
    28,
    2988,
    476,
    57,
    1326,
    982,
    699,
    2227,
    2,
    198,
    1,
    4093,
    198,
]
PASSAGES = [64, 827, 30, 198, 198, 64, 582, 30, 198, 198]
TAIL = [17872, 42, 7655, 47, 198, 21350, 42, 2, 198, 1, 520, 9531, 198, 504, 2988, 314, 476]


@pytest.fixture(scope="module")
def tokenizer(models: Path) -> ChatTokenizer:
    return ChatTokenizer(models / BASE_MODEL)


def test_the_original_prompt_keeps_its_very_tokens(tokenizer: ChatTokenizer) -> None:
    def ids(*passages: str) -> list[int]:
        return tokenizer.prompt_ids(messages("Where?", passages, ORIGINAL), ORIGINAL.opening)

    # As read by every adapter and answer of version 0.1; other ids would make them another arm's.
    assert ids() == HEAD + TAIL
    assert ids("P one.", "P two.") == HEAD + PASSAGES + TAIL
    assert ORIGINAL.stamp == "short-answer"


def test_worked_examples_are_turns_in_the_layout_of_the_question() -> None:
    chat = messages("Where?", ["A note."], TAUGHT)
    assert [turn["role"] for turn in chat] == ["system", "user", "assistant", "user"]
    plain = messages("When is tea?", [], ORIGINAL)
    assert chat[1] == plain[1]
    assert chat[2]["content"] == 'The answer is "at four"'
    assert chat[3] == messages("Where?", ["A note."], ORIGINAL)[1]


def test_a_stamp_follows_what_the_model_reads_and_not_what_people_call_it() -> None:
    assert TAUGHT.stamp != ORIGINAL.stamp
    assert replace(TAUGHT, name="Tea", key="version-9").stamp == TAUGHT.stamp
    assert replace(TAUGHT, instruction="Answer.").stamp != TAUGHT.stamp
    assert replace(TAUGHT, examples=(("When is tea?", "at five"),)).stamp != TAUGHT.stamp
    assert replace(ORIGINAL, instruction="Answer.").stamp != ORIGINAL.stamp
