"""Blind votes: which answers stand on which card, and how often each arm was found best.

An arm's rate is the share of the votes it stood in that chose it. Its interval takes the question
as the unit, as everywhere (docs/method.md, "Votes"): several people who judge the same answers do
not make several questions.
"""

from collections.abc import Mapping, Sequence

from core.arms import ARMS
from core.evaluation.statistics.intervals import share_interval
from core.records.question import normalised_text
from core.records.vote import ArmVotes, Standing, Vote, VoteCard

LETTERS = "ABCDEFGH"


def cards_of(texts: Mapping[str, str]) -> list[VoteCard]:
    """Return the cards of the answers (by arm, in the order to show them in).

    Arms that say the same share a card: a vote for it is a vote for each of them, so that none
    loses to its equal.
    """
    by_text: dict[str, list[str]] = {}
    for arm, text in texts.items():
        by_text.setdefault(text.strip(), []).append(arm)
    return [
        {"key": letter, "text": text, "arms": arms}
        for letter, (text, arms) in zip(LETTERS, by_text.items(), strict=False)
    ]


def standing(votes: Sequence[Vote]) -> Standing:
    """Return what the votes say so far."""
    groups = [normalised_text(vote["question"]) for vote in votes]
    shown = [{arm for card in vote["cards"] for arm in card["arms"]} for vote in votes]
    arms: dict[str, ArmVotes] = {}
    for arm in ARMS:
        mine = [number for number, there in enumerate(shown) if arm in there]
        if not mine:
            continue
        won = [float(arm in votes[number]["winners"]) for number in mine]
        asked = [groups[number] for number in mine]
        arms[arm] = {
            "n": len(mine),
            "wins": int(sum(won)),
            "questions": len(set(asked)),
            "rate": sum(won) / len(won),
            "interval": share_interval(won, asked),
            "builds": len({votes[number]["fingerprints"].get(arm) for number in mine}),
        }
    return {
        "votes": len(votes),
        "questions": len(set(groups)),
        "none": sum(not vote["winners"] for vote in votes),
        "arms": arms,
    }
