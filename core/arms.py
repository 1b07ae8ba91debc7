"""The arms of a comparison: two switches, whether it retrieves and whether it adapts.

Beside the four arms stand their rivals, which do the same with less, and controls, which show what
a difference is due to (docs/method.md, "Arms, rivals and controls").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from core.errors import InvalidInputError


@dataclass(frozen=True)
class Arm:
    """One way to answer; all arms share base model, prompt style, precision and decoding."""

    key: str
    label: str
    retrieves: bool
    adapts: bool
    phrase: str
    """What it is, for somebody who reads it for the first time."""
    handed: str | None = None
    """The passage it is given in place of retrieved ones: `GOLD` or `RANDOM`."""
    examples: bool = False
    """Whether worked examples from the training questions stand in its prompt."""
    nearest: bool = False
    """Whether they are the training questions nearest to each question, not the same for all."""
    constrained: bool = False
    """Whether its answer can only have the form that the question asks for."""
    whole: bool = False
    """Whether every document stands in its prompt."""
    recipe: str | None = None
    """The recipe its adapter must have; None for the one that serves the arm best."""

    @property
    def reads(self) -> bool:
        """Whether text of the documents stands in its prompt, found, handed or all of it."""
        return self.retrieves or self.handed is not None or self.whole


GOLD, RANDOM = "gold", "random"
ARMS = {
    arm.key: arm
    for arm in (
        Arm("base", "Base", False, False, "the model as it comes, without your documents"),
        Arm("rag", "RAG", True, False, "the model reads passages found in your documents"),
        Arm("tuned", "Fine-tuned", False, True, "the model trained on your questions, no passages"),
        Arm("hybrid", "Hybrid", True, True, "the trained model reads passages as well"),
    )
}


RIVALS = {
    arm.key: arm
    for arm in (
        Arm(
            "few-shot",
            "Few-shot",
            False,
            False,
            "the model with worked examples from your training questions",
            examples=True,
        ),
        Arm(
            "retrieved-examples",
            "Retrieved examples",
            False,
            False,
            "the model with the training questions nearest to yours as worked examples",
            nearest=True,
        ),
        Arm(
            "constrained",
            "Constrained",
            False,
            False,
            "few-shot, and the answer can only have the form that the question asks for",
            examples=True,
            constrained=True,
        ),
        Arm(
            "all-documents",
            "All documents",
            False,
            False,
            "the model with every document in its prompt",
            whole=True,
        ),
        Arm(
            "naive-hybrid",
            "Naive hybrid",
            True,
            True,
            "a model trained without passages reads them all the same",
            recipe="closed-book",
        ),
    )
}
CONTROLS = {
    arm.key: arm
    for arm in (
        Arm(
            "oracle",
            "Oracle",
            False,
            False,
            "the model is handed the passage that holds the answer",
            handed=GOLD,
        ),
        Arm(
            "oracle-hybrid",
            "Oracle hybrid",
            False,
            True,
            "the trained model is handed the passage that holds the answer",
            handed=GOLD,
        ),
        Arm(
            "random",
            "Random passage",
            False,
            False,
            "the model is handed a passage that does not hold the answer",
            handed=RANDOM,
        ),
        Arm(
            "shuffled",
            "Shuffled",
            False,
            True,
            "trained on answers that were shuffled: it learns the form and no facts",
            recipe="shuffled",
        ),
    )
}
ALL_ARMS = ARMS | RIVALS | CONTROLS
_SEED = "#"
_Answer = TypeVar("_Answer")


def seed_key(arm: str, number: int) -> str:
    """Return the key of an arm's answers by its `number`-th adapter, from 1: "tuned", "tuned#2".

    The first one's is the arm's own, so that an arm of one adapter is stored as it always was.
    """
    return arm if number == 1 else f"{arm}{_SEED}{number}"


def arm_of(key: str) -> str:
    """Return the arm that a key of answers belongs to."""
    return key.partition(_SEED)[0]


def answers_of(answers: Mapping[str, _Answer], arm: str) -> list[_Answer]:
    """Return an arm's answers to a question, one an adapter, from all that are stored by key."""
    return [answer for key, answer in answers.items() if arm_of(key) == arm]


def parse_arms(text: str | list[str] | None, allowed: Mapping[str, Arm] = ARMS) -> list[Arm]:
    """Return the arms named in `text` ("base,rag"), the four of `ARMS` when it is empty.

    Args:
        allowed: Those that may be named: rivals and controls answer in evaluations only.

    Raises:
        InvalidInputError: a name is not an arm.
    """
    names = text.split(",") if isinstance(text, str) else list(text or ARMS)
    names = [name.strip() for name in names if name.strip()]
    unknown = [name for name in names if name not in allowed]
    if unknown or not names:
        refused = ", ".join(unknown) or "nothing"
        raise InvalidInputError(f"No arm is called {refused}. Choose from {', '.join(allowed)}.")
    return [allowed[name] for name in dict.fromkeys(names)]
