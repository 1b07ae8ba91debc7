"""What the answers of a server may cost: bounded before a run, and held to during it.

Bounds count tokens by a tokenizer that may not be the model's; a run is held to its cap by what the
server says it read and wrote, and by how much more than expected that was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.arms import Arm
from core.config import ANSWER
from core.errors import AppError, OutageError
from core.evaluation.cost import cost
from core.evaluation.run import WARM_UP
from core.inference.generator import Completion, Generator, OnToken, Prompt
from core.inference.openai_compatible import most_tokens
from core.inference.tokenizer import ChatTokenizer
from core.prompts import PromptStyle, messages

Tokens = tuple[int, int]
"""Read and written."""


@dataclass(frozen=True)
class Spent:
    """What a job has used so far."""

    read: int = 0
    written: int = 0
    ratio: float = 1.0
    """Most tokens that the server read where one was expected."""

    def cost(self, prices: Mapping[str, Any], more: Tokens = (0, 0)) -> float | None:
        """Return its cost with `more` tokens; None without a price of tokens."""
        return cost(prices, None, self.read + more[0], self.written + more[1])


_PASSAGES_TOKENS = ANSWER.passage_tokens + 2 * ANSWER.passages
"""Two line ends part the passages from what follows; they are not in the budget."""


def most_of_run(
    questions: Sequence[str], arms: Sequence[tuple[Arm, PromptStyle]], tokenizer: ChatTokenizer
) -> Tokens:
    """Return the most tokens of a run over all questions and arms, its warm-up included.

    Arms that read are counted with full passages.
    """
    each = [
        _most(question, arm, style, tokenizer) for arm, style in arms for question in questions
    ]
    warm = max(WARM_UP, len(arms))
    longest = [max((one[part] for one in each), default=0) for part in (0, 1)]
    read, written = (sum(one[part] for one in each) + warm * longest[part] for part in (0, 1))
    return read, written


def _most(question: str, arm: Arm, style: PromptStyle, tokenizer: ChatTokenizer) -> Tokens:
    prompt = tokenizer.prompt(messages(question, (), style), style.opening)
    read, written = most_tokens(prompt, ANSWER.answer_tokens, tokenizer)
    return read + _PASSAGES_TOKENS * arm.reads, written


class Metered:
    """A generator of a job that stops before the job could cost more than its cap."""

    def __init__(
        self, generator: Generator, tokenizer: ChatTokenizer, prices: Mapping[str, Any],
        cap: float | None, spent: Callable[[], Spent], keep: Callable[[Spent], None],
    ) -> None:  # fmt: skip
        """Measure a generator.

        Args:
            cap: In the prices' currency; None for no cap.
            spent: Returns what the job has used so far.
            keep: Stores what it has used by then.
        """
        self.build, self.version, self.cache = generator.build, generator.version, generator.cache
        self._generator = generator
        self._tokenizer = tokenizer
        self._prices = prices
        self._cap = cap
        self._spent = spent
        self._keep = keep

    def generate(
        self, prompt: Prompt, max_tokens: int, on_token: OnToken, exactly: bool = False
    ) -> Completion:
        """Answer one prompt.

        Raises:
            OutageError: the answer could pass the cap.
        """
        before = self._spent()
        expected, written = most_tokens(prompt, max_tokens, self._tokenizer)
        most = round(expected * before.ratio), written
        self._refuse(before, most)
        try:
            done = self._generator.generate(prompt, max_tokens, on_token, exactly)
        except AppError:
            self._add(before, most, before.ratio)  # It may be billed all the same.
            raise
        read, written = done.tokens_in, done.billed_out or 0
        used = read + done.lost * most[0], written + done.lost * most[1]
        self._add(before, used, max(before.ratio, read / expected))
        return done

    def generate_many(self, prompts: Sequence[Prompt], max_tokens: int) -> list[list[int]]:
        """Return the answer tokens of several prompts, each held to the cap."""
        return [self.generate(one, max_tokens, lambda _: True).ids for one in prompts]

    def _add(self, before: Spent, used: Tokens, ratio: float) -> None:
        self._keep(Spent(before.read + used[0], before.written + used[1], ratio))

    def _refuse(self, before: Spent, most: Tokens) -> None:
        then = before.cost(self._prices, most)
        if self._cap is None or then is None or then <= self._cap:
            return
        currency = self._prices.get("currency") or "USD"
        raise OutageError(
            f"The next answer could pass the spending cap of {self._cap:g} {currency}: "
            f"{before.cost(self._prices):.4g} {currency} are spent. Raise the cap on Home to go on."
        )
