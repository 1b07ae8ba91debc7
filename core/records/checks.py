"""What a careful look at a question set found before training."""

from typing import TypedDict


class KindCount(TypedDict):
    """How many questions of a kind a split has."""

    split: str
    stratum: str | None
    """seen or held_out; None but in the test split."""
    kind: str
    n: int


class LongPassage(TypedDict):
    """A passage that may be cut in a prompt."""

    document: str
    page: int
    tokens: int


class Lengths(TypedDict):
    """Lengths in the base model's tokens, the limits, and what goes beyond them."""

    window: int | None
    max_length: int
    passage_tokens: int
    passages: int
    answer_tokens: int
    prompts: list[int]
    """A question each, without passages."""
    passage_lengths: list[int]
    longest: int
    """Prompt, with all the passages it may hold."""
    over_window: int
    """Questions that leave no room for an answer then."""
    over_training: int
    """Training examples that lose a passage."""
    over_budget: int
    """Passages that are always cut."""
    crowding: int
    """Passages of which a prompt cannot hold as many as it should."""
    share: int
    """Tokens from which on a passage is one of these."""
    long_passages: list[LongPassage]


class Repeated(TypedDict):
    """A question that stands more than once with the same answers."""

    text: str
    n: int
    splits: list[str]


class Contradicting(TypedDict):
    """A question that stands more than once with different answers."""

    text: str
    n: int
    answers: list[str]


class MissingDocument(TypedDict):
    """A document that `n` questions name and that is not there."""

    document: str
    n: int


class PersonalExample(TypedDict):
    """Likely personal data, masked."""

    kind: str
    where: str
    value: str


class PersonalData(TypedDict):
    """Likely personal data in what training reads."""

    questions: int
    """Training and dev questions that hold some."""
    kinds: dict[str, dict[str, int]]
    """By kind, how often in "questions" and in "passages"."""
    examples: list[PersonalExample]


class Languages(TypedDict):
    """How many texts are surely in which other language than English."""

    questions: dict[str, int]
    passages: dict[str, int]
    warn: bool
    """Whether they are more than the few that are mistaken for it."""


class ChosenPersonal(PersonalData):
    """With what was chosen to do about it."""

    choice: str
    """keep, redact or exclude."""


class Findings(TypedDict):
    """All findings but personal data."""

    n: int
    passages: int
    counts: list[KindCount]
    lengths: Lengths | None
    """None where no tokenizer is at hand."""
    repeated: list[Repeated]
    contradicting: list[Contradicting]
    missing: list[MissingDocument]
    languages: Languages


class QuestionChecks(Findings):
    """All findings."""

    personal: PersonalData


class ShownChecks(Findings):
    """All findings as clients get them."""

    personal: ChosenPersonal
