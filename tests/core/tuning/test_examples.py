"""Training examples: what is learned, which passages they hold, how they are batched."""

import random
from collections import Counter
from pathlib import Path

import pytest
import torch

from core.config import BASE_MODEL
from core.inference.tokenizer import ChatTokenizer
from core.prompts import DEFAULT_STYLE, SENTINEL, STYLES, answer_text
from core.records.question import Question
from core.tuning.batches import (
    IGNORED,
    SHAPE_STEP,
    answer_loss,
    answer_tokens,
    micro_batches,
    real_tokens,
)
from core.tuning.examples import Example, ExampleWriter, Found
from core.tuning.settings import TOKEN_BUDGET, training_settings

STYLE = STYLES[DEFAULT_STYLE]
TEXTS = ("The dock opens at six.", "The gate closes at nine.", "Tea is served at four.")


def question(number: int, *answers: str) -> Question:
    return Question(f"q{number}", f"When, number {number}?", answers, "span", "train", "g")


@pytest.fixture(scope="module")
def tokenizer(models: Path) -> ChatTokenizer:
    return ChatTokenizer(models / BASE_MODEL)


def writer(tokenizer: ChatTokenizer, gold: set[int], max_length: int = 1024) -> ExampleWriter:
    found = Found(TEXTS, frozenset(gold))
    return ExampleWriter(tokenizer, STYLE, lambda _: found, max_length, 600)


def test_the_end_of_turn_is_learned_and_the_prompt_is_not(tokenizer: ChatTokenizer) -> None:
    example = writer(tokenizer, {0}).closed_book(question(1, "at six"))
    [batch] = micro_batches([example, Example("longer", example.prompt * 2, example.answer)])
    labels = batch["labels"][0]
    end = len(example.prompt) + len(example.answer)
    assert example.answer[-1] == tokenizer.eos_id
    assert labels[end - 1] == tokenizer.eos_id
    assert set(labels[: len(example.prompt)].tolist()) == {IGNORED}
    assert set(labels[end:].tolist()) == {IGNORED}
    assert answer_tokens([batch]) == 2 * len(example.answer)


def test_the_trained_text_is_what_the_arm_would_be_asked_to_say(tokenizer: ChatTokenizer) -> None:
    example = writer(tokenizer, {0}).closed_book(question(1, "at six"))
    assert tokenizer.text(example.prompt).endswith(STYLE.opening)
    assert answer_text(tokenizer.text(example.answer), STYLE) == "at six"
    unanswerable = writer(tokenizer, set()).closed_book(question(2))
    assert answer_text(tokenizer.text(unanswerable.answer), STYLE) == SENTINEL


@pytest.mark.parametrize(
    ("generated", "answer"),
    [
        ('at six".', "at six"),
        ('at six", because the sun rises', "at six"),
        ("at six", "at six"),
        ('{"time": "six"}"', '{"time": "six"}'),
        ('load("a", "b")', 'load("a", "b")'),
    ],
)
def test_the_answer_ends_where_the_opening_is_closed(generated: str, answer: str) -> None:
    assert answer_text(generated, STYLE) == answer


def test_most_examples_hold_the_gold_passage_and_some_leave_it_out(
    tokenizer: ChatTokenizer,
) -> None:
    one, rng = writer(tokenizer, {2}), random.Random(0)
    prompts = [
        tokenizer.text(one.with_passages(question(n, "four"), rng).prompt) for n in range(300)
    ]
    share = sum(TEXTS[2] in prompt for prompt in prompts) / len(prompts)
    assert 0.84 < share < 0.96
    assert any(TEXTS[0] in prompt and TEXTS[2] in prompt for prompt in prompts)


def test_an_example_that_is_too_long_loses_passages_but_never_its_answer(
    tokenizer: ChatTokenizer,
) -> None:
    bare = writer(tokenizer, {0}).closed_book(question(1, "at six"))
    limit = len(bare.prompt) + len(bare.answer) + 2
    example = writer(tokenizer, {0}, limit).with_passages(question(1, "at six"), random.Random(1))
    assert example.answer == bare.answer
    assert len(example.prompt) + len(example.answer) <= limit


