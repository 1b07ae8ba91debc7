"""A question, and what makes two of them the same."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypedDict

SPLITS = ("train", "dev", "test")
UNANSWERABLE = "unanswerable"
"""The kind of a question that the documents do not answer."""
LABEL = "label"
"""The kind of a question that asks for one of a few labels."""
ANSWERABLE = "answerable"
"""The kind of a question whose file names none."""

_EDGE_PUNCTUATION = "\"'`“”\u2018\u2019«»()[]{}.,;:!?¿¡…-\u2013\u2014"


Extra = dict[str, Any]
"""What else a question's file says of it: answers_v2, changed, target ... Any, since it is the JSON
of whoever wrote the file."""


@dataclass(frozen=True)
class Question:
    """One row of a question set."""

    id: str
    text: str
    answers: tuple[str, ...]
    """Gold answers, any of them right; empty if `kind` is `unanswerable`."""
    kind: str
    split: str
    """train, dev or test; empty until `core.questions.split` has assigned it."""
    group: str
    """The unit that is split and resampled on."""
    document: str | None = None
    """Name of the source document where known."""
    extra: Extra = field(default_factory=dict)


def question_id(text: str, group: str) -> str:
    """Return the id of a question that came without one: the same for the same text and group."""
    return "q-" + hashlib.sha256(f"{text}\0{group}".encode()).hexdigest()[:16]


def normalised_text(text: str) -> str:
    """Return what two wordings share if they are the same question.

    Case, blanks and punctuation around words are ignored; marks inside words stay, since "C#" and
    "C" ask for different things.
    """
    words = unicodedata.normalize("NFKC", text).casefold().split()
    stripped = [word.strip(_EDGE_PUNCTUATION) for word in words]
    return " ".join(word for word in stripped if word) or " ".join(words)


def split_counts(questions: Iterable[Question]) -> dict[str, int]:
    """Return how many questions each split has; all three splits are named."""
    counts = Counter(question.split for question in questions)
    return {split: counts[split] for split in SPLITS}


class QuestionRow(TypedDict):
    """A question as JSON, as pages and programs get it."""

    id: str
    text: str
    answers: list[str]
    kind: str
    split: str
    group: str
    document: str | None
    extra: Extra


def question_row(question: Question) -> QuestionRow:
    """Return a question as pages and programs get it: JSON values only."""
    return {
        "id": question.id,
        "text": question.text,
        "answers": list(question.answers),
        "kind": question.kind,
        "split": question.split,
        "group": question.group,
        "document": question.document,
        "extra": question.extra,
    }


def question_of(row: QuestionRow) -> Question:
    """Return the question of a row that `question_row` made."""
    return Question(
        row["id"],
        row["text"],
        tuple(row["answers"]),
        row["kind"],
        row["split"],
        row["group"],
        row["document"],
        row["extra"],
    )
