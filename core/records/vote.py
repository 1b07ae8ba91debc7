"""Blind votes on answers."""

from typing import TypedDict

from core.records.interval import Interval


class VoteCard(TypedDict):
    """An answer as it is voted on."""

    key: str
    """A letter."""
    text: str
    arms: list[str]
    """Those whose answer has this very text."""


class Vote(TypedDict):
    """One person's vote on one question."""

    id: str
    question: str
    cards: list[VoteCard]
    """As they were shown."""
    winners: list[str]
    """Arms; none where no answer was good."""
    fingerprints: dict[str, str]
    """By arm, what produced its answer."""
    created_at: str


class ArmVotes(TypedDict):
    """How often an arm was found best."""

    n: int
    """Votes that it stood in."""
    wins: int
    questions: int
    rate: float
    interval: Interval
    builds: int
    """Different set-ups that it answered with."""


class Standing(TypedDict):
    """What the votes say so far."""

    votes: int
    questions: int
    none: int
    """Votes that found no answer good."""
    arms: dict[str, ArmVotes]
