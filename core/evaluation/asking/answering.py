"""Answer a question in one arm: base, RAG, fine-tuned or hybrid, and time it.

Retrieval puts passages in the prompt (Lewis et al. 2020, arXiv:2005.11401); fine-tuning serves a
build with a LoRA adapter merged in (Hu et al. 2021, arXiv:2106.09685); hybrid does both.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.arms import Arm
from core.config import ANSWER, model_label
from core.corpus.search.retriever import Retriever
from core.errors import AppError, InvalidInputError
from core.evaluation.asking.everything import Everything
from core.evaluation.asking.placed import Placed
from core.inference.generator import Constraint, Fingerprint, Generator, Prompt
from core.inference.tokenizer import ChatTokenizer
from core.prompts import Examples, PromptStyle, answer_text, messages
from core.records.answer import Answer, PackedPassage, failed_answer

MAX_QUESTION = 2000
"""Characters; what is longer is refused rather than cut."""
OnText = Callable[[str, float], bool]
"""Called with the answer so far and the milliseconds since the arm began; returns whether to go on.
"""


@dataclass(frozen=True)
class Prepared:
    """A question with its passages, ready for the model."""

    prompt: Prompt
    passages: list[PackedPassage]
    embed_ms: float
    search_ms: float


@dataclass(frozen=True)
class ReadyArm:
    """One arm, ready to answer: everything but the question is fixed."""

    arm: Arm
    generator: Generator
    tokenizer: ChatTokenizer
    style: PromptStyle
    retriever: Retriever | Placed | Everything | None
    """None in arms that read no passages."""
    nearest: Callable[[], Examples] | None = None
    """Finds the worked examples for the question that it is put together for."""
    constraint: Constraint | None = None
    """The form that the question it is put together for asks for."""

    def fingerprint(self) -> Fingerprint:
        """Return what decides this arm's answers and timings, passages apart."""
        build = self.generator.build
        template = (
            "unknown"
            if build.server
            else (hashlib.sha256(self.tokenizer.template.encode()).hexdigest())
        )
        return Fingerprint(
            build.base,
            build.adapter,
            build.precision,
            build.weights_sha256,
            self.generator.version,
            template,
            self.style.stamp + " with the nearest examples" * self.arm.nearest,
            f"greedy, at most {ANSWER.answer_tokens} tokens"
            + ", in the form asked for" * self.arm.constrained,
            self.generator.cache,
        )

    def answer(self, question: str, on_text: OnText = lambda text, ms: True) -> Answer:
        """Answer one question.

        Raises:
            InvalidInputError: the question is blank or too long, nothing is indexed, or the
                prompt is longer than the model's window.
        """
        began = time.perf_counter()
        ready = self.prepare(question)
        ids: list[int] = []

        def on_token(token: int) -> bool:
            ids.append(token)
            return on_text(self._text(ids), 1000 * (time.perf_counter() - began))

        before_ms = 1000 * (time.perf_counter() - began)
        done = self.generator.generate(ready.prompt, ANSWER.answer_tokens, on_token)
        return Answer(
            self._text(done.ids),
            done.ids,
            ready.passages,
            round(before_ms + done.first_token_ms, 2),
            round(before_ms + done.total_ms, 2),
            ready.embed_ms,
            ready.search_ms,
            round(done.first_token_ms, 2),
            round(done.total_ms - done.first_token_ms, 2),
            done.tokens_in,
            len(done.ids) if done.billed_out is None else done.billed_out,
            done.stopped,
            self.fingerprint().as_dict(),
            counted=done.counted,
        )

    def prepare(self, question: str) -> Prepared:
        """Return a question's passages and prompt; raises as `answer` does."""
        check_question(question)
        passages, embed_ms, search_ms = passages_for(question, self.retriever, self.tokenizer)
        prompt = self.prompt(question, passages)
        too_long = window_fault(len(prompt.ids), self.tokenizer, self.generator.build.base)
        if too_long:
            raise InvalidInputError(too_long)
        return Prepared(prompt, passages, embed_ms, search_ms)

    def untimed(self, ready: Prepared, ids: list[int], together_ms: float) -> Answer:
        """Return the answer to a prompt that was worked on together with others."""
        return Answer(
            self._text(ids),
            ids,
            ready.passages,
            None,
            None,
            None,
            None,
            None,
            None,
            len(ready.prompt.ids),
            len(ids),
            False,
            self.fingerprint().as_dict(),
            together_ms=together_ms,
        )

    def prompt(self, question: str, passages: Sequence[PackedPassage]) -> Prompt:
        """Return what the model reads."""
        texts = [passage["text"] for passage in passages]
        style = self.style
        if self.nearest:
            style = replace(style, examples=(*style.examples, *self.nearest()))
        prompt = self.tokenizer.prompt(messages(question, texts, style), style.opening)
        return replace(prompt, constraint=self.constraint) if self.constraint else prompt

    def _text(self, ids: list[int]) -> str:
        return answer_text(self.tokenizer.text(ids), self.style)


