"""An engine in memory: blind votes on the answers of `tests/fakes.py`."""

import random
from typing import Any

from core.errors import NotFoundError
from core.evaluation.figures.votes import cards_of, standing

Record = dict[str, Any]
HIDDEN: Record = {"arms": [], "busy": None}


def seen(held: Record) -> Record:
    """Return an ask as clients see it: a blind one without its arms until the reveal."""
    if held["revealed"]:
        return held
    arms = held["arms"]
    if held["done"] and not held["cards"]:
        said = [(arm["arm"], arm["text"]) for arm in arms if arm["state"] == "done"]
        held["cards"] = cards_of(dict(random.sample(said, len(said))))
    return {
        **held,
        **HIDDEN,
        "of": len(arms),
        "answered": sum(arm["state"] not in ("waiting", "running") for arm in arms),
        "missing": sum(arm["state"] == "failed" for arm in arms) if held["done"] else 0,
        "cards": [
            {"key": card["key"], "text": card["text"], "shared": len(card["arms"]) > 1}
            for card in held["cards"]
        ],
    }


class FakeVoting:
    """The client's methods of voting; `asks` and `_find` are the engine's."""

    asks: dict[str, Record]
    ballots: list[Record]

    def _blind(self, ask: str) -> Record:
        if ask not in self.asks:
            raise NotFoundError("These answers are no longer held. Ask the question again.")
        return self.asks[ask]

    def vote(self, project: str, ask: str, winners: list[str]) -> Record:
        held = self._blind(ask)
        won = [a for card in held["cards"] if card["key"] in winners for a in card["arms"]]
        for arm in held["arms"]:
            arm["wins"] = arm.get("wins", 0) + (arm["arm"] in won)
        held["votes"] += 1
        fields = {key: held[key] for key in ("question", "cards")}
        self.ballots.append({**fields, "winners": won, "fingerprints": {}})
        return seen(held)

    def reveal(self, project: str, ask: str) -> Record:
        held = self._blind(ask)
        for card in held["cards"]:
            for arm in held["arms"]:
                if arm["arm"] in card["arms"]:
                    arm["card"] = card["key"]
        held["revealed"] = True
        return held

    def votes(self, project: str) -> Record:
        return standing(self.ballots)

    def clear_votes(self, project: str) -> Record:
        removed = len(self.ballots)
        self.ballots.clear()
        return {"removed": removed}
