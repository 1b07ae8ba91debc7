"""Take questions into a project: split, leak guard, and an account of what changed."""

from collections import Counter
from collections.abc import Mapping, Sequence

from core.errors import InvalidInputError
from core.project.database import Database
from core.project.questions import list_questions, replace_questions
from core.questions.fields import Fields, to_questions
from core.questions.split import assign_splits, carve_dev, drop_leaks, stratum, train_groups
from core.records.asked import Import, QuestionReport
from core.records.question import Question, split_counts

_TABLE = "The table"


def import_questions(db: Database, questions: list[Question], seed: int = 0) -> Import:
    """Add questions to the project's; one with a known id replaces it.

    Training and dev questions that equal a test question, of the file or the project, are dropped.

    Raises:
        InvalidInputError: there are none.
    """
    if not questions:
        raise InvalidInputError("There are no questions to import. Give a file that holds some.")
    fresh = list({question.id: question for question in questions}.values())
    with db.transaction():
        before = list_questions(db)
        names = {question.id for question in fresh}
        staying = [question for question in before if question.id not in names]
        carve = any(question.split == "train" for question in fresh)
        fresh = assign_splits(fresh, staying, seed)
        table, dropped = drop_leaks(_in_place(before, fresh))
        if carve:
            imported = [question for question in table if question.id in names]
            table = _in_place(table, carve_dev(imported, before, seed))
        replace_questions(db, table)
    return _account(before, table, dropped, names, len(questions) - len(names))


def save_questions(db: Database, rows: Sequence[Mapping[str, object]]) -> Import:
    """Make the project hold the rows of the edited table and no others.

    Args:
        rows: Fields as `core.records.question.question_row` gives them; a new one has no id.
            Answers may be one text, `|` between them.

    Raises:
        InvalidInputError: the same faults as in a file; nothing is changed then.
    """
    numbered = [(number, _fields(row)) for number, row in enumerate(rows, start=1)]
    questions = to_questions(numbered, _TABLE, "row") if rows else []
    fresh = list({question.id: question for question in questions}.values())
    with db.transaction():
        before = list_questions(db)
        table, dropped = drop_leaks(assign_splits(fresh))
        replace_questions(db, table)
    names = {question.id for question in fresh}
    return _account(before, table, dropped, names, len(questions) - len(fresh))


def question_report(db: Database) -> QuestionReport:
    """Return the counts of the project's splits and kinds, and of its test questions' strata."""
    return db.kept("question_report", lambda: _report(list_questions(db)))


def _report(questions: list[Question]) -> QuestionReport:
    trained = train_groups(questions)
    strata = Counter(stratum(q, trained) for q in questions if q.split == "test")
    return {
        "splits": split_counts(questions),
        "kinds": dict(Counter(question.kind for question in questions).most_common()),
        "strata": {name: strata[name] for name in ("seen", "held_out")},
    }


def _fields(row: Mapping[str, object]) -> Fields:
    """Return a table's row in the words of a file."""
    extra = row.get("extra")
    fields: Fields = dict(extra) if isinstance(extra, dict) else {}
    fields |= {key: row.get(key) for key in ("id", "kind", "split", "group", "document")}
    fields["question"] = row.get("text", row.get("question"))
    answers = row.get("answers")
    fields["answers"] = answers.split("|") if isinstance(answers, str) else answers
    return fields


def _in_place(table: list[Question], changed: list[Question]) -> list[Question]:
    """Return `table` with its questions replaced by id and the new ones at the end."""
    return list(({q.id: q for q in table} | {q.id: q for q in changed}).values())


def _account(
    before: list[Question], table: list[Question], dropped: int, names: set[str], repeated: int
) -> Import:
    old = {question.id: question for question in before}
    kept = [question for question in table if question.id in names]
    unchanged = sum(old.get(question.id) == question for question in kept)
    added = sum(question.id not in old for question in kept)
    return {
        "added": added,
        "replaced": len(kept) - added - unchanged,
        "unchanged": unchanged,
        "dropped_duplicates": dropped,
        "warnings": _warnings(table, repeated, dropped),
        "splits": split_counts(table),
    }


def _warnings(table: list[Question], repeated: int, dropped: int) -> list[str]:
    warnings = []
    if repeated:
        warnings.append(f"Rows that repeat another exactly were left out: {repeated}.")
    if dropped:
        warnings.append(
            f"Training or dev questions that are also test questions were dropped: {dropped}."
        )
    counts = split_counts(table)
    if not table:
        return warnings
    if len({question.group for question in table}) == 1 and len(table) > 1 and not counts["train"]:
        warnings.append(
            f"All questions belong to one group ({table[0].group}) and stay together in test. "
            "Name a group or a split for each to train on some."
        )
    elif not counts["train"]:
        warnings.append("No training questions: fine-tuning needs some.")
    if not counts["test"]:
        warnings.append("No test questions: an evaluation needs some.")
    return warnings
