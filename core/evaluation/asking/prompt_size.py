"""What a prompt's tokens are spent on, and whether the longest one still fits."""

from collections.abc import Sequence
from dataclasses import replace

from core.config import ANSWER
from core.evaluation.asking.answering import window_fault
from core.inference.tokenizer import ChatTokenizer
from core.prompts import PromptStyle, messages

PARTS = ("instruction", "examples", "passages", "question", "layout")
"""What a prompt is made of; the layout is the chat template's marks and our own words."""
_LONGEST = 5
"""How many questions, those with the most characters, are counted for the most tokens."""


def prompt_text(
    question: str, passages: Sequence[str], style: PromptStyle, tokenizer: ChatTokenizer
) -> str:
    """Return the prompt as the model reads it, with the beginning of its own turn."""
    return tokenizer.render(messages(question, passages, style)) + style.opening


def prompt_parts(
    question: str, passages: Sequence[str], style: PromptStyle, tokenizer: ChatTokenizer
) -> dict[str, int]:
    """Return the tokens of each part; together they are those of the whole prompt."""

    def tokens(shown: Sequence[str], asked_with: PromptStyle) -> int:
        return len(tokenizer.ids(prompt_text(question, shown, asked_with, tokenizer)))

    whole, closed, bare = (
        tokens(passages, style),
        tokens((), style),
        tokens((), replace(style, examples=())),
    )
    instruction = len(tokenizer.ids(style.instruction))
    asked = len(tokenizer.ids(question.strip()))
    return {
        "instruction": instruction,
        "examples": closed - bare,
        "passages": whole - closed,
        "question": asked,
        "layout": bare - instruction - asked,
    }


def longest_fault(
    questions: Sequence[str], style: PromptStyle, tokenizer: ChatTokenizer, base: str
) -> str | None:
    """Return why a style leaves no room for full passages and the longest of `questions`."""
    longest = sorted(questions, key=len)[-_LONGEST:] or [""]
    tokens = max(
        len(tokenizer.ids(prompt_text(question, (), style, tokenizer))) for question in longest
    )
    # Two line ends part the passages from what follows; they are not in the budget.
    tokens += ANSWER.passage_tokens + 2 * ANSWER.passages
    fault = window_fault(tokens, tokenizer, base)
    if fault is None:
        return None
    return f"With full passages and this project's longest question: {fault}"
