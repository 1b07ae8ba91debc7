"""The run card: what an evaluation fixes before it begins; hashed into every result."""

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.config import ANSWER, BASE_MODEL, model_label
from core.errors import InvalidInputError
from core.project.questions import question_of, question_row
from core.questions.question import SPLITS, Question
from core.questions.split import train_groups

RETRIEVAL = "retrieval"
"""In place of arms: only what retrieval finds, no model."""


@dataclass(frozen=True)
class Asked:
    """What the user asked for."""

    arms: list[str]
    split: str
    n: int | None
    """How many questions of the split, drawn by `seed`; None for all."""
    seed: int


def draw(questions: Sequence[Question], asked: Asked) -> list[Question]:
    """Return the questions of an evaluation, in the random order they are asked in.

    Raises:
        InvalidInputError: an unknown split, a number below 1, or a split without questions.
    """
    if asked.split not in (*SPLITS, "all"):
        raise InvalidInputError(
            f"There is no split '{asked.split}'. Choose from {', '.join(SPLITS)}, all."
        )
    if asked.n is not None and asked.n < 1:
        raise InvalidInputError(f"An evaluation needs at least 1 question, not {asked.n}.")
    pool = [question for question in questions if asked.split in ("all", question.split)]
    if not pool:
        raise InvalidInputError(
            f"This project has no questions in the split '{asked.split}'. "
            "Add some on the Questions page."
        )
    pool.sort(key=lambda question: question.id)
    return random.Random(asked.seed).sample(pool, min(asked.n or len(pool), len(pool)))


def run_card(
    asked: Asked, questions: Sequence[Question], drawn: Sequence[Question], facts: dict[str, Any]
) -> dict[str, Any]:
    """Return the card.

    Args:
        questions: All of the project's; they decide what is seen and what is held out.
        facts: What the engine knows: base, adapters, fingerprints, corpus_version, questions_hash.
    """
    base = facts["base"]
    return {
        "split": asked.split,
        "n": len(drawn),
        "seed": asked.seed,
        "arms": asked.arms,
        "model": model_label(base),
        "model_size": "135M" if base == BASE_MODEL else None,
        "defaults": asdict(ANSWER),
        "asked": [question_row(question) for question in drawn],
        "train_groups": sorted(train_groups(questions)),
        **facts,
    }


def asked_questions(card: dict[str, Any], questions: Sequence[Question]) -> list[Question]:
    """Return the questions of a card as they stood when it was made: later edits change no score.

    Args:
        questions: The project's now; cards of version 0.1 hold ids only.
    """
    if "asked" in card:
        return [question_of(row) for row in card["asked"]]
    known = {question.id: question for question in questions}
    return [known[key] for key in card["questions"] if key in known]


def card_hash(card: dict[str, Any]) -> str:
    """Return 16 hex digits over the card."""
    text = json.dumps(card, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
