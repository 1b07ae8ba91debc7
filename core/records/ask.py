"""One question put to several arms, as it is followed; a stored one has the same shape."""

from typing import NotRequired, TypedDict, final

from core.records.answer import AnswerPrint, PackedPassage
from core.records.vote import VoteCard


class AskArm(TypedDict):
    """One arm of an ask. Numbers are None before they are known; times are in ms."""

    arm: str
    state: str
    """waiting, running, done, failed or stopped."""
    text: str
    """As far as it is written."""
    error: str | None
    page: str | None
    """Key of the page that mends the error."""
    passages: list[PackedPassage]
    first_token_ms: float | None
    latency_ms: float | None
    tokens_in: int | None
    tokens_out: int | None
    cost: float | None
    """In the prices' currency."""
    fingerprint: AnswerPrint
    adapter: str | None
    """Its name."""
    embed_ms: NotRequired[float | None]
    search_ms: NotRequired[float | None]
    prefill_ms: NotRequired[float | None]
    decode_ms: NotRequired[float | None]
    together_ms: NotRequired[float | None]
    counted: NotRequired[bool]
    """Whether the tokens are counted here: the server gave none."""
    wins: NotRequired[int]
    """Votes that found it best."""
    card: NotRequired[str]
    """Letter that it had in a blind vote."""


class LetteredCard(TypedDict):
    """An answer of a blind ask before the reveal."""

    key: str
    """A letter."""
    text: str
    shared: bool
    """Whether several arms said this."""


class AskFacts(TypedDict):
    """What may be known of any ask."""

    id: str
    project: str
    """Its id."""
    question: str
    done: bool
    busy: str | None
    """Why timings may be longer than usual."""
    blind: bool
    revealed: bool
    votes: int
    note: str | None
    """Why there is no vote."""
    arms: list[AskArm]
    """None of a hidden ask."""


class OpenAsk(AskFacts):
    """An ask whose arms are named."""

    cards: list[VoteCard]
    """None before the last answer of a blind ask."""


@final
class AskState(OpenAsk):
    """An ask that was never blind, or is revealed; the engine's own state of any."""


@final
class StoredAsk(OpenAsk):
    """A question of an evaluation, shaped as an ask."""

    gold: list[str]


@final
class HiddenAsk(AskFacts):
    """A blind ask before the reveal."""

    cards: list[LetteredCard]
    """None before the last answer."""
    of: int
    """Arms, as are the next two."""
    answered: int
    missing: int
    """Failed; 0 before the last answer."""


ShownAsk = AskState | HiddenAsk
"""What clients see; `"missing" in ask` tells the hidden one."""


class AskBegun(TypedDict):
    """The id to follow an ask by."""

    ask: str


class VotesCleared(TypedDict):
    """How many votes were removed."""

    removed: int
