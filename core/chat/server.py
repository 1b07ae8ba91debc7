"""Ask a server that speaks OpenAI's protocol for chats, retry where that helps, stream its reply.

The endpoint that writes and judges (core.chat.endpoint) and the runtime that answers in the arms
of a project (core.inference.openai_compatible) both ask through here. A key is in no error text.
"""

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

from core.chat.reply import Chunk, chunk_of, parsed, turn_of, words_of
from core.errors import OutageError
from core.prompts import Messages

TIMEOUT = httpx.Timeout(60, connect=5)
"""Seconds to connect, and between two pieces of a reply."""
LONGEST_ANSWER = 300.0
"""Seconds from the request to the end of its reply. Generous: an answer is some fifty tokens, a
question or a verdict a few hundred. Without a limit, a server that keeps sending something but no
answer would be waited for forever, and block everything else."""
TRIES = 4
FIRST_WAIT = 0.5
"""Seconds before the second try, doubled with each try, times a random factor from 1 to 2."""
LONGEST_WAIT = 60.0
"""Seconds that a server may ask to wait (Retry-After); beyond, the user is told instead."""
TOO_MANY = 429
PASSING = (408, TOO_MANY)
"""Refusals that may pass by the next try, as all from 500 on."""
REJECTED = (400, 413, 422)
MEANS = {
    401: "it does not accept the key",
    403: "it does not accept the key",
    404: "it knows no such model or address",
    TOO_MANY: "it wants fewer requests a minute, or the account is used up",
}
NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.InvalidURL,
)
"""After these no server holds the request; after any other it may, and may bill it."""
FAILS = "it fails, or has too much to do"
"""What every refusal from 500 means, where the server says nothing itself."""
QUOTED = 200
"""Most characters of a server's own words that are shown."""
Json = dict[str, Any]
"""A request of OpenAI's protocol. Any: each caller knows which fields its server takes."""
T = TypeVar("T")
_turns: dict[str, float] = {}
"""By address: when the next request may go out, by `time.monotonic`."""
_taking_turns = threading.Lock()


class RejectedError(OutageError):
    """The server refuses this very request, and may accept another one."""


class _PassingError(OutageError):
    """A failure that may pass by the next try; `after` is how many seconds the server asked for."""

    def __init__(self, text: str, after: float | None = None) -> None:
        super().__init__(text)
        self.after = after


@cache
def _http() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT)  # Kept: to make one takes longer than most replies.


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
        stop=stop_after_attempt(TRIES),
        wait=_wait,
        reraise=True,
        retry=retry_if_exception_type(_PassingError),
    )
    return tries(work)


def _wait(state: RetryCallState) -> float:
    failure = state.outcome.exception() if state.outcome else None
    if isinstance(failure, _PassingError) and failure.after is not None:
        return failure.after
    return FIRST_WAIT * 2.0 ** (state.attempt_number - 1) * random.uniform(1, 2)


@dataclass(frozen=True)
class ChatServer:
    """Where chats are answered, and how error texts name it."""

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
        with self._asked(body) as pieces:
            answer = turn_of(parsed("".join(pieces)))
            if answer is None:
                raise self._garbage()
            return answer

    def chunks(self, body: Json) -> Generator[Chunk, None, None]:
        """Yield the chunks of a streamed reply as they come; one try. Close it to stop the server.

        Take a turn first: the wait for it is not the server's time.

        Raises:
            OutageError: as `reply`; one that may pass can be tried again by `retried`.
        """
        begun = finished = False
        with self._asked(body | {"stream": True}) as pieces:
            for line in _lines(pieces):
                if not line.startswith("data:"):
                    continue
                data = line.removeprefix("data:").strip()
                if data == "[DONE]":
                    finished = True
                    break
                chunk = self._chunk(data)
                begun, finished = begun or chunk.begun, finished or chunk.finished
                yield chunk
            if not begun:
                raise self._garbage()
            if not finished:
                text = f"{self._says} broke off in the middle of an answer. {self.check}"
                raise _PassingError(text)

    def _chunk(self, data: str) -> Chunk:
        body = parsed(data)
        if isinstance(body, dict) and body.get("error"):
            raise _PassingError(f"{self._says} broke off{self._words(body)}. {self.check}")
        chunk = chunk_of(body)
        if chunk is None:
            raise self._garbage()
        return chunk

    @contextmanager
    def _asked(self, body: Json) -> Iterator[Iterator[str]]:
        """Send a request once and yield the text of the reply as it comes.

        Errors are raised from None: httpx's own hold the key in their headers.
        """
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        until = time.monotonic() + LONGEST_ANSWER
        taken = False
        try:
            url = f"{self.url.rstrip('/')}/chat/completions"
            with _http().stream("POST", url, json=body, headers=headers) as response:
                pieces = self._in_time(response.iter_text(), until)
                if not response.is_success:
                    raise self._refusal(response, "".join(pieces))
                taken = True
                yield pieces
        except OutageError as error:
            error.billed = taken
            raise
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failure(error, taken) from None

    def _in_time(self, pieces: Iterator[str], until: float) -> Iterator[str]:
        for piece in pieces:
            if time.monotonic() > until:
                raise OutageError(
                    f"{self._says} did not finish its answer within {LONGEST_ANSWER:g} seconds. "
                    f"{self.check}"
                )
            yield piece

    def _failure(self, error: Exception, taken: bool) -> OutageError:
        if isinstance(error, httpx.ReadTimeout):
            text = f"{self._says} said nothing for {TIMEOUT.read:g} seconds. {self.check}"
            failure = OutageError(text)
        else:
            failed = "broke off in the middle of an answer" if taken else "cannot be reached"
            name = type(error).__name__
            failure = _PassingError(f"{self._says} {failed} ({name}). {self.check}")
        failure.billed = not isinstance(error, NEVER_SENT)
        return failure

    @property
    def _says(self) -> str:
        return f"{self.name} {self.url}"

    def _garbage(self) -> OutageError:
        return OutageError(
            f"{self._says} answered with something that is no chat completion. {self.check}"
        )

    def _refusal(self, response: httpx.Response, body: str) -> OutageError:
        status, reason = response.status_code, self._words(parsed(body))
        means = MEANS.get(status, FAILS if status >= httpx.codes.INTERNAL_SERVER_ERROR else "")
        reason = f": {means}" if means and (status in MEANS or not reason) else reason
        text = f"{self._says} refused with status {status}{reason}. {self.check}"
        if status in REJECTED:
            return RejectedError(text)
        if status not in PASSING and status < httpx.codes.INTERNAL_SERVER_ERROR:
            return OutageError(text)
        after = _seconds(response.headers.get("retry-after", ""))
        if after and after > LONGEST_WAIT:
            return OutageError(f"{text} It asks to wait {after:.0f} seconds first.")
        return _PassingError(text, after)

    def _words(self, body: Any) -> str:
        """Return a server's own words for what failed, without the key should they repeat it."""
        words = words_of(body)
        words = words.replace(self.key, "(the key)") if self.key else words
        return f": {words.rstrip('.')[:QUOTED]}" if words else ""

    def take_turn(self) -> None:
        """Wait until a request may go out."""
        if self.per_minute is None:
            return
        with _taking_turns:
            mine = max(time.monotonic(), _turns.get(self.url, 0.0))
            _turns[self.url] = mine + 60 / self.per_minute
        time.sleep(max(0.0, mine - time.monotonic()))


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a text that comes in pieces.

    httpx would also split at other line separators, such as U+2028, which JSON may hold.
    """
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        yield from lines
    yield rest


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
