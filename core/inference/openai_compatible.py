"""The runtime for models behind a server that speaks OpenAI's protocol: Ollama, vLLM, llama.cpp.

The server is sent chats and applies its model's own template and tokenizer. The tokenizer here is
another model's: it cuts passages to their budget, and counts where the server says nothing.
"""

import os
import re
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from core.chat.address import checked_key
from core.chat.reply import Chunk
from core.chat.server import ChatServer, Json, RejectedError, asked_to_begin, retried
from core.config import ROOT
from core.errors import EngineError, InvalidInputError, OutageError
from core.inference.generator import Build, Completion, OnToken, Prompt
from core.inference.tokenizer import ChatTokenizer

KEY = "ASSAY_MODEL_KEY"
SECRETS = ROOT / ".streamlit" / "secrets.toml"
EXTRAS: Json = {"seed": 0, "stream_options": {"include_usage": True}}
"""Sent as long as the server accepts them."""
ASKING_TOKENS = 16
"""Tokens: more than the request for the opening adds to a prompt."""
TEMPLATE_TOKENS = 128
"""More than a chat template adds to the turns, such as today's date."""
QUOTES = "\"'\N{LEFT DOUBLE QUOTATION MARK}"


def model_key(environment: Mapping[str, str] = os.environ, secrets: Path | None = None) -> str:
    """Return the key of the models' servers, "" where there is none; it is stored nowhere.

    Raises:
        OutageError: secrets.toml cannot be read, or the key cannot be sent.
    """
    secrets = secrets or SECRETS
    if environment.get(KEY):
        return checked_key(environment[KEY], KEY)
    if not secrets.exists():
        return ""
    try:
        kept = str(tomllib.loads(secrets.read_text()).get(KEY, ""))
    except (OSError, ValueError):  # From None: the text may hold the key.
        raise OutageError(
            f"{secrets.name} in .streamlit cannot be read as TOML. Mend it, or set {KEY}."
        ) from None
    return checked_key(kept, f"{KEY} in .streamlit/{secrets.name}")


class Account(Protocol):
    """Keeps account of what one answer may cost; a try that breaks off can be billed as well."""

    def reserve(self) -> None:
        """Note that a request is about to go out; raise an error to stop it."""
        ...

    def release(self) -> None:
        """Note that the server did not accept that request, so that it costs nothing."""
        ...


class OpenAiGenerator:
    """A model behind a server, asked one prompt at a time at temperature 0."""

    cache = "unknown"

    def __init__(self, build: Build, tokenizer: ChatTokenizer) -> None:
        assert build.server is not None
        self.build = build
        self.version = f"{build.runtime} {build.server.host}"
        self._server = build.server
        self._tokenizer = tokenizer
        self._extras = EXTRAS
        self._answered = False

    def generate(
        self,
        prompt: Prompt,
        max_tokens: int,
        on_token: OnToken,
        exactly: bool = False,
        account: Account | None = None,
    ) -> Completion:
        """Answer one prompt; times are those of the try that succeeded, without waiting for a turn.

        Args:
            account: Told of every try; it can refuse one.

        Raises:
            OutageError: the server fails, and went on failing when it was asked again.
            EngineError: it refuses this prompt, having answered others.
        """
        if exactly:
            raise InvalidInputError("A server cannot be made to write an exact number of tokens.")
        server = replace(self._server, key=model_key())

        def once(extras: Json) -> Completion:
            reading = _Reading(prompt, self._tokenizer, on_token)
            self._read(server, reading, max_tokens, extras, account)
            return reading.completion()

        done = self._accepted(once)
        self._answered = True
        return done

    def generate_many(self, prompts: Sequence[Prompt], max_tokens: int) -> list[list[int]]:
        """Return the answer tokens of several prompts, asked for one after another."""
        return [self.generate(prompt, max_tokens, lambda _: True).ids for prompt in prompts]

    def _accepted(self, once: Callable[[Json], Completion]) -> Completion:
        """Run a try; after a refusal, try once more without the extras.

        Most requests are refused for their prompt, and then refused again. Only when the second try
        is answered is it known that the server does not accept the extras.
        """
        try:
            try:
                return retried(lambda: once(self._extras))
            except RejectedError:
                if not self._extras:
                    raise
            done = retried(lambda: once({}))
            self._extras = {}
            return done
        except RejectedError as error:
            if self._answered:
                raise EngineError(str(error)) from None
            raise

    def _read(
        self,
        server: ChatServer,
        reading: "_Reading",
        max_tokens: int,
        extras: Json,
        account: Account | None,
    ) -> None:
        prompt = reading.prompt
        most = most_tokens(prompt, max_tokens, self._tokenizer)[1]
        body = {
            "model": self.build.adapter or self.build.base,
            "messages": asked_to_begin(prompt.chat, prompt.opening),
            "temperature": 0,
            "max_tokens": most,
        }
        server.take_turn()
        if account:
            account.reserve()
        try:
            with closing(server.chunks(body | extras)) as chunks:
                reading.follow(chunks, most)
        except OutageError as error:
            if account and not error.billed:
                account.release()
            raise
        if not reading.text and reading.thought:
            raise OutageError(
                f"{self.build.base} spent its {most} tokens on thinking and gave no answer. Serve "
                "a model that answers at once, or switch its thinking off at the server."
            )


