"""A server that speaks OpenAI's protocol for chats: asked, asked again where that helps, followed.

The endpoint that writes and judges (core.endpoint) and the runtime that answers in the arms of a
project (core.inference.openai_compatible) both ask through here. A key is in no error text.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from core.errors import InvalidInputError, OutageError
from core.prompts import Messages

TIMEOUT = httpx.Timeout(60, connect=5)
"""Seconds to connect, and between two pieces of a reply."""
TRIES = 4
FIRST_WAIT = 0.5
"""Seconds before the second try, doubled from try to try, and as much again by chance at most."""
LONGEST_WAIT = 60.0
"""Seconds that a server may ask to wait (Retry-After); beyond, the user is told instead."""
TOO_MANY = 429
PASSING = (408, TOO_MANY)
"""Refusals that may be gone at the next try, with all from 500."""
REJECTED = (400, 413, 422)
MEANS = {
    401: "it does not accept the key",
    403: "it does not accept the key",
    404: "it knows no such model or address",
    TOO_MANY: "it wants fewer requests a minute, or the account is used up",
}
FAILS = "it fails, or has too much to do"
"""What every refusal from 500 means, where the server says nothing itself."""
QUOTED = 200
"""Most characters of a server's own words that are shown."""
Json = dict[str, Any]
T = TypeVar("T")
_turns: dict[str, float] = {}
"""By address: when the next request may go out, by `time.monotonic`."""
_taking_turns = threading.Lock()


class RejectedError(OutageError):
    """It refuses this very request, and may take another one."""


class _PassingError(OutageError):
    """May be gone at the next try, `after` seconds where the server said so."""

    def __init__(self, text: str, after: float | None = None) -> None:
        super().__init__(text)
        self.after = after


@cache
def _http() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT)  # Kept: to make one takes longer than most replies.


def checked_url(url: str) -> str:
    """Return the address without what is around it.

    Raises:
        InvalidInputError: it is no address, or holds what only a request or a key should.
    """
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise InvalidInputError(
            f"'{url.strip().rpartition('@')[2]}' is no address of a server. Give one up to and "
            "with /v1, such as http://localhost:11434/v1"
        )
    if parts.username is not None or parts.password is not None:
        raise InvalidInputError(
            f"The address of {parts.hostname} holds a user name or a password, and it would be "
            "shown and stored. Leave them out; a key is read from the environment."
        )
    if parts.query or parts.fragment:
        raise InvalidInputError(
            f"The address of {parts.hostname} has something behind a ? or #. Give it up to and "
            "with /v1; a key is read from the environment."
        )
    return url.strip().rstrip("/")


def asked_to_begin(chat: Messages, opening: str) -> Messages:
    """Return a chat whose last turn asks for `opening`: a server cannot be made to continue one."""
    if not opening.strip():
        return chat
    *before, last = chat
    content = f"{last['content']}\nBegin your reply with: {opening.strip()}"
    return [*before, last | {"content": content}]


def retried(work: Callable[[], T]) -> T:
    """Return what `work` gives; a failure that may pass is tried again, ever more slowly.

    Raises:
        OutageError: the failure does not pass.
    """
    tries = Retrying(
        stop=stop_after_attempt(TRIES), wait=_wait, reraise=True,
        retry=retry_if_exception_type(_PassingError),
    )  # fmt: skip
    return tries(work)


def _wait(state: RetryCallState) -> float:
    failure = state.outcome.exception() if state.outcome else None
    if isinstance(failure, _PassingError) and failure.after is not None:
        return failure.after
    return FIRST_WAIT * 2.0 ** (state.attempt_number - 1) * random.uniform(1, 2)


