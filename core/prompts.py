"""The one prompt style that all arms of a project share; only the passages differ."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

SENTINEL = "I don't know"
"""What every arm is to answer when it does not know; unanswerable questions expect it."""

Messages = list[dict[str, str]]
Examples = tuple[tuple[str, str], ...]
"""Questions with their answers, as the model is shown them."""


@dataclass(frozen=True)
class PromptStyle:
    """An instruction, worked examples, and the layout of question and passages."""

    key: str
    instruction: str
    layout: str
    """Text of the user's turn; `{passages}` and `{question}` are replaced."""
    opening: str
    """What the model's turn begins with, given by us: it makes a small model answer in short."""
    closing: str
    """What ends the answer that `opening` began; taught by training, cut off before scoring."""
    examples: Examples = ()
    """Put before the question as earlier turns, in the very layout of the question itself."""
    name: str = "Original"
    """What people call this version of the prompt; it changes no answer."""

    @property
    def stamp(self) -> str:
        """Identify what the model reads: a style of ours by its key, others by a hash over it."""
        if STYLES.get(self.key) == self:
            return self.key
        parts = {key: value for key, value in asdict(self).items() if key not in ("key", "name")}
        text = json.dumps(parts, sort_keys=True)
        return f"prompt-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


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
    chat = [{"role": "system", "content": style.instruction}]
    for asked, answer in style.examples:
        chat.append({"role": "user", "content": _asking(asked, (), style)})
        reply = style.opening + answer.strip() + style.closing
        chat.append({"role": "assistant", "content": reply})
    return [*chat, {"role": "user", "content": _asking(question, passages, style)}]


def _asking(question: str, passages: Sequence[str], style: PromptStyle) -> str:
    block = "".join(f"{passage.strip()}\n\n" for passage in reversed(passages))
    # One replacement each, so that braces in a document mean nothing.
    before, after = style.layout.split("{question}")
    return before.replace("{passages}", block) + question.strip() + after


def answer_text(generated: str, style: PromptStyle) -> str:
    """Return the answer in what a model generated after the style's opening.

    An odd number of closings means that one of them ends the answer: the last one if the text
    ends with it (the answer may hold pairs of its own), else the first.
    """
    text = generated.strip()
    if text.count(style.closing) % 2:
        bare = text.rstrip(" .")
        text = (
            bare.removesuffix(style.closing)
            if bare.endswith(style.closing)
            else (text.split(style.closing)[0])
        )
    return text.strip()
