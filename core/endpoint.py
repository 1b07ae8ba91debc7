"""A stronger model behind an OpenAI-compatible endpoint, for whoever has one: it writes questions
and judges answers.

Configured by ASSAY_ENDPOINT_URL (up to and with /v1), ASSAY_ENDPOINT_MODEL and, where it asks for
one, ASSAY_ENDPOINT_KEY. The key is read when it is used and stored nowhere.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import httpx

from core.errors import EngineError, InvalidInputError
from core.prompts import Messages

TIMEOUT = httpx.Timeout(60, connect=5)


@cache
def _http() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT)  # Kept: to make one takes longer than most replies.


@dataclass(frozen=True)
class Endpoint:
    """Answers chats, and continues them, by asking a server."""

    url: str
    model: str
    key: str = field(repr=False, default="")

    def reply(self, chat: Messages, max_tokens: int) -> str:
        """Return the model's next turn, stripped.

        Raises:
            EngineError: the server cannot be reached, refuses, or answers with something else.
        """
        body = {"model": self.model, "messages": chat, "temperature": 0, "max_tokens": max_tokens}
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            url = f"{self.url.rstrip('/')}/chat/completions"
            reply = _http().post(url, json=body, headers=headers)
            reply.raise_for_status()
            return str(reply.json()["choices"][0]["message"]["content"]).strip()
        except httpx.HTTPStatusError as error:
            raise EngineError(
                f"The endpoint {self.url} refused with status {error.response.status_code}. Check "
                "ASSAY_ENDPOINT_MODEL and ASSAY_ENDPOINT_KEY; what was finished so far is kept."
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EngineError(
                f"The endpoint {self.url} cannot be reached ({type(error).__name__}). Check "
                "ASSAY_ENDPOINT_URL, or unset it to do without; what was finished so far is kept."
            ) from None
        except (ValueError, LookupError, TypeError):
            raise EngineError(
                f"The endpoint {self.url} answered with something that is no chat completion. "
                "Check ASSAY_ENDPOINT_URL; what was finished so far is kept."
            ) from None

    def __call__(self, messages: Messages, opening: str, max_tokens: int, stop: str) -> str:
        """Return what follows `opening`, whatever the server stops at; raises as `reply` does."""
        start = opening.strip().removeprefix("Question:").strip()
        chat = [dict(message) for message in messages]
        # A server cannot be made to continue a turn; it is asked to begin as we would.
        chat[-1]["content"] += f"\nBegin your reply with: {opening.strip()}"
        text = self.reply(chat, max_tokens).removeprefix("Question:").strip()
        return text[len(start) :] if text.lower().startswith(start.lower()) else text


def endpoint(environment: Mapping[str, str] = os.environ) -> Endpoint | None:
    """Return the endpoint that is configured, None if none is.

    Raises:
        InvalidInputError: the model is missing.
    """
    url = environment.get("ASSAY_ENDPOINT_URL", "").strip()
    model = environment.get("ASSAY_ENDPOINT_MODEL", "").strip()
    if not url:
        return None
    if not model:
        raise InvalidInputError(
            "ASSAY_ENDPOINT_URL is set and ASSAY_ENDPOINT_MODEL is not. Set the model's name too."
        )
    return Endpoint(url, model, environment.get("ASSAY_ENDPOINT_KEY", ""))
