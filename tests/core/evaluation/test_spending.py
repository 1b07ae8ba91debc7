"""A spending cap: held from the first answer's count on, however the server counts."""

from pathlib import Path
from typing import Any

import pytest

from core.arms import ARMS
from core.config import ANSWER, BASE_MODEL
from core.errors import OutageError
from core.evaluation.run import WARM_UP
from core.evaluation.spending import Metered, Spent, most_of_run
from core.inference.builds import locate
from core.inference.generator import Completion, Prompt
from core.inference.openai_compatible import most_tokens
from core.inference.tokenizer import ChatTokenizer
from core.prompts import DEFAULT_STYLE, STYLES, messages

STYLE = STYLES[DEFAULT_STYLE]
PRICES = {"input_per_million": 1e6, "currency": "EUR"}
"""One a token, so that a cost is a number of tokens."""


class Server:
    """Counts four tokens where one is expected, and sometimes loses a try."""

    version, cache = "none", "unknown"

    def __init__(self, models: Path, lost: int = 0) -> None:
        self.build, self.lost = locate(models, BASE_MODEL), lost

    def generate(
        self, prompt: Prompt, max_tokens: int, on_token: Any, exactly: bool = False
    ) -> Completion:
        read = 4 * len(prompt.ids)
        return Completion([1], read, 1, 1, False, 7, lost=self.lost)


@pytest.fixture(scope="module")
def tokenizer(models: Path) -> ChatTokenizer:
    return ChatTokenizer(models / BASE_MODEL, borrowed=True)


said: list[str] = []


def spent_under(cap: float, server: Server, tokenizer: ChatTokenizer) -> tuple[Spent, int]:
    """Ask until the cap stops it; return what was spent, in how many answers."""
    kept = [Spent()]
    metered = Metered(server, tokenizer, PRICES, cap, lambda: kept[-1], kept.append)
    prompt = tokenizer.prompt(messages("Where is gate 1?", (), STYLE), STYLE.opening)
    for _ in range(100):
        try:
            metered.generate(prompt, ANSWER.answer_tokens, lambda _: True)
        except OutageError as error:
            said.append(str(error))
            return kept[-1], len(kept) - 1
    raise AssertionError("the cap never stopped it")


def test_no_cap_is_passed_whatever_it_is(models: Path, tokenizer: ChatTokenizer) -> None:
    given = {cap: spent_under(cap, Server(models), tokenizer) for cap in range(400, 2400, 37)}
    assert all(spent.read <= cap for cap, (spent, _) in given.items())
    assert max(answers for _, answers in given.values()) > 4
    assert "could pass the spending cap of 400 EUR" in said[0]
    assert "EUR are spent" in said[0]


def test_a_try_that_was_lost_is_paid_for(models: Path, tokenizer: ChatTokenizer) -> None:
    (once, n), (twice, fewer) = (
        spent_under(2400, Server(models, lost), tokenizer) for lost in (0, 1)
    )
    assert fewer < n
    assert twice.read / fewer > 1.2 * once.read / n


def test_the_bound_is_above_every_prompt_with_full_passages(tokenizer: ChatTokenizer) -> None:
    question, passages = "Where is gate 1?", ["word " * 200] * ANSWER.passages
    read, written = most_of_run([question], [(ARMS["rag"], STYLE)], tokenizer)
    prompt = tokenizer.prompt(messages(question, passages, STYLE), STYLE.opening)
    asked = 1 + WARM_UP
    assert asked * len(prompt.ids) < read < 1.1 * asked * len(prompt.ids)
    most = most_tokens(prompt, ANSWER.answer_tokens, tokenizer)[1]
    assert written == asked * most > asked * ANSWER.answer_tokens
