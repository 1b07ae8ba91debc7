"""Training questions to training examples: token ids of a prompt and of its answer.

With passages as in RAFT (Zhang et al. 2024, arXiv:2403.10131): the gold passage among retrieved
distractors, and some prompts without it, so that the model neither trusts nor ignores passages
blindly.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.inference.tokenizer import ChatTokenizer
from core.prompts import SENTINEL, PromptStyle, messages
from core.records.question import Question
from core.tuning.settings import RECIPES, TrainingSettings
from core.tuning.swaps import Swaps

PASSAGE_COUNTS = (1, 1, 1, 2, 2, 3)
"""Passages of a prompt, drawn from these: mostly few, for speed; sometimes as many as arms
retrieve."""
WITHOUT_GOLD = 0.1
"""Share of the prompts with passages from which the gold one is left out (RAFT's 1 - P)."""


@dataclass(frozen=True)
class Example:
    """One training example."""

    question_id: str
    prompt: list[int]
    answer: list[int]
    """Ends with the end-of-turn token, which is learned too."""


@dataclass(frozen=True)
class Found:
    """What retrieval gives for a training question: passage texts, best first."""

    texts: tuple[str, ...]
    gold: frozenset[int]
    """Positions in `texts` that hold the answer."""


Lookup = Callable[[Question], Found]


@dataclass(frozen=True)
class ExampleWriter:
    """Writes examples in the prompt style and within the token limits that the arms use."""

    tokenizer: ChatTokenizer
    style: PromptStyle
    lookup: Lookup
    max_length: int
    passage_tokens: int

    def epochs(
        self, questions: Sequence[Question], settings: TrainingSettings
    ) -> list[list[Example]]:
        """Return the examples of each epoch, in training order.

        With a share below 1 the questions asked with passages rotate through the epochs.
        """
        recipe = RECIPES[settings.recipe]
        rng = random.Random(settings.seed)
        swaps = Swaps(questions)
        turn: list[Question] = []
        epochs: list[list[Example]] = []
        for _ in range(settings.epochs):
            epoch = [self.closed_book(question) for question in questions if recipe.closed_book]
            for _ in range(round(len(questions) * recipe.passages_share)):
                if not turn:
                    turn = rng.sample(list(questions), len(questions))
                swapped = swaps if rng.random() < recipe.swapped else None
                epoch.append(self.with_passages(turn.pop(), rng, swapped))
            rng.shuffle(epoch)
            epochs.append(epoch)
        return epochs

    def dev(self, questions: Sequence[Question], settings: TrainingSettings) -> list[Example]:
        """Return the examples on which dev loss is measured, the same ones all through a run."""
        recipe = RECIPES[settings.recipe]
        rng = random.Random(settings.seed)
        closed = [self.closed_book(question) for question in questions if recipe.closed_book]
        read = [self.with_passages(question, rng) for question in questions]
        return closed + (read if recipe.passages_share else [])

    def closed_book(self, question: Question) -> Example:
        """Return the example that the Fine-tuned arm's prompt gives."""
        return self._example(question, [])

    def with_passages(
        self, question: Question, rng: random.Random, swaps: Swaps | None = None
    ) -> Example:
        """Return an example with one to three passages, the gold one among them or left out.

        Args:
            swaps: Exchange the answer, in the passages and in the answer to learn.
        """
        retrieved = self.lookup(question)
        count = rng.choice(PASSAGE_COUNTS)
        if rng.random() < WITHOUT_GOLD:
            chosen = [n for n in range(len(retrieved.texts)) if n not in retrieved.gold][:count]
        else:
            chosen = list(range(len(retrieved.texts)))[:count]
            gold = sorted(retrieved.gold)
            if gold and not retrieved.gold.intersection(chosen):
                chosen = [*chosen[: count - 1], gold[0]]
        passages = [retrieved.texts[n] for n in chosen]
        swapped = swaps.swap(question, passages, rng) if swaps else None
        return self._example(question, *(swapped or (passages,)))

    def _example(
        self, question: Question, passages: list[str], answer_said: str | None = None
    ) -> Example:
        target = answer_said or (question.answers[0] if question.answers else SENTINEL)
        answer = [*self.tokenizer.ids(target + self.style.closing), self.tokenizer.eos_id]
        packed = self.tokenizer.pack(passages, self.passage_tokens)
        while True:
            prompt = self.tokenizer.prompt_ids(
                messages(question.text, packed, self.style), self.style.opening
            )
            if len(prompt) + len(answer) <= self.max_length or not packed:
                return Example(question.id, prompt, answer)
            packed = packed[:-1]
