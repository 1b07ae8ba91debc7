"""What a build is, and the one protocol through which every runtime answers."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from core.chat.server import ChatServer
from core.prompts import Messages
from core.records.answer import AnswerPrint


@dataclass(frozen=True)
class Build:
    """What is served: a base model, an adapter or none, a precision, by one runtime."""

    base: str
    """Key, hub id or folder of the base model, as the project names it; a server's name for it."""
    base_folder: Path
    """Holds the tokenizer, and the weights in safetensors."""
    adapter: str | None
    """Adapter id; for a server, its name of the adapted model."""
    adapter_folder: Path | None
    precision: str
    runtime: str
    """"openvino", "transformers" or "openai-compatible"."""
    folder: Path
    """What the runtime loads: an IR folder, or `base_folder`."""
    weights_sha256: str
    server: ChatServer | None = None
    """Where it is served, without its key; None for this machine."""

    @property
    def key(self) -> str:
        """Identifies the build in this engine's memory."""
        place = f"{self.server}|{self.base}" if self.server else self.base_folder
        return f"{place}|{self.adapter or '-'}|{self.precision}|{self.runtime}"


@dataclass(frozen=True)
class Constraint:
    """The form that an answer can only have; one of the two is set."""

    regex: str | None = None
    json_schema: str | None = None


@dataclass(frozen=True)
class Prompt:
    """What a model reads: token ids, and the chat that they were made of."""

    ids: list[int]
    """Up to and with the opening of the model's turn."""
    chat: Messages = field(default_factory=list)
    """For runtimes that take no ids; empty where only the number of ids has a meaning."""
    opening: str = ""
    constraint: Constraint | None = None
    """None for an answer of any form; only OpenVINO can keep one, others ignore it."""


@dataclass(frozen=True)
class Completion:
    """What the model wrote for one prompt."""

    ids: list[int]
    """Answer tokens, the end-of-turn token included where it came."""
    tokens_in: int
    first_token_ms: float
    """From handing over the prompt to the model's first token: prefill."""
    total_ms: float
    """From handing over the prompt to the last one."""
    stopped: bool
    """Whether the caller ended it before the model did."""
    billed_out: int | None = None
    """Tokens written as the server counts them, the opening included; None: those of `ids`."""
    counted: bool = False
    """Whether the tokens are counted here, by another model's tokenizer."""


OnToken = Callable[[int], bool]
"""Called with each answer token; returns whether to go on."""


class Generator(Protocol):
    """A loaded build. Greedy, one call at a time: callers hold the engine's lock."""

    build: Build
    version: str
    """Runtime and its version, for the fingerprint."""
    cache: str
    """State of the prompt-prefix cache: "fresh" means that no prompt reuses another's work, "shared
    prefix" that one does from where both begin alike, "unknown" that it is a server's."""

    def generate(
        self, prompt: Prompt, max_tokens: int, on_token: OnToken, exactly: bool = False
    ) -> Completion:
        """Answer one prompt.

        Args:
            exactly: Write `max_tokens` tokens even if the model would stop earlier; no server can
                be made to.
        """
        ...

    def generate_many(self, prompts: Sequence[Prompt], max_tokens: int) -> list[list[int]]:
        """Return the answer tokens of several prompts, worked on together and untimed.

        A greedy answer can differ from the one given alone, as sums are rounded otherwise; the
        same prompts together give the same answers.
        """
        ...


def parts_of(prompts: Sequence[list[int]], tokens: int) -> list[list[list[int]]]:
    """Return the prompts in parts of at most `tokens`, in order; a longer prompt stands alone."""
    parts: list[list[list[int]]] = []
    for prompt in prompts:
        if parts and sum(map(len, parts[-1])) + len(prompt) <= tokens:
            parts[-1].append(prompt)
        else:
            parts.append([prompt])
    return parts


def padded(prompts: Sequence[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return ids and mask, each (prompts, longest); shorter prompts are padded on the left."""
    ids = np.zeros((len(prompts), max(map(len, prompts))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, prompt in enumerate(prompts):
        ids[row, -len(prompt) :], mask[row, -len(prompt) :] = prompt, 1
    return ids, mask


@dataclass(frozen=True)
class Fingerprint:
    """Names everything that decides an answer's tokens and timings."""

    base: str
    adapter: str | None
    precision: str
    weights_sha256: str
    runtime: str
    template_sha256: str
    style: str
    decoding: str
    cache: str

    def as_dict(self) -> AnswerPrint:
        """Return the parts and, under "hash", 12 hex digits over them."""
        parts = asdict(self)
        text = json.dumps(parts, sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        return cast(AnswerPrint, parts | {"hash": digest})