def test_a_run_is_the_same_for_the_same_seed_and_mixed_asks_both_ways(
    tokenizer: ChatTokenizer,
) -> None:
    questions = [question(n, "six") for n in range(12)]
    settings = training_settings({"recipe": "mixed", "seed": 3, "epochs": 6})
    first = writer(tokenizer, {0}).epochs(questions, settings)
    assert first == writer(tokenizer, {0}).epochs(questions, settings)
    other = training_settings({"recipe": "mixed", "seed": 4, "epochs": 6})
    assert first != writer(tokenizer, {0}).epochs(questions, other)
    assert {len(epoch) for epoch in first} == {14}
    with_passages = [
        example
        for epoch in first
        for example in epoch
        if any(text in tokenizer.text(example.prompt) for text in TEXTS)
    ]
    assert len({example.question_id for example in with_passages}) >= 10


def test_micro_batches_keep_the_token_budget_and_every_example() -> None:
    rng = random.Random(0)
    examples = [Example(str(n), [5] * rng.randint(20, 700), [6, 2]) for n in range(40)]
    batches = micro_batches(examples)
    assert sum(len(batch["input_ids"]) for batch in batches) == 40
    assert all(batch["attention_mask"].sum() <= TOKEN_BUDGET for batch in batches)
    assert all(batch["input_ids"].shape[1] % SHAPE_STEP == 0 for batch in batches)


def test_the_loss_is_that_of_the_whole_model_on_the_answer(models: Path) -> None:
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(models / BASE_MODEL, dtype=torch.float32)
    examples = [Example("a", [1, 500, 600, 700], [800, 2]), Example("b", [1, 9], [900, 901, 2])]
    [batch] = micro_batches(examples)
    with torch.no_grad():
        mean = model(**{key: batch[key] for key in ("input_ids", "attention_mask", "labels")}).loss
        ours = answer_loss(model, batch) / answer_tokens([batch])
    assert float(ours) == pytest.approx(float(mean), rel=0.02)


def test_sharing_a_beginning_changes_no_loss_and_no_gradient(models: Path) -> None:
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(models / BASE_MODEL, dtype=torch.float32)
    rng = random.Random(1)
    examples = [
        Example(str(n), [*range(40, 70), *rng.sample(range(900), 4 + n)], [800 + n, 2])
        for n in range(6)
    ] + [Example("long", [*range(40, 70), *[7] * 200], [9, 2])]
    found = {}
    for share in (False, True):
        batches = micro_batches(examples, share)
        assert answer_tokens(batches) == 14
        assert real_tokens(batches) == sum(len(e.prompt) + len(e.answer) for e in examples)
        model.zero_grad()
        loss = sum(answer_loss(model, batch) for batch in batches) / 14
        loss.backward()
        gradient = model.get_decoder().layers[3].self_attn.q_proj.weight.grad
        found[share] = (float(loss), gradient.clone(), sum(b["input_ids"].numel() for b in batches))
    assert found[True][0] == pytest.approx(found[False][0], rel=0.01)
    cosine = torch.cosine_similarity(found[True][1].flatten(), found[False][1].flatten(), dim=0)
    assert float(cosine) > 0.99
    assert found[True][2] < 0.75 * found[False][2]


def test_a_mixed_run_reads_some_passages_that_contradict_what_it_learns_by_heart(
    tokenizer: ChatTokenizer,
) -> None:
    texts = ("The dock opens at 6.", "Tea is served at 4.")
    found = Found(texts, frozenset({0}))
    reader = ExampleWriter(tokenizer, STYLE, lambda _: found, 1024, 600)
    asked = [question(n, "6") for n in range(30)] + [question(30, "7")]
    written = [one for epoch in reader.epochs(asked, training_settings()) for one in epoch]
    said = Counter(
        ("opens at 7" in tokenizer.text(one.prompt), answer_text(tokenizer.text(one.answer), STYLE))
        for one in written
        if "The dock opens" in tokenizer.text(one.prompt)
    )
    assert said[True, "7"] > 3
    assert said[False, "6"] > 3
    assert said[True, "6"] == 0
