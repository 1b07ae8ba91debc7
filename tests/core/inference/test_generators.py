"""Both runtimes: the same tokens as transformers' template, greedy, stopped by the caller."""

import json
import os
import shutil
import sys
from pathlib import Path

import psutil
import pytest

from core.config import BASE_MODEL
from core.errors import NotFoundError
from core.inference.builds import load, locate, reference
from core.inference.generator import parts_of
from core.inference.tokenizer import ChatTokenizer
from core.process.memory import give_back
from core.prompts import DEFAULT_STYLE, STYLES, messages

CHAT = messages(
    "What is the capital of France?", ["Paris is the capital {of} France."], STYLES[DEFAULT_STYLE]
)


@pytest.fixture(scope="module")
def tokenizer(models: Path) -> ChatTokenizer:
    return ChatTokenizer(models / BASE_MODEL)


def test_ids_are_those_of_transformers(models: Path, tokenizer: ChatTokenizer) -> None:
    from transformers import AutoTokenizer

    theirs = AutoTokenizer.from_pretrained(models / BASE_MODEL)
    expected = theirs.apply_chat_template(CHAT, add_generation_prompt=True, return_dict=False)
    assert tokenizer.prompt_ids(CHAT, "") == expected
    assert tokenizer.eos_id == theirs.eos_token_id


def test_the_prompt_is_the_beginning_of_the_whole_chat(tokenizer: ChatTokenizer) -> None:
    whole = tokenizer.render([*CHAT, {"role": "assistant", "content": "Paris"}], answer_next=False)
    prompt = tokenizer.prompt_ids(CHAT, "")
    assert tokenizer.ids(whole)[: len(prompt)] == prompt


def test_packing_keeps_the_budget_and_cuts_the_last(tokenizer: ChatTokenizer) -> None:
    words = "alpha beta gamma delta " * 20
    packed = tokenizer.pack([words, words, words], len(tokenizer.ids(words)) + 10)
    assert packed[0] == words
    assert len(packed) == 2
    assert len(tokenizer.ids(packed[1])) <= 11


def test_a_folder_s_own_settings_change_no_answer(
    models: Path, tokenizer: ChatTokenizer, tmp_path: Path
) -> None:
    folder = tmp_path / "base"
    shutil.copytree(models / BASE_MODEL, folder, copy_function=os.link)
    (folder / "generation_config.json").unlink()
    punished = {"repetition_penalty": 9.0, "no_repeat_ngram_size": 1, "max_length": 3}
    (folder / "generation_config.json").write_text(json.dumps(punished))
    given = [
        load(reference(models, base), tokenizer).generate(
            tokenizer.prompt(CHAT, 'The answer is "'), 12, lambda _: True
        )
        for base in (BASE_MODEL, str(folder))
    ]
    assert given[0].ids == given[1].ids


def test_other_weights_in_a_folder_are_another_build(models: Path, tmp_path: Path) -> None:
    folder = tmp_path / "base"
    shutil.copytree(models / BASE_MODEL, folder, copy_function=os.link)
    before = reference(models, str(folder)).weights_sha256
    assert before == reference(models, BASE_MODEL).weights_sha256
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors").write_bytes(b"other weights")
    assert reference(models, str(folder)).weights_sha256 != before


@pytest.mark.parametrize("find", [locate, reference])
def test_a_generator_is_greedy_streams_and_stops(
    models: Path, tokenizer: ChatTokenizer, find: object
) -> None:
    generator = load(find(models, BASE_MODEL), tokenizer)  # type: ignore[operator]
    prompt = tokenizer.prompt(CHAT, 'The answer is "')
    seen: list[int] = []
    done = generator.generate(prompt, 12, lambda token: seen.append(token) is None)
    assert done.ids == seen
    assert "Paris" in tokenizer.text(done.ids)
    assert 0 < done.first_token_ms <= done.total_ms
    assert done.tokens_in == len(prompt.ids)
    again = generator.generate(prompt, 12, lambda _: True)
    assert again.ids == done.ids
    stopped = generator.generate(tokenizer.prompt(CHAT, ""), 48, lambda _: False)
    assert stopped.stopped
    assert len(stopped.ids) <= 2


def test_a_failing_listener_does_not_hang_the_generator(
    models: Path, tokenizer: ChatTokenizer
) -> None:
    def broken(token: int) -> bool:
        raise RuntimeError("listener")

    generator = load(locate(models, BASE_MODEL), tokenizer)
    prompt = tokenizer.prompt(CHAT, "")
    with pytest.raises(RuntimeError, match="listener"):
        generator.generate(prompt, 8, broken)
    assert generator.generate(prompt, 4, lambda _: True).ids


def test_a_missing_model_or_build_says_what_to_do(models: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"python3 start\.py"):
        locate(tmp_path, BASE_MODEL)
    with pytest.raises(NotFoundError, match="train it again"):
        locate(models, BASE_MODEL, "ad-1", tmp_path)


@pytest.mark.parametrize("find", [locate, reference])
def test_an_exact_length_goes_past_the_model_s_end_and_changes_nothing_after_it(
    models: Path, tokenizer: ChatTokenizer, find: object
) -> None:
    generator = load(find(models, BASE_MODEL), tokenizer)  # type: ignore[operator]
    prompt = tokenizer.prompt(CHAT, 'The answer is "Paris".')
    natural = generator.generate(prompt, 24, lambda _: True)
    assert natural.ids[-1] == tokenizer.eos_id
    exact = generator.generate(prompt, 24, lambda _: True, exactly=True)
    assert len(natural.ids) < len(exact.ids) == 24
    assert generator.generate(prompt, 24, lambda _: True).ids == natural.ids


@pytest.mark.parametrize("find", [locate, reference])
def test_prompts_answered_together_are_answered_as_they_are_alone(
    models: Path, tokenizer: ChatTokenizer, find: object
) -> None:
    generator = load(find(models, BASE_MODEL), tokenizer)  # type: ignore[operator]
    places = {"France": "Paris", "Italy": "Rome", "a country called Spain": "Madrid"}
    prompts = [
        tokenizer.prompt(
            messages(
                f"What is the capital of {place}?",
                [f"{city} is the capital of {place}."],
                STYLES[DEFAULT_STYLE],
            ),
            'The answer is "',
        )
        for place, city in places.items()
    ]
    assert len({len(prompt.ids) for prompt in prompts}) > 1
    alone = [generator.generate(prompt, 12, lambda _: True).ids for prompt in prompts]
    assert generator.generate_many(prompts, 12) == alone
    assert any(ids[-1] == tokenizer.eos_id and len(ids) < 12 for ids in alone)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot be told")
def test_a_loaded_build_holds_its_weights_once(models: Path, tokenizer: ChatTokenizer) -> None:
    process = psutil.Process()
    loaded = load(locate(models, BASE_MODEL), tokenizer)
    prompt = tokenizer.prompt(CHAT, 'The answer is "')
    before = loaded.generate(prompt, 12, lambda _: True)
    held = process.memory_info().shared
    give_back()
    dropped = held - process.memory_info().shared
    assert dropped > 0.8 * (locate(models, BASE_MODEL).folder / "openvino_model.bin").stat().st_size
    assert loaded.generate(prompt, 12, lambda _: True).ids == before.ids


def test_prompts_are_parted_by_their_tokens() -> None:
    prompts = [[1] * size for size in (3, 3, 4, 9, 20, 1)]
    sizes = [[len(one) for one in part] for part in parts_of(prompts, 10)]
    assert sizes == [[3, 3, 4], [9], [20], [1]]
