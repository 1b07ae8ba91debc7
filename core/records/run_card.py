"""What an evaluation fixed before it began."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from core.arms import arm_of
from core.records.question import Question, question_of

RETRIEVAL = "retrieval"
"""In place of arms: only what retrieval finds, no model."""


def answer_keys(card: Mapping[str, Any]) -> list[str]:
    """Return the keys that a card's answers are stored under: its arms, each seed's beside them."""
    further = card.get("adapter_ids") or {}
    return [
        key
        for arm in card.get("arms") or ()
        if arm != RETRIEVAL
        for key in (arm, *(key for key in further if arm_of(key) == arm and key != arm))
    ]


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