@dataclass(frozen=True)
class ChatServer:
    """Where chats are answered, and how errors speak of it."""

    url: str
    """Up to and with /v1."""
    key: str = field(repr=False, default="")
    name: str = "The model's server"
    check: str = "Check its address and the model's name on Home, and ASSAY_MODEL_KEY."
    """What the user can do when it fails."""
    per_minute: float | None = None
    """Most requests a minute; None for as many as it takes."""

    @property
    def host(self) -> str:
        """Host and port."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def reply(self, body: Json) -> str:
        """Return a chat's next turn, stripped.

        Raises:
            OutageError: the server cannot be reached, refuses, or answers with something else.
        """
        return retried(lambda: self._turn(body))

    def _turn(self, body: Json) -> str:
        self.take_turn()
        with self._asked(body) as response:
            response.read()
        try:
            return str(response.json()["choices"][0]["message"]["content"]).strip()
        except (ValueError, LookupError, TypeError):
            raise self._garbage() from None

    def chunks(self, body: Json) -> Generator[Json, None, None]:
        """Yield the chunks of a streamed reply as they come; one try. Close it to stop the server.

        Take a turn first: waiting for that is no time of the server's.

        Raises:
            OutageError: as `reply`; one that may pass can be tried again by `retried`.
        """
        began = finished = False
        with self._asked(body | {"stream": True}) as response:
            for line in response.iter_lines():
                if not line.startswith("data:"):
                    continue
                data = line.removeprefix("data:").strip()
                if data == "[DONE]":
                    return
                chunk = self._chunk(data)
                began = True
                finished = finished or any(
                    one.get("finish_reason") for one in chunk.get("choices") or ()
                )
                yield chunk
        if not began:
            raise self._garbage()
        if not finished:
            raise _PassingError(f"{self._says} broke off in the middle of an answer. {self.check}")

    def _chunk(self, data: str) -> Json:
        try:
            chunk = json.loads(data)
        except ValueError:
            chunk = None
        if isinstance(chunk, dict) and "error" in chunk:
            said = self._words(chunk)
            raise _PassingError(f"{self._says} broke off{said}. {self.check}")
        if not isinstance(chunk, dict) or not isinstance(chunk.get("choices") or [], list):
            raise self._garbage()
        return chunk

    @contextmanager
    def _asked(self, body: Json) -> Iterator[httpx.Response]:
        """Send a request once and yield the reply before it is read.

        Errors are raised from None: what httpx holds has the key in its headers.
        """
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        begun = False
        try:
            url = f"{self.url.rstrip('/')}/chat/completions"
            with _http().stream("POST", url, json=body, headers=headers) as response:
                if not response.is_success:
                    response.read()
                    raise self._refusal(response)
                begun = True
                yield response
        except httpx.ReadTimeout:
            text = f"{self._says} said nothing for {TIMEOUT.read:g} seconds. {self.check}"
            raise OutageError(text) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failed = "broke off in the middle of an answer" if begun else "cannot be reached"
            text = f"{self._says} {failed} ({type(error).__name__}). {self.check}"
            raise _PassingError(text) from None

    @property
    def _says(self) -> str:
        return f"{self.name} {self.url}"

    def _garbage(self) -> OutageError:
        return OutageError(
            f"{self._says} answered with something that is no chat completion. {self.check}"
        )

    def _refusal(self, response: httpx.Response) -> OutageError:
        status = response.status_code
        try:
            said = self._words(response.json())
        except ValueError:
            said = ""
        means = MEANS.get(status, FAILS if status >= httpx.codes.INTERNAL_SERVER_ERROR else "")
        said = f": {means}" if means and (status in MEANS or not said) else said
        text = f"{self._says} refused with status {status}{said}. {self.check}"
        if status in REJECTED:
            return RejectedError(text)
        if status not in PASSING and status < httpx.codes.INTERNAL_SERVER_ERROR:
            return OutageError(text)
        after = _seconds(response.headers.get("retry-after", ""))
        if after and after > LONGEST_WAIT:
            return OutageError(f"{text} It asks to wait {after:.0f} seconds first.")
        return _PassingError(text, after)

    def _words(self, body: Any) -> str:
        """Return a server's own words for what failed, without the key, should it repeat that."""
        error = body.get("error") if isinstance(body, dict) else None
        words = error.get("message") if isinstance(error, dict) else error
        if not isinstance(words, str) or not words.strip():
            return ""
        words = words.replace(self.key, "(the key)") if self.key else words
        return f": {words.strip().rstrip('.')[:QUOTED]}"

    def take_turn(self) -> None:
        """Wait until a request may go out."""
        if self.per_minute is None:
            return
        with _taking_turns:
            mine = max(time.monotonic(), _turns.get(self.url, 0.0))
            _turns[self.url] = mine + 60 / self.per_minute
        time.sleep(max(0.0, mine - time.monotonic()))


def _seconds(retry_after: str) -> float | None:
    """Return the seconds of a Retry-After header: a number, or a date."""
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
