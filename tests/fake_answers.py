"""Rows of an evaluation made by hand, and summaries over them as the engine computes them."""

from functools import cache
from typing import Any

from core.evaluation.figures.slices import slices

Row = dict[str, Any]


def row(number: int, answers: dict[str, float], **fields: Any) -> Row:
    """Return a question in a group of its own, with each arm's F1."""
    given = {
        arm: {
            "text": "x",
            "em": share,
            "f1": share,
            "containment": share,
            "error": None,
            "abstains": False,
            "form": None,
        }
        for arm, share in answers.items()
    }
    return {
        "question_id": f"q-{number}",
        "question": "How many days?",
        "gold": ["25 days"],
        "stratum": "held_out",
        "split": "test",
        "kind": "number",
        "group": f"g-{number}",
        "document": "a.md",
        "answers": given,
    } | fields


def abstaining(number: int, arms: dict[str, bool], **fields: Any) -> Row:
    """Return a question that an arm refuses or answers."""
    made = row(number, dict.fromkeys(arms, 0.0), **fields)
    for arm, abstains in arms.items():
        made["answers"][arm]["abstains"] = abstains
    return made


def refused(number: int, arms: dict[str, bool], **fields: Any) -> Row:
    """Return an unanswerable question that an arm refuses or answers."""
    return abstaining(number, arms, kind="unanswerable", gold=[], **fields)


def labelled(number: int, gold: str, said: dict[str, str | None], **fields: Any) -> Row:
    """Return a question for a label with what arms said; None is no label."""
    made = row(number, dict.fromkeys(said, 0.0), kind="label", gold=[gold], **fields)
    for arm, label in said.items():
        form = {"valid": label is not None, "right": label == gold}
        made["answers"][arm] |= {"text": label or "I would say it is", "form": form}
    return made


@cache
def sliced(arms: tuple[str, ...]) -> list[Row]:
    """Return the slices of 60 questions of two kinds, by arms of which each is better."""
    rows = [
        row(
            number,
            {arm: float(number % 10 < 2 + 2 * place) for place, arm in enumerate(arms)},
            kind=("number", "person")[number % 2],
            document=("handbook.pdf", "<b>faq</b>.md", "c.md")[number % 3],
            stratum=("seen", "held_out")[number // 30],
        )
        for number in range(60)
    ]
    return slices(rows, arms, "f1")