def passages_for(
    question: str, retriever: Retriever | Placed | Everything | None, tokenizer: ChatTokenizer
) -> tuple[list[PackedPassage], float, float]:
    """Return the passages that fit the budget, best first, and the ms of embedding and search.

    Without a retriever there are none. Every document, where it is asked for, is not cut.
    """
    if retriever is None:
        return [], 0.0, 0.0
    if isinstance(retriever, Everything):
        return list(retriever.packed), 0.0, 0.0
    retrieved = retriever.retrieve(question, ANSWER.passages)
    texts = tokenizer.pack([passage.text for passage in retrieved.passages], ANSWER.passage_tokens)
    passages: list[PackedPassage] = [
        {
            "id": passage.id,
            "document": passage.document,
            "page": passage.page,
            "text": text,
            "score": passage.score,
        }
        for passage, text in zip(retrieved.passages, texts, strict=False)
    ]
    return passages, round(retrieved.embed_ms, 2), round(retrieved.search_ms, 2)


def window_fault(tokens: int, tokenizer: ChatTokenizer, base: str) -> str | None:
    """Return why a prompt of that many tokens cannot be answered, None where it can."""
    if tokenizer.window is None or tokens + ANSWER.answer_tokens <= tokenizer.window:
        return None
    return (
        f"The prompt takes {tokens:,} tokens and {model_label(base)} reads {tokenizer.window:,}, "
        f"of which {ANSWER.answer_tokens} are for the answer. Shorten the question, or the "
        "instruction and worked examples on the Prompt page."
    )


def check_question(question: str) -> None:
    """Refuse a question that cannot be asked.

    Raises:
        InvalidInputError: it is blank or too long.
    """
    if not question.strip():
        raise InvalidInputError("Type a question first.")
    if len(question) > MAX_QUESTION:
        raise InvalidInputError(
            f"The question has {len(question):,} characters; the limit is {MAX_QUESTION:,}. "
            "Shorten it."
        )


def answer_together(asked: Sequence[tuple[ReadyArm, str]]) -> list[Answer]:
    """Answer questions together, untimed; one that cannot be asked fails alone.

    Args:
        asked: Each question with its arm; all of one generator.
    """
    began = time.perf_counter()
    ready: dict[int, Prepared] = {}
    answers: dict[int, Answer] = {}
    for at, (arm, question) in enumerate(asked):
        try:
            ready[at] = arm.prepare(question)
        except AppError as error:
            answers[at] = failed_answer(str(error))
    if ready:
        prompts = [prepared.prompt for prepared in ready.values()]
        replies = asked[0][0].generator.generate_many(prompts, ANSWER.answer_tokens)
        share_ms = round(1000 * (time.perf_counter() - began) / len(ready), 2)
        for (at, prepared), ids in zip(ready.items(), replies, strict=True):
            answers[at] = asked[at][0].untimed(prepared, ids, share_ms)
    return [answers[at] for at in range(len(asked))]
