"""What a careful person looks at before training: counts, lengths, duplicates, what is missing."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from core.questions import personal
from core.questions.language import is_foreign, language, language_name
from core.questions.split import stratum, train_groups
from core.records.checks import (
    Contradicting,
    KindCount,
    Languages,
    Lengths,
    LongPassage,
    MissingDocument,
    PersonalData,
    PersonalExample,
    QuestionChecks,
    Repeated,
)
from core.records.passage import PassageText
from core.records.question import Question, normalised_text

TRAINED = ("train", "dev")
"""Splits that a training run reads."""
_EXAMPLES = 8
_MISTAKEN = 0.02
"""Share of English questions that may be taken for another language; 1 of 1,190 in XQuAD was."""


@dataclass(frozen=True)
class Limits:
    """What a prompt may hold, in the base model's tokens."""

    window: int | None
    """All that the model reads at once, its answer included; None where it does not say."""
    max_length: int
    """The longest training example, by default settings."""
    passage_tokens: int
    """What the passages of a prompt may take together."""
    passages: int
    """How many a retrieving arm puts in its prompt."""
    answer_tokens: int


@dataclass(frozen=True)
class Measured:
    """Lengths in the base model's tokens."""

    prompts: Sequence[int]
    """For each question: its prompt without passages."""
    passages: Sequence[int]
    limits: Limits


def check(
    questions: Sequence[Question],
    passages: Sequence[PassageText],
    documents: Collection[str],
    measured: Measured | None,
) -> QuestionChecks:
    """Return all findings, JSON values only.

    Args:
        documents: Names of the documents that are indexed.
        measured: None where no tokenizer is at hand; "lengths" is None then.
    """
    return {
        "n": len(questions),
        "passages": len(passages),
        "counts": counts(questions),
        "lengths": lengths(questions, passages, measured) if measured else None,
        "repeated": repeated(questions),
        "contradicting": contradicting(questions),
        "missing": missing_documents(questions, documents),
        "personal": personal_data(questions, passages),
        "languages": languages(questions, passages),
    }


def counts(questions: Sequence[Question]) -> list[KindCount]:
    """Return a row for each split, stratum (of test questions, else None) and kind."""
    trained = train_groups(questions)
    rows = Counter(
        (q.split, stratum(q, trained) if q.split == "test" else None, q.kind) for q in questions
    )
    return [
        {"split": split, "stratum": side, "kind": kind, "n": n}
        for (split, side, kind), n in sorted(rows.items(), key=lambda item: str(item[0]))
    ]


def lengths(
    questions: Sequence[Question], passages: Sequence[PassageText], measured: Measured
) -> Lengths:
    """Return the lengths, the limits, and what goes beyond them.

    `longest` is a prompt's length with all the passages it may hold. `over_window` questions then
    leave no room for an answer; `over_training` training examples lose a passage. A prompt cannot
    hold its full number of passages as long as a `crowding` one: the last is cut. One that is
    `over_budget` is always cut.
    """
    limits = measured.limits
    room = sum(sorted(measured.passages)[-limits.passages :])
    full = [prompt + min(room, limits.passage_tokens) for prompt in measured.prompts]
    window = limits.window or math.inf
    share = limits.passage_tokens // limits.passages
    return {
        "window": limits.window,
        "max_length": limits.max_length,
        "passage_tokens": limits.passage_tokens,
        "passages": limits.passages,
        "answer_tokens": limits.answer_tokens,
        "prompts": list(measured.prompts),
        "passage_lengths": list(measured.passages),
        "longest": max(full, default=0),
        "over_window": sum(length + limits.answer_tokens > window for length in full),
        "over_training": sum(
            length + limits.answer_tokens > limits.max_length and question.split in TRAINED
            for length, question in zip(full, questions, strict=True)
        ),
        "over_budget": sum(length > limits.passage_tokens for length in measured.passages),
        "crowding": sum(length > share for length in measured.passages),
        "share": share,
        "long_passages": _long(passages, measured.passages, share),
    }


