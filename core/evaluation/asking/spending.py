"""What the answers of a server may cost: bounded before a run, and held to during it.

Before a run, tokens are counted by a tokenizer that may not be the model's. During the run, the cap
counts the tokens that the server reports, and for the next answer its bytes: no tokenizer counts
more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.arms import Arm
from core.config import ANSWER
from core.errors import OutageError
from core.evaluation.asking.run import WARM_UP
from core.evaluation.scoring.cost import cost
from core.inference.generator import Completion, OnToken, Prompt
from core.inference.openai_compatible import OpenAiGenerator, most_billed, most_tokens
from core.inference.tokenizer import ChatTokenizer
from core.prompts import PromptStyle, messages
from core.records.prices import Prices

Tokens = tuple[int, int]
"""Read and written."""


@dataclass(frozen=True)
class Spent:
    """What a job has used so far, tries that may be billed included."""

    read: int = 0
    written: int = 0

    def plus(self, tokens: Tokens, times: int = 1) -> "Spent":
        """Return it with so many `tokens` more."""
        return Spent(self.read + times * tokens[0], self.written + times * tokens[1])

    def cost(self, prices: Prices) -> float:
        """Return its cost; what has no price costs nothing."""
        return cost(prices, None, self.read, self.written) or 0.0


def missing_prices(prices: Prices) -> list[str]:
    """Return which tokens have no price: "in", "out", both or neither."""
    each = {"in": prices.get("input_per_million"), "out": prices.get("output_per_million")}
    return [way for way, price in each.items() if price is None]


def cap_fault(cap: float | None, prices: Prices) -> str | None:
    """Return why a cap cannot be kept; None if it can, or if there is none.

    Both kinds of token are billed, so a missing price would count as free.
    """
    missing = missing_prices(prices)
    if cap is None or not missing:
        return None
    return (
        f"A spending cap of {cap:g} {currency_of(prices)} is set and no price of a million tokens "
        f"{' or '.join(missing)}, so what this can cost is not known. Type "
        f"{'both prices' if len(missing) > 1 else 'that price'} on Home, beside the cap, or remove "
        "the cap there."
    )


def currency_of(prices: Prices) -> str:
    """Return the currency of prices."""
    return prices.get("currency") or "USD"


_PASSAGES_TOKENS = ANSWER.passage_tokens + 2 * ANSWER.passages
"""Two line ends separate the passages from what follows; the budget does not count them."""


def most_of_run(
    questions: Sequence[str], arms: Sequence[tuple[Arm, PromptStyle]], tokenizer: ChatTokenizer
) -> Tokens:
    """Return the most tokens that a run over all questions and arms can take, warm-up included.

    Arms that read are counted with full passages.
    """
    each = [_most(question, arm, style, tokenizer) for arm, style in arms for question in questions]
    warm = max(WARM_UP, len(arms))
    longest = [max((tokens[part] for tokens in each), default=0) for part in (0, 1)]
    read, written = (sum(tokens[part] for tokens in each) + warm * longest[part] for part in (0, 1))
    return read, written


def _most(question: str, arm: Arm, style: PromptStyle, tokenizer: ChatTokenizer) -> Tokens:
    prompt = tokenizer.prompt(messages(question, (), style), style.opening)
    read, written = most_tokens(prompt, ANSWER.answer_tokens, tokenizer)
    return read + _PASSAGES_TOKENS * arm.reads, written


class Metered:
    """A generator of a job that stops before the job could cost more than its cap."""

    def __init__(
        self,
        generator: OpenAiGenerator,
        tokenizer: ChatTokenizer,
        prices: Prices,
        cap: float | None,
        spent: Callable[[], Spent],
        keep: Callable[[Spent], None],
    ) -> None:
        """Measure a generator.

        Args:
            cap: In the prices' currency; None for no cap.
            spent: Returns what the job has used so far.
            keep: Stores what the job has used by then.
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
            OutageError: a try could pass the cap, or a price is missing that the cap needs.
        """
        most = most_billed(prompt, max_tokens, self._tokenizer)
        booked = _Booked(self._spent(), most, self._refuse, self._keep)
        done = self._generator.generate(prompt, max_tokens, on_token, exactly, booked)
        # If the server reports no count, ours would be a guess.
        booked.settle(most if done.counted else (done.tokens_in, done.billed_out or 0))
        return done

    def generate_many(self, prompts: Sequence[Prompt], max_tokens: int) -> list[list[int]]:
        """Return the answer tokens of several prompts, each held to the cap."""
        return [self.generate(prompt, max_tokens, lambda _: True).ids for prompt in prompts]

    def _refuse(self, before: Spent, then: Spent) -> None:
        fault = cap_fault(self._cap, self._prices)
        if fault:
            raise OutageError(fault)
        if self._cap is None or then.cost(self._prices) <= self._cap:
            return
        currency = currency_of(self._prices)
        raise OutageError(
            f"The next answer could pass the spending cap of {self._cap:g} {currency}: "
            f"{before.cost(self._prices):.4g} {currency} are spent. Raise the cap on Home to "
            "continue."
        )


class _Booked:
    """The tries for one answer: each is booked at its highest cost before it is made.

    A try that breaks off stays booked, even if the engine is killed: it may be billed.
    """

    def __init__(
        self,
        before: Spent,
        most: Tokens,
        refuse: Callable[[Spent, Spent], None],
        keep: Callable[[Spent], None],
    ) -> None:
        self._now = before
        self._most = most
        self._refuse = refuse
        self._keep = keep

    def reserve(self) -> None:
        then = self._now.plus(self._most)
        self._refuse(self._now, then)
        self._book(then)

    def release(self) -> None:
        self._book(self._now.plus(self._most, -1))

    def settle(self, used: Tokens) -> None:
        """Replace the last try's highest cost by what it took."""
        self._book(self._now.plus(self._most, -1).plus(used))

    def _book(self, now: Spent) -> None:
        self._now = now
        self._keep(now)
