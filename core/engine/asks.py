"""One question, several arms: a buffer that outlives the page that asked.

A blind ask keeps to itself which arm says what until it is revealed: clients get lettered cards, in
an order drawn here, once the last answer is complete. The arms answer in another random order, so
that waiting tells nothing either.
"""

import random
import secrets
import threading
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from typing import cast

from core.engine.changed import Changed, rung
from core.errors import InvalidInputError
from core.evaluation.figures.votes import cards_of
from core.records.ask import AskState, HiddenAsk, ShownAsk

WAITING, RUNNING, DONE, FAILED, STOPPED = "waiting", "running", "done", "failed", "stopped"
TICK_SECONDS = 1.0
"""How long a follower waits at most before it looks again."""


class Ask:
    """State of one ask; a thread fills it, any number of followers read it."""

    def __init__(self, project: str, question: str, arms: list[str], blind: bool = False) -> None:
        self._state: AskState = {
            "id": "a-" + secrets.token_hex(8),
            "project": project,
            "question": question,
            "done": False,
            "busy": None,
            "blind": blind,
            "revealed": not blind,
            "votes": 0,
            "cards": [],
            "note": None,
            "arms": [
                {
                    "arm": arm,
                    "state": WAITING,
                    "text": "",
                    "error": None,
                    "page": None,
                    "passages": [],
                    "first_token_ms": None,
                    "latency_ms": None,
                    "tokens_in": None,
                    "tokens_out": None,
                    "cost": None,
                    "fingerprint": {},
                    "adapter": None,
                }
                for arm in arms
            ],
        }
        self._version = 0
        self._changed = Changed()
        self._stop = threading.Event()

    def update(self, arm: str | None = None, **values: object) -> None:
        """Set values of an arm, or of the whole, and wake the followers."""
        with self._changed:
            target: object = self._state
            if arm is not None:
                target = next(row for row in self._state["arms"] if row["arm"] == arm)
            cast(dict[str, object], target).update(values)
            self._version += 1
            self._changed.notify_all()

    def stop(self) -> None:
        """Ask the answering thread to stop; it does within a token."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    @property
    def id(self) -> str:
        """What it is followed by."""
        return self._state["id"]

    @property
    def project(self) -> str:
        """The id of the project that it was asked in."""
        return self._state["project"]

    @property
    def done(self) -> bool:
        """Whether no more answers come."""
        return self._state["done"]

    def finish(self) -> None:
        """Say that no more answers come; a blind ask gets its cards, or why it has no vote."""
        if self._state["blind"]:
            self._deal()
        if self._state["note"]:
            self.reveal()
        self.update(done=True)

    def _deal(self) -> None:
        """Lay out the cards in a random order, and note what stands against a vote."""
        with self._changed:
            arms = self._state["arms"]
            said = {arm["arm"]: arm["text"] for arm in arms if arm["state"] == DONE}
            self._state["cards"] = cards_of(dict(random.sample(list(said.items()), len(said))))
            if any(arm["state"] == STOPPED for arm in arms):
                self._state["note"] = "Stopped before every arm had answered: no vote."
            elif len(said) < 2:
                self._state["note"] = "Fewer than two arms could answer: no vote."
            elif len(self._state["cards"]) < 2:
                self._state["note"] = "All arms gave the same answer: nothing to vote on."

    def winners(self, letters: list[str]) -> list[str]:
        """Return the arms behind the cards that a vote names.

        Raises:
            InvalidInputError: it is no longer blind, not yet answered, or has no such card.
        """
        with self._changed:
            if self._state["revealed"]:
                raise InvalidInputError(
                    "The arms are already revealed. Ask again for a blind vote."
                )
            if not self._state["done"]:
                raise InvalidInputError(
                    "The arms are still answering. Vote once all answers are in."
                )
            cards = {card["key"]: card["arms"] for card in self._state["cards"]}
        unknown = [letter for letter in letters if letter not in cards]
        if unknown:
            raise InvalidInputError(
                f"There is no answer {', '.join(unknown)}. Choose from {', '.join(cards)}."
            )
        return [arm for letter in dict.fromkeys(letters) for arm in cards[letter]]

    def count(self, winners: list[str]) -> None:
        """Add a vote for these arms to what the reveal will tell."""
        with self._changed:
            for arm in self._state["arms"]:
                arm["wins"] = arm.get("wins", 0) + (arm["arm"] in winners)
            self.update(votes=self._state["votes"] + 1)

    def reveal(self) -> None:
        """Name the arms behind the cards; there is no way back."""
        with self._changed:
            for card in self._state["cards"]:
                for arm in self._state["arms"]:
                    if arm["arm"] in card["arms"]:
                        arm["card"] = card["key"]
            self.update(revealed=True)

    def state(self) -> AskState:
        """Return a copy of the state as it is now, for the engine itself."""
        with self._changed:
            return deepcopy(self._state)

    def shown(self) -> ShownAsk:
        """Return what clients may see: of a blind ask no arm before it is revealed."""
        state = self.state()
        if state["revealed"]:
            return state
        return _hidden(state)

    def follow(self) -> Iterator[ShownAsk]:
        """Yield the state at once, after every change and once a tick, until it is done.

        The ticks let a page that only waits notice a click.
        """
        seen = -1
        while True:
            with self._changed:
                if self._version == seen:
                    self._changed.wait(TICK_SECONDS)
                seen, state = self._version, self.shown()
            yield state
            if state["done"]:
                return

    async def watch(self) -> AsyncIterator[ShownAsk]:
        """Yield what `follow` does, and hold no thread meanwhile."""
        with self._changed.alarm() as changed:
            while True:
                state = self.shown()
                yield state
                if state["done"]:
                    return
                await rung(changed, TICK_SECONDS)


def _hidden(state: AskState) -> HiddenAsk:
    arms, done = state["arms"], state["done"]
    return {
        "id": state["id"],
        "project": state["project"],
        "question": state["question"],
        "done": done,
        "busy": None,
        "blind": state["blind"],
        "revealed": False,
        "votes": state["votes"],
        "note": state["note"],
        "arms": [],
        "cards": [
            {"key": card["key"], "text": card["text"], "shared": len(card["arms"]) > 1}
            for card in state["cards"]
            if done
        ],
        "of": len(arms),
        "answered": sum(arm["state"] not in (WAITING, RUNNING) for arm in arms),
        "missing": sum(arm["state"] == FAILED for arm in arms) if done else 0,
    }