def most_tokens(prompt: Prompt, max_tokens: int, tokenizer: ChatTokenizer) -> tuple[int, int]:
    """Return the most tokens that a prompt is sent as, and that may be written to it.

    The server's model writes the opening itself, and an answer of `max_tokens` behind it. Counted
    by this tokenizer; the server's may count otherwise.
    """
    opening = len(tokenizer.ids(prompt.opening))
    return len(prompt.ids) + ASKING_TOKENS, max_tokens + opening


def most_billed(prompt: Prompt, max_tokens: int, tokenizer: ChatTokenizer) -> tuple[int, int]:
    """Return the most tokens, read and written, that any tokenizer can count for a prompt.

    A token is at least a byte of the text; what marks the turns is as long here as in most
    templates. A server that writes more than it was allowed to could count more.
    """
    text = tokenizer.render(asked_to_begin(prompt.chat, prompt.opening))
    written = most_tokens(prompt, max_tokens, tokenizer)[1]
    return len(text.encode()) + TEMPLATE_TOKENS, written


def after_opening(text: str, opening: str) -> str | None:
    """Return what a reply says after the opening it was asked to begin with.

    A reply that begins differently is the answer itself; different quotation marks do not count.

    Returns:
        None while the text is too short to tell.
    """
    words = opening.strip().rstrip(QUOTES).rstrip()
    begun = text.lstrip()
    if not begun.casefold().startswith(words.casefold()):
        return None if words.casefold().startswith(begun.casefold()) else text
    rest = begun[len(words) :]
    if rest[:1].isalnum():  # Another word with the same beginning.
        return text
    marks = f"[\\s{QUOTES}]*" if opening.strip() != words else ""
    answer = rest[match.end() :] if (match := re.match(marks, rest)) else rest
    return answer or (None if marks else "")


class _Reading:
    """A streamed reply so far: its text, its tokens, when they came."""

    def __init__(self, prompt: Prompt, tokenizer: ChatTokenizer, on_token: OnToken) -> None:
        self.prompt = prompt
        self.text = ""
        self.thought = False
        self.times: list[float] = []
        self._tokenizer = tokenizer
        self._on_token = on_token
        self._shown = 0
        self._tokens: tuple[int, int] | None = None
        self._stopped = False
        self._began = time.perf_counter()

    def follow(self, chunks: Iterable[Chunk], most: int) -> None:
        """Read chunks to the end, or until the caller or `most` pieces stop it."""
        self._began = time.perf_counter()
        for chunk in chunks:
            self._tokens = chunk.tokens or self._tokens
            self.thought |= chunk.thought
            if not chunk.text:
                continue
            self.times.append(time.perf_counter())
            self.text += chunk.text
            self._show(after_opening(self.text, self.prompt.opening) or "")
            if self._stopped or len(self.times) > most:
                return

    def _show(self, answer: str) -> None:
        fresh, self._shown = answer[self._shown :], max(self._shown, len(answer))
        for token in self._tokenizer.ids(fresh):
            self._stopped = self._stopped or not self._on_token(token)

    def completion(self) -> Completion:
        """Return the whole reply as a completion."""
        answer = after_opening(self.text, self.prompt.opening)
        ids = self._tokenizer.ids(self.text if answer is None else answer)
        counted = len(self.prompt.ids), len(self._tokenizer.ids(self.text))
        read, written = self._tokens or counted
        first, *_, last = (self.times or [time.perf_counter()]) * 2
        return Completion(
            ids,
            read,
            1000 * (first - self._began),
            1000 * (last - self._began),
            self._stopped,
            written,
            self._tokens is None,
        )
