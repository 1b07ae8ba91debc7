"""A stronger model behind an OpenAI-compatible endpoint, for whoever has one: it writes questions
and judges answers.

Configured by ASSAY_ENDPOINT_URL (up to and with /v1), ASSAY_ENDPOINT_MODEL and, where it asks for
one, ASSAY_ENDPOINT_KEY. The key is read when it is used and stored nowhere.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.chat.address import checked_key, checked_url
from core.chat.server import ChatServer, asked_to_begin
from core.errors import InvalidInputError
from core.prompts import Messages

KEY = "ASSAY_ENDPOINT_KEY"
CHECK = (
    "Check ASSAY_ENDPOINT_URL, ASSAY_ENDPOINT_MODEL and ASSAY_ENDPOINT_KEY, or unset the first to "
    "do without; what was finished so far is kept."
)


@dataclass(frozen=True)
class Endpoint:
    """Answers chats, and continues them, by asking a server."""

    url: str
    model: str
    key: str = field(repr=False, default="")

    def reply(self, chat: Messages, max_tokens: int) -> str:
        """Return the model's next turn, stripped.

        Raises:
            OutageError: the server cannot be reached, refuses, or answers with something else.
        """
        server = ChatServer(self.url, self.key, "The endpoint", CHECK)
        return server.reply(
            {"model": self.model, "messages": chat, "temperature": 0, "max_tokens": max_tokens}
        )

    def __call__(self, messages: Messages, opening: str, max_tokens: int, stop: str) -> str:
        """Return what follows `opening`, whatever the server stops at; raises as `reply` does."""
        start = opening.strip().removeprefix("Question:").strip()
        reply = self.reply(asked_to_begin(messages, opening), max_tokens)
        text = reply.removeprefix("Question:").strip()
        return text[len(start) :] if text.lower().startswith(start.lower()) else text


def endpoint(environment: Mapping[str, str] = os.environ) -> Endpoint | None:
    """Return the endpoint that is configured, None if none is.

    Raises:
        InvalidInputError: the model is missing, or the address holds a password.
        OutageError: the key cannot be sent.
    """
    url = environment.get("ASSAY_ENDPOINT_URL", "").strip()
    model = environment.get("ASSAY_ENDPOINT_MODEL", "").strip()
    if not url:
        return None
    if not model:
        raise InvalidInputError(
            "ASSAY_ENDPOINT_URL is set and ASSAY_ENDPOINT_MODEL is not. Set the model's name too."
        )
    key = checked_key(environment.get(KEY, ""), KEY)
    return Endpoint(checked_url(url), model, key)
