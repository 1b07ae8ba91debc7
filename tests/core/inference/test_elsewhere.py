"""What other programs are told gives the very prompt that the arms give."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.config import BASE_MODEL
from core.inference.elsewhere import llama_request, modelfile
from core.inference.tokenizer import ChatTokenizer
from core.prompts import DEFAULT_STYLE, STYLES, PromptStyle, messages

QUESTION = "Which code has Aldmoor?"
PLAIN = STYLES[DEFAULT_STYLE]
NASTY = replace(
    PLAIN,
    instruction='"""Say\u00a0"no", {{ .System }} {{{ {é}\r\n🐟 """ or ""',
    examples=(("Who?", 'A "B" C'), ("{", "}}")),
)


@pytest.fixture(scope="module")
def tokenizer(models: Path) -> ChatTokenizer:
    return ChatTokenizer(models / BASE_MODEL)


def template_of(text: str) -> str:
    """Return the template that Ollama reads in a Modelfile: up to a line's end behind three marks.

    It drops what does not print.
    """
    found = re.match(r'FROM [^\n]+\nTEMPLATE """(.*?)"""\n((?:PARAMETER [^\n]+\n)+)$', text, re.S)
    assert found
    assert '"""' not in found[1]
    return "".join(sign for sign in found[1] if sign.isprintable() or sign in "\n\t")


def written(template: str, prompt: str, response: str | None) -> str:
    """Return what the template writes; nothing from the response on where there is none yet."""
    text = ""
    for at, part in enumerate(re.split(r"\{\{ (.*?) \}\}", template, flags=re.S)):
        if part == ".Response" and at % 2 and response is None:
            return text
        values = {".Prompt": prompt, ".Response": response}
        text += part if at % 2 == 0 else values.get(part) or ast.literal_eval(part)
    return text


@pytest.mark.parametrize("style", [PLAIN, NASTY], ids=["plain", "nasty"])
def test_ollama_writes_the_prompt_of_training(tokenizer: ChatTokenizer, style: PromptStyle) -> None:
    text = modelfile("/a b/first.gguf", style, tokenizer)
    chat = messages(QUESTION, (), style)
    prompt = tokenizer.render(chat) + style.opening
    assert written(template_of(text), QUESTION, None) == prompt
    said = {"role": "assistant", "content": f"{style.opening}K17{style.closing}"}
    whole = tokenizer.render([*chat, said], answer_next=False)
    assert written(template_of(text), QUESTION, "K17") == whole
    assert text.startswith("FROM /a b/first.gguf\n")
    for line in ("temperature 0", "repeat_penalty 1", "num_predict 48", 'stop """""""'):
        assert f"\nPARAMETER {line}\n" in text


def test_llama_cpp_is_sent_the_prompt_of_training(tokenizer: ChatTokenizer) -> None:
    passages = ["Its dock code is K17.", "Another site."]
    request = llama_request(QUESTION, passages, NASTY, tokenizer)
    expected = tokenizer.prompt_ids(messages(QUESTION, passages, NASTY), NASTY.opening)
    assert tokenizer.ids(request["prompt"]) == expected
    assert {**request, "prompt": ""} == {
        "prompt": "",
        "n_predict": 48,
        "temperature": 0,
        "stop": ['"'],
    }


def test_a_token_that_begins_a_text_is_left_to_the_program(models: Path, tmp_path: Path) -> None:
    """Llama's own template writes it, and llama.cpp and Ollama put it there as well."""
    for file in (models / BASE_MODEL).glob("*.json"):
        (tmp_path / file.name).symlink_to(file)
    template = "{{ bos_token }}{% for m in messages %}[{{ m.content }}]{% endfor %}"
    (tmp_path / "chat_template.jinja").write_text(template)
    tokenizer = ChatTokenizer(tmp_path)
    assert tokenizer.render([]) != ""
    assert llama_request(QUESTION, (), PLAIN, tokenizer)["prompt"].startswith("[Answer the")
    assert '"""[Answer the' in modelfile("a.gguf", PLAIN, tokenizer)
