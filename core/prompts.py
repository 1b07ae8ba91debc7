"""The one prompt style that all arms of a project share; only the passages differ."""

from collections.abc import Sequence
from dataclasses import dataclass

SENTINEL = "I don't know"
"""What every arm is to answer when it does not know; unanswerable questions expect it."""

Messages = list[dict[str, str]]


@dataclass(frozen=True)
class PromptStyle:
    """An instruction and the layout of question and passages."""

    key: str
    instruction: str
    layout: str
    """Text of the user's turn; `{passages}` and `{question}` are replaced."""
    opening: str
    """What the model's turn begins with, given by us: it makes a small model answer in short."""
    closing: str
    """What ends the answer that `opening` began; taught by training, cut off before scoring."""


STYLES = {
    style.key: style
    for style in (
        PromptStyle(
            "short-answer",
            "Answer the question with the shortest phrase that answers it. "
            f'If you do not know, answer "{SENTINEL}".',
            "{passages}Question: {question}\nAnswer:",
            'The answer is "',
            '"',
        ),
    )
}
DEFAULT_STYLE = "short-answer"


def messages(question: str, passages: Sequence[str], style: PromptStyle) -> Messages:
    """Return the chat that asks `question` after `passages` (given best first) or none.

    The best passage stands last, next to the question: a small model reads it there best.
    """
    block = "".join(f"{passage.strip()}\n\n" for passage in reversed(passages))
    # One replacement each, so that braces in a document mean nothing.
    before, after = style.layout.split("{question}")
    return [
        {"role": "system", "content": style.instruction},
        {"role": "user", "content": before.replace("{passages}", block) + question.strip() + after},
    ]


def answer_text(generated: str, style: PromptStyle) -> str:
    """Return the answer in what a model generated after the style's opening.

    An odd number of closings means that one of them ends the answer: the last one if the text
    ends with it (the answer may hold pairs of its own), else the first.
    """
    text = generated.strip()
    if text.count(style.closing) % 2:
        bare = text.rstrip(" .")
        text = bare.removesuffix(style.closing) if bare.endswith(style.closing) else (
            text.split(style.closing)[0]
        )  # fmt: skip
    return text.strip()