def _long(passages: Sequence[PassageText], lengths: Sequence[int], share: int) -> list[LongPassage]:
    """Return the longest passages of more than `share` tokens."""
    sized = sorted(zip(lengths, range(len(passages)), strict=True), reverse=True)
    return [
        {"document": passages[at]["document"], "page": passages[at]["page"], "tokens": tokens}
        for tokens, at in sized[:_EXAMPLES]
        if tokens > share
    ]


def repeated(questions: Iterable[Question]) -> list[Repeated]:
    """Return questions that occur more than once with the same answers, most frequent first."""
    return [
        {"text": asked[0].text, "n": len(asked), "splits": sorted({q.split for q in asked})}
        for asked in _same_text(questions)
        if len({_answers(q) for q in asked}) == 1
    ]


def contradicting(questions: Iterable[Question]) -> list[Contradicting]:
    """Return questions that occur more than once with different answers."""
    return [
        {"text": asked[0].text, "n": len(asked), "answers": answers}
        for asked in _same_text(questions)
        if len(answers := sorted({" | ".join(q.answers) or "(none)" for q in asked})) > 1
        and len({_answers(q) for q in asked}) > 1
    ]


def _same_text(questions: Iterable[Question]) -> list[list[Question]]:
    by_text: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        by_text[normalised_text(question.text)].append(question)
    return sorted((asked for asked in by_text.values() if len(asked) > 1), key=len, reverse=True)


def _answers(question: Question) -> frozenset[str]:
    return frozenset(map(normalised_text, question.answers))


def missing_documents(
    questions: Iterable[Question], documents: Collection[str]
) -> list[MissingDocument]:
    """Return the documents that questions name and the project does not have."""
    missing = Counter(q.document for q in questions if q.document and q.document not in documents)
    return [{"document": name, "n": n} for name, n in missing.most_common()]


def holds_personal_data(question: Question) -> bool:
    """Tell whether a question or its answers seem to hold personal data."""
    return any(personal.find(text) for text in (question.text, *question.answers))


def personal_data(questions: Iterable[Question], passages: Iterable[PassageText]) -> PersonalData:
    """Return likely personal data in what training reads: by kind, with masked examples.

    "questions": how many training and dev questions hold some.
    """
    kinds: dict[str, Counter[str]] = {kind: Counter() for kind in personal.KINDS}
    examples: list[PersonalExample] = []
    affected = 0

    def look(text: str, where: str, name: str) -> bool:
        pieces = personal.find(text)
        for piece in pieces:
            value = personal.masked(text[piece.start : piece.end])
            examples.append({"kind": piece.kind, "where": name, "value": value})
        for kind in {piece.kind for piece in pieces}:
            kinds[kind][where] += 1
        return bool(pieces)

    for question in (q for q in questions if q.split in TRAINED):
        text = "\n".join((question.text, *question.answers))
        affected += look(text, "questions", personal.redact(question.text))
    for row in passages:
        look(row["text"], "passages", f"{row['document']}, page {row['page']}")
    places = {kind: dict(where) for kind, where in kinds.items() if where}
    return {"questions": affected, "kinds": places, "examples": examples[:_EXAMPLES]}


def languages(questions: Iterable[Question], passages: Iterable[PassageText]) -> Languages:
    """Return how many questions and passages are surely in another language than English.

    "warn" tells whether they are more than the few English ones that are mistaken for another
    language: short questions full of foreign names.
    """
    texts = {
        "questions": [question.text for question in questions],
        "passages": [row["text"] for row in passages],
    }
    foreign = {
        what: Counter(language_name(language(text)[0]) for text in lines if is_foreign(text))
        for what, lines in texts.items()
    }
    warn = any(foreign[what].total() > _MISTAKEN * len(lines) for what, lines in texts.items())
    return {
        "questions": dict(foreign["questions"]),
        "passages": dict(foreign["passages"]),
        "warn": warn,
    }
