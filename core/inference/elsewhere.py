"""Requests and settings that make other programs show a model what it read in training.

A bare chat does not: it lacks the layout of the question and the beginning of the answer.
"""

import re
from collections.abc import Sequence

from core.config import ANSWER
from core.inference.tokenizer import ChatTokenizer
from core.prompts import PromptStyle, messages

_ASKED, _SAID = "(assay: question)", "(assay: answer)"
"""Placeholders where a program puts the question and the answer."""
_SPECIAL = re.compile(r'"""|\{+|[^\n\t\x20-\x7e]+')
"""What would end a Modelfile's text or begin an action, and characters its reader may drop."""


def llama_request(
    question: str, passages: Sequence[str], style: PromptStyle, tokenizer: ChatTokenizer
) -> dict[str, object]:
    """Return the body of a request to llama.cpp's `/completion` that asks as an arm does.

    Args:
        passages: Best first; none for an arm that reads none.
    """
    return {
        "prompt": _text(question, passages, style, tokenizer),
        "n_predict": ANSWER.answer_tokens,
        "temperature": 0,
        "stop": [style.closing],
    }


def modelfile(file: str, style: PromptStyle, tokenizer: ChatTokenizer) -> str:
    """Return the Modelfile with which Ollama asks a question, without passages, as an arm does.

    Instruction and worked examples stand in the template: they are part of what was trained, and
    there is no way to write three quotation marks into a SYSTEM.

    Args:
        file: Path of the GGUF file.
    """
    before, _, after = _text(_ASKED, (), style, tokenizer).partition(_ASKED)
    answer = {"role": "assistant", "content": style.opening + _SAID + style.closing}
    chat = [*messages(_ASKED, (), style), answer]
    _, _, end = tokenizer.render(chat, answer_next=False, begun=True).partition(_SAID)
    template = (
        f"{_literal(before)}{{{{ .Prompt }}}}{_literal(after)}{{{{ .Response }}}}{_literal(end)}"
    )
    return (
        f'FROM {file}\nTEMPLATE """{template}"""\n'
        "PARAMETER temperature 0\n"
        "PARAMETER repeat_penalty 1\n"
        f"PARAMETER num_predict {ANSWER.answer_tokens}\n"
        f'PARAMETER stop """{style.closing}"""\n'
    )


def _text(
    question: str, passages: Sequence[str], style: PromptStyle, tokenizer: ChatTokenizer
) -> str:
    return tokenizer.render(messages(question, passages, style), begun=True) + style.opening


def _literal(text: str) -> str:
    """Return a Go template that writes `text`."""
    return _SPECIAL.sub(_quoted, text)


def _quoted(match: re.Match[str]) -> str:
    """Return a match as a string action of a Go template, in ASCII, its quotes escaped."""
    signs = "".join(
        f"\\{sign}" if sign == '"' else sign if " " <= sign <= "~" else f"\\U{ord(sign):08x}"
        for sign in match[0]
    )
    return f'{{{{ "{signs}" }}}}'
