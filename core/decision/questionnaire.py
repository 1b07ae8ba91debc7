"""The situation questions of the usual guides: they prefill wishes, and they decide nothing.

Guides give points for each answer and name the approach that has most. What they would say is kept
beside what was measured, so that a reader sees where the two differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import InvalidInputError
from core.records.recommendation import Criterion, Option, Wishes


@dataclass(frozen=True)
class Choice:
    """One answer to a question."""

    label: str
    reading: int = 0
    """Points for retrieval."""
    training: int = 0
    """Points for fine-tuning."""


@dataclass(frozen=True)
class Situation:
    """One question."""

    key: str
    asks: str
    choices: Mapping[str, Choice]
    """By key; the first one is chosen to begin with."""


QUESTIONS = (
    Situation(
        "changes",
        "How often do the facts change?",
        {
            "never": Choice("Hardly ever", training=1),
            "monthly": Choice("Every week or month", reading=1),
            "daily": Choice("Every day", reading=2),
        },
    ),
    Situation(
        "form",
        "Is form or tone the matter?",
        {"no": Choice("No, the facts are"), "yes": Choice("Yes", training=2)},
    ),
    Situation(
        "volume",
        "How many questions a month?",
        {
            "few": Choice("About 1,000"),
            "some": Choice("About 10,000"),
            "many": Choice("100,000 or more", training=1),
        },
    ),
    Situation(
        "cite",
        "Must an answer name its source?",
        {"no": Choice("No"), "yes": Choice("Yes", reading=2)},
    ),
    Situation(
        "new",
        "Will people ask what no training question covers?",
        {"yes": Choice("Often", reading=1), "no": Choice("Seldom", training=1)},
    ),
)
QUERIES = {"few": 1_000.0, "some": 10_000.0, "many": 100_000.0}
UPDATES = {"never": 0.0, "monthly": 4.0, "daily": 30.0}
BALANCED: dict[Criterion, float] = {
    "accuracy": 60,
    "freshness": 15,
    "cost": 15,
    "latency": 10,
    "setup": 0,
    "refusal": 0,
}
PRESETS: dict[str, tuple[str, dict[Criterion, float]]] = {
    "balanced": ("Balanced", BALANCED),
    "accurate": ("Accuracy first", {**BALANCED, "accuracy": 80, "freshness": 10, "cost": 5}),
    "current": ("Always up to date", {**BALANCED, "accuracy": 40, "freshness": 40, "cost": 10}),
    "volume": ("Cheap at volume", {**BALANCED, "accuracy": 40, "freshness": 5, "cost": 45}),
    "careful": ("Nothing made up", {**BALANCED, "accuracy": 45, "cost": 10, "refusal": 30}),
}
"""By use: label and weights."""
STRONG = 2
"""Points from which guides count a need as given."""


def checked(situation: Mapping[str, str]) -> None:
    """Check answers.

    Raises:
        InvalidInputError: an unknown question or answer.
    """
    known = {question.key: question.choices for question in QUESTIONS}
    for key, answer in situation.items():
        if answer not in known.get(key, {}):
            raise InvalidInputError(
                f"The questionnaire has no answer '{answer}' to '{key}'. Choose from "
                + "; ".join(f"{name}: {', '.join(choices)}" for name, choices in known.items())
                + "."
            )


def says(situation: Mapping[str, str]) -> Option:
    """Return what the usual guides would say."""
    chosen = [q.choices[situation[q.key]] for q in QUESTIONS if q.key in situation]
    reading = sum(choice.reading for choice in chosen)
    training = sum(choice.training for choice in chosen)
    if reading >= STRONG and training >= STRONG:
        return "hybrid"
    if max(reading, training) == 0:
        return "few-shot"
    return "rag" if reading >= training else "tuned"


def prefilled(situation: Mapping[str, str]) -> Wishes:
    """Return wishes to begin with; every one can be moved."""
    weights = dict(BALANCED)
    weights["freshness"] = {"never": 0, "monthly": 15, "daily": 35}[situation["changes"]]
    weights["cost"] = {"few": 5, "some": 15, "many": 35}[situation["volume"]]
    return {
        "stratum": "held_out" if situation["new"] == "yes" else "seen",
        "weights": weights,
        "limits": {"must_cite": situation["cite"] == "yes"},
        "queries": QUERIES[situation["volume"]],
        "updates": UPDATES[situation["changes"]],
        "situation": dict(situation),
    }
