"""Replies of servers of OpenAI's protocol: their shape is checked here, once.

Whatever is no chat completion becomes None, so that callers never meet a field of another type.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Chunk:
    """A piece of a streamed reply."""

    text: str
    thought: bool
    """Whether the model thinks aloud in it, which is no part of its answer."""
    begun: bool
    """Whether it is a piece of an answer, even an empty one; the last may hold a count alone."""
    finished: bool
    tokens: tuple[int, int] | None
    """Read and written as the server counts them; None where it gives no count."""


def parsed(text: str) -> Any:
    """Return the JSON value of a text, None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def turn_of(body: Any) -> str | None:
    """Return the text of a whole reply, stripped; None for what is no chat completion."""
    choices = body.get("choices") if isinstance(body, dict) else None
    first = choices[0] if choices and _are_dicts(choices) else {}
    message = first.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    return content.strip() if isinstance(content, str) else None


def chunk_of(body: Any) -> Chunk | None:
    """Return a piece of a streamed reply; None for what is no chat completion."""
    if not isinstance(body, dict):
        return None
    choices, usage = body.get("choices") or [], body.get("usage") or {}
    if not _are_dicts(choices) or not isinstance(usage, dict):
        return None
    delta = (choices[0].get("delta") or {}) if choices else {}
    text = (delta.get("content") or "") if isinstance(delta, dict) else None
    if not isinstance(text, str):
        return None
    return Chunk(
        text,
        bool(delta.get("reasoning_content") or delta.get("reasoning")),
        bool(choices),
        any(choice.get("finish_reason") for choice in choices),
        _tokens(usage),
    )


def words_of(body: Any) -> str:
    """Return a server's own words for what failed, "" where it has none."""
    error = body.get("error") if isinstance(body, dict) else None
    words = error.get("message") if isinstance(error, dict) else error
    return words.strip() if isinstance(words, str) else ""


def _are_dicts(choices: Any) -> bool:
    return isinstance(choices, list) and all(isinstance(choice, dict) for choice in choices)


def _tokens(usage: Mapping[str, object]) -> tuple[int, int] | None:
    read, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if isinstance(read, int) and isinstance(written, int) and min(read, written) >= 0:
        return read, written
    return None
