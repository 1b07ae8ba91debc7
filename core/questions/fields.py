"""Raw fields of a file or an edited table -> questions, or one sentence that says what is wrong."""

from core.errors import InvalidInputError
from core.records.question import ANSWERABLE, SPLITS, UNANSWERABLE, Question, question_id

KNOWN_FIELDS = frozenset(
    {"id", "question", "answers", "answer", "kind", "split", "group", "document", "doc_id"}
)
_LINES_SHOWN = 5
Fields = dict[str, object]
"""A row as its file has it."""
NumberedRows = list[tuple[int, Fields]]
"""Each row with the number it has for the user: a line of a file, a row of a table."""


def to_questions(rows: NumberedRows, source: str, unit: str = "line") -> list[Question]:
    """Return a question for each row, all of them or none.

    Args:
        source: What holds the rows, for the message: a file name, "The table".
        unit: What a row's number counts: "line" or "row".

    Raises:
        InvalidInputError: rows lack a question or an answer, contradict themselves or each other,
            or name an unknown split.
    """
    if not rows:
        raise InvalidInputError(f"{source} holds no questions. Add at least one and try again.")
    _refuse_incomplete(rows, source, unit)
    _refuse_unknown_splits(rows, source, unit)
    questions = [_question(fields) for _, fields in rows]
    _refuse_conflicts(rows, questions, source, unit)
    return questions


def text_of(value: object) -> str:
    """Return a field as trimmed text; one that is no text (None, NaN, a list) as ""."""
    if not isinstance(value, str | int | float) or value != value:  # only NaN differs from itself
        return ""
    return str(value).strip()


def numbered(numbers: list[int], unit: str) -> str:
    """Return "line 3" or "lines 3, 7 and 9", the first few only."""
    if len(numbers) == 1:
        return f"{unit} {numbers[0]}"
    if len(numbers) > _LINES_SHOWN:
        shown = ", ".join(map(str, numbers[:_LINES_SHOWN]))
        return f"{unit}s {shown} and {len(numbers) - _LINES_SHOWN} more"
    return f"{unit}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _answers(fields: Fields) -> tuple[str, ...]:
    value = fields.get("answers")
    value = fields.get("answer") if value is None else value
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(text for text in map(text_of, values) if text))


def _kind(fields: Fields) -> str:
    kind = text_of(fields.get("kind"))
    return UNANSWERABLE if kind.casefold() == UNANSWERABLE else kind or ANSWERABLE


def _question(fields: Fields) -> Question:
    text = text_of(fields.get("question"))
    document = text_of(fields.get("document")) or text_of(fields.get("doc_id"))
    group = text_of(fields.get("group")) or document
    key = text_of(fields.get("id")) or question_id(text, group)
    return Question(
        key,
        text,
        _answers(fields),
        _kind(fields),
        text_of(fields.get("split")).lower(),
        group or key,
        document or None,
        {name: value for name, value in fields.items() if name not in KNOWN_FIELDS},
    )


def _refuse_incomplete(rows: NumberedRows, source: str, unit: str) -> None:
    """Refuse rows without a question, without answers, or unanswerable ones with answers."""
    blank = [number for number, fields in rows if not text_of(fields.get("question"))]
    lacking, contrary = [], []
    for number, fields in rows:
        unanswerable = _kind(fields) == UNANSWERABLE
        if not unanswerable and not _answers(fields):
            lacking.append(number)
        if unanswerable and _answers(fields):
            contrary.append(number)
    for numbers, what, advice in (
        (blank, "no question", "Fill it in"),
        (lacking, "no answer", f"Fill it in, or set the kind to {UNANSWERABLE}"),
        (contrary, f"an answer although the kind is {UNANSWERABLE}", "Remove one of the two"),
    ):
        if numbers:
            have = f"1 {unit} has" if len(numbers) == 1 else f"{len(numbers)} {unit}s have"
            raise InvalidInputError(
                f"{source}: {have} {what} ({numbered(numbers, unit)}). {advice} and try again; "
                "nothing was changed."
            )


def _refuse_unknown_splits(rows: NumberedRows, source: str, unit: str) -> None:
    unknown: dict[str, list[int]] = {}
    for number, fields in rows:
        split = text_of(fields.get("split")).lower()
        if split and split not in SPLITS:
            unknown.setdefault(split, []).append(number)
    for split, numbers in unknown.items():
        raise InvalidInputError(
            f"{source}: the split '{split[:40]}' is unknown ({numbered(numbers, unit)}). Use "
            "train, dev or test, or leave it empty to have it assigned; nothing was changed."
        )


def _refuse_conflicts(
    rows: NumberedRows, questions: list[Question], source: str, unit: str
) -> None:
    """Refuse two rows that share an id and differ; an exact repetition is no conflict."""
    first: dict[str, tuple[int, Question]] = {}
    for (number, fields), question in zip(rows, questions, strict=True):
        earlier, same = first.setdefault(question.id, (number, question))
        if question == same:
            continue
        lines = numbered([earlier, number], unit)
        if text_of(fields.get("id")):
            raise InvalidInputError(
                f"{source}: the id '{question.id[:60]}' is used for different questions ({lines}). "
                "Give each its own id; nothing was changed."
            )
        raise InvalidInputError(
            f"{source}: the same question appears on {lines} with different fields. Put all its "
            "answers in one row, or give each row its own id; nothing was changed."
        )
