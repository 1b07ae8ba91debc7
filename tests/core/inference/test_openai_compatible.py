"""A model at a server: what is sent, what comes back, and one sentence for each way to fail."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.chat import server as chat_server
from core.chat.address import checked_url
from core.chat.server import TRIES, ChatServer
from core.config import BASE_MODEL
from core.errors import EngineError, InvalidInputError, OutageError
from core.inference.builds import load, served
from core.inference.generator import Completion, Generator, Prompt
from core.inference.openai_compatible import KEY, after_opening, model_key
from core.inference.tokenizer import ChatTokenizer
from core.prompts import DEFAULT_STYLE, STYLES, messages
from tests.model_server import Endless, ModelServer, start

STYLE = STYLES[DEFAULT_STYLE]
SECRET = "sk-very-secret"


@pytest.fixture(scope="module")
def tokenizer(models: Path) -> ChatTokenizer:
    return ChatTokenizer(models / BASE_MODEL, borrowed=True)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, SECRET)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    one = start()
    yield one
    one.released.set()


def at(url: str, models: Path, tokenizer: ChatTokenizer, **limits: float) -> Generator:
    return load(served(models, "big", ChatServer(url, **limits)), tokenizer)  # type: ignore[arg-type]


@pytest.fixture
def generator(server: ModelServer, models: Path, tokenizer: ChatTokenizer) -> Generator:
    return at(server.url, models, tokenizer)


@pytest.fixture
def prompt(tokenizer: ChatTokenizer) -> Prompt:
    chat = messages("What is the capital of France?", ["Paris is the capital."], STYLE)
    return tokenizer.prompt(chat, STYLE.opening)


def ask(generator: Generator, prompt: Prompt) -> Completion:
    return generator.generate(prompt, 48, lambda _: True)


def failure(generator: Generator, prompt: Prompt) -> str:
    with pytest.raises(OutageError) as caught:
        ask(generator, prompt)
    assert SECRET not in f"{caught.getrepr(chain=True)}"
    return str(caught.value)


def test_a_chat_goes_out_and_an_answer_comes_back_word_by_word(
    server: ModelServer, generator: Generator, tokenizer: ChatTokenizer, prompt: Prompt
) -> None:
    server.reply = lambda asked: 'The answer is "the city of Paris".'
    server.pause = 0.05
    seen: list[str] = []
    ids: list[int] = []

    def on_token(token: int) -> bool:
        ids.append(token)
        seen.append(tokenizer.text(ids))
        return True

    done = generator.generate(prompt, 48, on_token)
    assert tokenizer.text(done.ids) == 'the city of Paris".'
    assert seen[-1] == 'the city of Paris".'
    assert "The answer" not in "".join(seen)
    assert (done.tokens_in, done.billed_out, done.counted) == (70, 7, False)
    assert 0 < done.first_token_ms < done.total_ms - 150
    body = server.bodies[0]
    assert body["model"] == "big"
    assert (body["temperature"], body["seed"], body["stream"]) == (0, 0, True)
    assert body["messages"][-1]["content"].endswith('Begin your reply with: The answer is "')
    assert body["messages"][:-1] == prompt.chat[:-1]
    assert server.keys == [f"Bearer {SECRET}"]
    assert SECRET not in repr(vars(generator))
    assert (generator.cache, generator.version) == (
        "unknown",
        f"openai-compatible 127.0.0.1:{server.server_port}",
    )


def test_stopping_closes_the_stream(
    server: ModelServer, generator: Generator, prompt: Prompt
) -> None:
    server.reply = lambda asked: "word " * 400
    server.pause = 0.02
    began = time.monotonic()
    done = generator.generate(prompt, 400, lambda _: False)
    assert time.monotonic() - began < 2
    assert done.stopped
    assert len(done.ids) <= 3
    until = time.monotonic() + 5
    while not server.cut and time.monotonic() < until:
        time.sleep(0.02)
    assert server.cut == 1


def test_a_server_that_writes_on_and_on_is_left(
    server: ModelServer, generator: Generator, prompt: Prompt
) -> None:
    server.reply = lambda asked: "word " * 400
    assert len(ask(generator, prompt).ids) < 80


def test_tokens_are_counted_here_where_the_server_says_none(
    server: ModelServer, generator: Generator, tokenizer: ChatTokenizer, prompt: Prompt
) -> None:
    server.usage = None
    done = ask(generator, prompt)
    assert done.counted
    assert done.tokens_in == len(prompt.ids)
    assert done.billed_out == len(tokenizer.ids('The answer is "Paris".'))


def test_a_limit_that_passes_is_waited_for_as_long_as_the_server_says(
    server: ModelServer, generator: Generator, prompt: Prompt
) -> None:
    server.plan, server.retry_after = [429, 503], "0.3"
    assert ask(generator, prompt).ids
    gaps = [after - before for before, after in zip(server.times, server.times[1:], strict=False)]
    assert len(gaps) == 2
    assert min(gaps) >= 0.3


def test_a_limit_that_does_not_pass_ends_in_a_sentence(
    server: ModelServer, generator: Generator, prompt: Prompt
) -> None:
    server.always = 429
    assert "refused with status 429: it wants fewer requests" in failure(generator, prompt)
    assert len(server.bodies) == TRIES
    server.retry_after = "3600"
    assert "asks to wait 3600 seconds" in failure(generator, prompt)
    assert len(server.bodies) == TRIES + 1


def test_a_wrong_key_is_said_at_once_and_the_key_never(
    server: ModelServer, generator: Generator, prompt: Prompt
) -> None:
    server.always = 401
    assert "refused with status 401: it does not accept the key" in failure(generator, prompt)
    assert len(server.bodies) == 1
    server.always = 418  # Its own words are shown, and they repeat the key.
    assert "refused Bearer (the key)" in failure(generator, prompt)


def test_a_server_that_dies_in_an_answer_is_asked_again_and_the_lost_try_counts(
    server: ModelServer, generator: Generator, tokenizer: ChatTokenizer, prompt: Prompt
) -> None:
    server.plan = ["die"]
    books = Books()
    done = generator.generate(prompt, 48, lambda _: True, account=books)  # type: ignore[call-arg]
    assert tokenizer.text(done.ids) == 'Paris".'
    assert (books.reserved, books.released) == (2, 0)
    server.always = "die"
    assert booked(generator, prompt) == (TRIES, TRIES)


class Books:
    """Counts what it is told."""

    def __init__(self) -> None:
        self.reserved = self.released = 0

    def reserve(self) -> None:
        self.reserved += 1

    def release(self) -> None:
        self.released += 1


def booked(generator: Generator, prompt: Prompt) -> tuple[int, int]:
    """Return how many tries a failing answer took, and how many of them may be billed."""
    books = Books()
    with pytest.raises(OutageError):
        generator.generate(prompt, 48, lambda _: True, account=books)  # type: ignore[call-arg]
    return books.reserved, books.reserved - books.released


def test_what_the_server_never_took_on_costs_nothing(
    server: ModelServer,
    models: Path,
    generator: Generator,
    tokenizer: ChatTokenizer,
    prompt: Prompt,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chat_server, "FIRST_WAIT", 0.01)
    assert booked(at("http://127.0.0.1:9/v1", models, tokenizer), prompt) == (TRIES, 0)
    for status, tries in ((401, 1), (503, TRIES), (400, 2)):
        server.always = status
        assert booked(generator, prompt) == (tries, 0)
    thinking = {"choices": [{"delta": {"reasoning": "Hm"}, "finish_reason": "length"}]}
    for said in ("<html>", f"data: {json.dumps(thinking)}\n\n"):
        server.always = said
        assert booked(generator, prompt) == (1, 1)
    client = httpx.Client(timeout=httpx.Timeout(0.3, connect=1))
    monkeypatch.setattr(chat_server, "_http", lambda: client)
    server.always = "hang"
    assert booked(generator, prompt) == (1, 1)


def test_garbage_and_silence_and_absence_are_a_sentence_each(
    server: ModelServer,
    models: Path,
    generator: Generator,
    tokenizer: ChatTokenizer,
    prompt: Prompt,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.always = "<html>Welcome</html>"
    assert "no chat completion" in failure(generator, prompt)
    client = httpx.Client(timeout=httpx.Timeout(0.3, connect=1))
    monkeypatch.setattr(chat_server, "_http", lambda: client)
    server.always = "hang"
    assert "said nothing for" in failure(generator, prompt)
    nobody = at("http://127.0.0.1:9/v1", models, tokenizer)
    assert "cannot be reached (ConnectError)" in failure(nobody, prompt)


def test_a_server_that_never_ends_is_left_when_the_time_is_up(
    server: ModelServer, generator: Generator, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_server, "LONGEST_ANSWER", 0.5)
    for always in (": wait\n\n", 'data: {"choices": [{"delta": {}}]}\n\n', "no line end"):
        server.bodies.clear()
        server.always = Endless(always)
        began = time.monotonic()
        assert "did not finish its answer within 0.5 seconds" in failure(generator, prompt)
        assert time.monotonic() - began < 3
        assert len(server.bodies) == 1


ODD = [
    '{"choices": [null]}',
    '{"choices": "Paris"}',
    '{"choices": [{"delta": "Paris"}]}',
    '{"choices": [{"delta": {"content": ["Paris"]}}]}',
    '{"choices": [], "usage": [1, 2]}',
    "[1]",
    "7",
    "{",
    "[" * 100_000,
]


@pytest.mark.parametrize("said", [*ODD, "[DONE]", '{"choices": [], "usage": {}}'])
def test_a_reply_of_another_shape_is_no_chat_completion(
    server: ModelServer, generator: Generator, prompt: Prompt, said: str
) -> None:
    server.always = f"data: {said}\n\ndata: [DONE]\n\n"
    assert "no chat completion" in failure(generator, prompt)
    assert len(server.bodies) == 1


@pytest.mark.parametrize("content", [None, ["Paris"], 7])
def test_a_whole_reply_without_a_text_is_no_chat_completion(
    server: ModelServer, content: Any
) -> None:
    server.always = json.dumps({"choices": [{"message": {"content": content}}]})
    with pytest.raises(OutageError, match="no chat completion"):
        ChatServer(server.url).reply({"messages": [{"content": ""}]})
    for said in ('{"choices": [null]}', '{"choices": [{"message": "Paris"}]}', "[]", "<html>"):
        server.always = said + " "
        with pytest.raises(OutageError, match="no chat completion"):
            ChatServer(server.url).reply({"messages": [{"content": ""}]})


def test_an_answer_may_be_empty_and_hold_what_ends_a_line_elsewhere(
    server: ModelServer, generator: Generator, tokenizer: ChatTokenizer, prompt: Prompt
) -> None:
    end = '{"choices": [{"delta": {"content": null}, "finish_reason": "stop"}], "usage": null}'
    server.always = f"data: {end}\r\n\r\n"
    assert ask(generator, prompt).ids == []
    said = '{"error": null, "choices": [{"delta": {"content": "Paris,\u2028France"}}]}'
    server.always = f"data: {said}\n\ndata: {end}\n\ndata: [DONE]\n\n"
    assert tokenizer.text(ask(generator, prompt).ids) == "Paris,\u2028France"


@pytest.mark.parametrize("key", ["sk-\N{RIGHT SINGLE QUOTATION MARK}1", "sk-\n1"])
def test_a_key_that_no_request_can_carry_is_a_sentence(
    generator: Generator, prompt: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str
) -> None:
    monkeypatch.setenv(KEY, key)
    said = failure(generator, prompt)
    assert f"{KEY} holds a character that no request can carry" in said
    assert "sk-" not in said
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f"{KEY} = {json.dumps(key)}", encoding="utf-8")
    with pytest.raises(OutageError, match=r"in .streamlit/secrets.toml holds a character"):
        model_key({}, secrets)
    assert model_key({KEY: " sk-1\n"}) == "sk-1"


def test_a_server_that_takes_no_extras_is_asked_without(
    server: ModelServer, generator: Generator, prompt: Prompt
) -> None:
    server.always = lambda body: 400 if "seed" in body else None
    assert ask(generator, prompt).counted
    assert ask(generator, prompt).ids
    assert ["seed" in body for body in server.bodies] == [True, False, False]


def test_one_refused_prompt_among_others_is_no_outage(
    server: ModelServer, generator: Generator, prompt: Prompt
) -> None:
    server.always = 400
    assert "refused with status 400" in failure(generator, prompt)
    server.always = None
    assert not ask(generator, prompt).counted
    server.always = 400
    with pytest.raises(EngineError, match="refused with status 400"):
        ask(generator, prompt)
    server.always = None
    assert not ask(generator, prompt).counted


def test_requests_a_minute_are_kept_and_waiting_is_no_latency(
    server: ModelServer, models: Path, tokenizer: ChatTokenizer, prompt: Prompt
) -> None:
    slow = at(server.url, models, tokenizer, per_minute=120)
    latencies = [ask(slow, prompt).total_ms for _ in range(3)]
    assert server.times[2] - server.times[0] >= 0.95
    assert min(latencies[1:]) < 400  # Each of them waited half a second.


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ('The answer is "Paris".', 'Paris".'),
        ("the answer is Paris.", "Paris."),
        ("The answer is 'Paris'", "Paris'"),
        ("Paris", "Paris"),
        ("The answers vary", None),
        ("The answer isn't here", "The answer isn't here"),
        ("The", None),
        ('The answer is "', None),
    ],
)
def test_the_opening_is_taken_off_however_it_is_quoted(reply: str, answer: str | None) -> None:
    expected = reply if reply == "The answers vary" else answer
    assert after_opening(reply, STYLE.opening) == expected


def test_a_key_comes_from_the_environment_or_the_secrets(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    assert model_key({}, secrets) == ""
    secrets.write_text(f'{KEY} = "from the file"\n')
    assert model_key({}, secrets) == "from the file"
    assert model_key({KEY: "from outside"}, secrets) == "from outside"
    secrets.write_text(f"{KEY} = {SECRET}")
    with pytest.raises(OutageError) as caught:
        model_key({}, secrets)
    assert SECRET not in f"{caught.getrepr(chain=True)}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:11434",
        "ftp://x/v1",
        "http://",
        "http://me:pass@x/v1",
        "http://me@x/v1",
        "http://x/v1?key=1",
        "http://x:99999999/v1",
    ],
)
def test_an_address_that_will_not_do_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        checked_url(url)
    assert "pass@" not in str(caught.value)


def test_an_exact_length_is_refused(generator: Generator, prompt: Prompt) -> None:
    with pytest.raises(InvalidInputError, match="exact number of tokens"):
        generator.generate(prompt, 8, lambda _: True, exactly=True)
