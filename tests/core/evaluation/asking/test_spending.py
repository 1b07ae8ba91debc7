"""A spending cap: held from the first answer on, however the server counts and breaks off."""

from pathlib import Path
from typing import Any

import pytest

from core.arms import ARMS
from core.chat.server import asked_to_begin
from core.config import ANSWER, BASE_MODEL
from core.errors import OutageError
from core.evaluation.asking.run import WARM_UP
from core.evaluation.asking.spending import Metered, Spent, cap_fault, most_of_run
from core.inference.builds import locate
from core.inference.generator import Completion, Prompt
from core.inference.openai_compatible import Account, most_tokens
from core.inference.tokenizer import ChatTokenizer
from core.prompts import DEFAULT_STYLE, STYLES, messages

STYLE = STYLES[DEFAULT_STYLE]
PRICES = {"input_per_million": 1e6, "output_per_million": 1e6, "currency": "EUR"}
"""One a token, so that a cost is a number of tokens."""
OUT = 7


class Server:
    """Counts a token a byte, the most that any can; the first tries for an answer break off."""

    version, cache = "none", "unknown"

    def __init__(self, models: Path, lost: int = 0, says: bool = True) -> None:
        self.build, self.lost, self.says = locate(models, BASE_MODEL), lost, says
        self.billed: list[int] = []

    def generate(
        self, prompt: Prompt, max_tokens: int, on_token: Any, exactly: bool, account: Account
    ) -> Completion:
        sent = asked_to_begin(prompt.chat, prompt.opening)
        read = sum(16 + len(turn["content"].encode()) for turn in sent)
        for _ in range(self.lost + 1):
            account.reserve()
            self.billed.append(read + OUT)
        told = read if self.says else len(prompt.ids)
        return Completion([1], told, 1, 1, False, OUT, counted=not self.says)


@pytest.fixture(scope="module")
def tokenizer(models: Path) -> ChatTokenizer:
    return ChatTokenizer(models / BASE_MODEL, borrowed=True)


def spent_under(cap: float, server: Server, tokenizer: ChatTokenizer) -> tuple[int, int, str]:
    """Ask until the cap stops it; return what is booked, the answers, and what was said."""
    kept = [Spent()]
    metered = Metered(server, tokenizer, PRICES, cap, lambda: kept[-1], kept.append)
    prompt = tokenizer.prompt(messages("Où est la porte numéro 1?", (), STYLE), STYLE.opening)
    for answers in range(100):
        try:
            metered.generate(prompt, ANSWER.answer_tokens, lambda _: True)
        except OutageError as error:
            return kept[-1].read + kept[-1].written, answers, str(error)
    raise AssertionError("the cap never stopped it")


@pytest.mark.parametrize(("lost", "says"), [(0, True), (2, True), (0, False), (3, False)])
def test_no_cap_is_passed_whatever_it_is(
    models: Path, tokenizer: ChatTokenizer, lost: int, says: bool
) -> None:
    most = 0
    for cap in range(1, 8000, 173):  # The first ones are below a single answer.
        server = Server(models, lost, says)
        booked, answers, said = spent_under(cap, server, tokenizer)
        assert sum(server.billed) <= booked <= cap
        assert f"could pass the spending cap of {cap} EUR" in said
        most = max(most, answers)
        assert answers or cap < 4 * 800
    assert most > (1 if lost else 8)


def test_a_try_that_was_lost_is_booked_at_its_most(models: Path, tokenizer: ChatTokenizer) -> None:
    server = Server(models)
    once, answers, _ = spent_under(5000, server, tokenizer)
    assert once == sum(server.billed)
    twice, fewer, _ = spent_under(5000, Server(models, lost=1), tokenizer)
    assert twice / fewer > 2 * once / answers


@pytest.mark.parametrize(
    ("missing", "words"),
    [(["in"], "tokens in, so"), (["out"], "tokens out, so"), (["in", "out"], "tokens in or out")],
)
def test_a_cap_without_both_prices_asks_nothing_and_says_which_to_type(
    models: Path, tokenizer: ChatTokenizer, missing: list[str], words: str
) -> None:
    prices = PRICES | {f"{way}put_per_million": None for way in missing}
    server, kept = Server(models), [Spent()]
    prompt = tokenizer.prompt(messages("Where?", (), STYLE), STYLE.opening)

    def answer(cap: float | None) -> None:
        metered = Metered(server, tokenizer, prices, cap, lambda: kept[-1], kept.append)
        metered.generate(prompt, ANSWER.answer_tokens, lambda _: True)

    with pytest.raises(OutageError, match=f"no price of a million {words}.* on Home") as caught:
        answer(1e9)
    assert server.billed == []
    assert cap_fault(1e9, prices) == str(caught.value)
    answer(None)
    assert len(server.billed) == 1


def test_the_bound_is_above_every_prompt_with_full_passages(tokenizer: ChatTokenizer) -> None:
    question, passages = "Where is gate 1?", ["word " * 200] * ANSWER.passages
    read, written = most_of_run([question], [(ARMS["rag"], STYLE)], tokenizer)
    prompt = tokenizer.prompt(messages(question, passages, STYLE), STYLE.opening)
    asked = 1 + WARM_UP
    assert asked * len(prompt.ids) < read < 1.1 * asked * len(prompt.ids)
    most = most_tokens(prompt, ANSWER.answer_tokens, tokenizer)[1]
    assert written == asked * most > asked * ANSWER.answer_tokens
