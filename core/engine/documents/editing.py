"""The live edit: one fact in the documents gets another value, at once, and back again."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.engine.context import Engine
from core.engine.documents.change_plan import plan_edits
from core.engine.documents.changes import follow_answers
from core.engine.jobs.in_use import subject
from core.engine.table import operation
from core.errors import BusyError, InvalidInputError, NotFoundError
from core.project import documents
from core.project.database import Row
from core.project.questions import list_questions, replace_questions
from core.project.workspace import Project
from core.records.document import (
    Edit,
    EditableFact,
    MadeEdit,
    PassageText,
    RevertedEdit,
    StoredEdit,
)
from core.records.question import Question, question_of, question_row

EDITS = "live_edits"
"""Setting of a project: its live edits, oldest first, each with what puts it back."""


@operation(reads=True)
def fact(engine: Engine, *, project: Project, question: str) -> EditableFact:
    """Return a question with the passages of its document that hold its answer.

    Raises:
        NotFoundError: there is no such question.
    """
    asked = _question(project, question)
    held = engine.corpus(project).passages_holding(asked)
    rows = [
        row for row in documents.passages_of(project.db, asked.document or "") if row["id"] in held
    ]
    passages: list[PassageText] = [
        {"id": row["id"], "page": row["page"], "text": row["text"]} for row in rows
    ]
    return {**question_row(asked), "passages": passages}


@operation()
def edit_fact(engine: Engine, *, project: Project, question: str, answer: str) -> MadeEdit:
    """Make the documents say another answer to a question, and index that; gold answers follow.

    Raises:
        BusyError: a job uses or changes the documents.
        InvalidInputError: the answer stands in no passage, or the new one cannot be used.
    """
    with _quiet(engine, project):
        asked = _question(project, question)
        questions = list_questions(project.db)
        plan = plan_edits(project, questions, [{"question": question, "answer": answer}])
        ((document, rewrite),) = plan.rewrites.items()
        texts = {row["position"]: row["text"] for row in _passages(project, document)}
        before = _sha256(project, document)
        corpus = engine.corpus(project)
        report = corpus.edit(document, {int(at): text for at, text in rewrite.items()})
        ready_s = corpus.make_ready()
        edit: StoredEdit = {
            "question": question,
            "text": asked.text,
            "document": document,
            "old": list(asked.answers),
            "new": " ".join(answer.split()),
            "passages": {at: texts[int(at)] for at in rewrite},
            "sha256": before,
            "sha256_after": _sha256(project, document),
            "questions": [question_row(row) for row in questions if row.id in plan.follow],
        }
        with project.db.transaction():
            follow_answers(project, plan.follow)
            project.db.set_setting(EDITS, [*project.db.setting(EDITS, []), edit])
    rows = _passages(project, document)
    return {
        **_shown(edit),
        "passages": [row["id"] for row in rows if str(row["position"]) in rewrite],
        "questions": len(plan.follow),
        "parse_s": round(report.parse_s, 3),
        "embed_s": round(report.embed_s, 3),
        "index_s": round(report.index_s + ready_s, 3),
    }


def _passages(project: Project, document: str) -> list[Row]:
    return documents.passages_of(project.db, document)


def _sha256(project: Project, document: str) -> str:
    row = documents.document(project.db, document)
    assert row is not None  # It was found by a passage of it.
    return row["sha256"]


@operation(reads=True, recorded=True, kept="data")
def edits(engine: Engine, *, project: Project) -> list[Edit]:
    """Return the live edits that can be put back, the last one first."""
    return [_shown(edit) for edit in reversed(project.db.setting(EDITS, []))]


@operation()
def revert_fact(engine: Engine, *, project: Project) -> RevertedEdit:
    """Put the last live edit back: passages, document and gold answers as they were.

    Raises:
        BusyError: a job uses or changes the documents.
        InvalidInputError: there is no edit, or the document has since been changed in another way.
    """
    with _quiet(engine, project):
        kept = project.db.setting(EDITS, [])
        if not kept:
            raise InvalidInputError("No fact was edited here, so there is nothing to put back.")
        *rest, edit = kept
        now = documents.document(project.db, edit["document"])
        if now is None or now["sha256"] != edit["sha256_after"]:
            project.db.set_setting(EDITS, rest)
            raise InvalidInputError(
                f"{edit['document']} was changed or removed since, so that version stays. Upload "
                "the old one on the Documents page to go back to it."
            )
        texts = {int(at): text for at, text in edit["passages"].items()}
        report = engine.corpus(project).edit(edit["document"], texts, edit["sha256"])
        ready_s = engine.corpus(project).make_ready()
        with project.db.transaction():
            _put_back(project, [question_of(row) for row in edit["questions"]])
            project.db.set_setting(EDITS, rest)
    return {
        **_shown(edit),
        "embed_s": round(report.embed_s, 3),
        "index_s": round(report.index_s + ready_s, 3),
    }


def _put_back(project: Project, before: list[Question]) -> None:
    known = {earlier.id: earlier for earlier in before}
    now = list_questions(project.db)
    replace_questions(project.db, [known.get(current.id, current) for current in now])


def _shown(edit: StoredEdit) -> Edit:
    return {
        "question": edit["question"],
        "text": edit["text"],
        "document": edit["document"],
        "old": edit["old"],
        "new": edit["new"],
    }


def _question(project: Project, key: str) -> Question:
    for question in list_questions(project.db):
        if question.id == key:
            return question
    raise NotFoundError(f"There is no question '{key}' in this project. Choose another one.")


@contextmanager
def _quiet(engine: Engine, project: Project) -> Iterator[None]:
    """Hold back jobs that an edit would disturb.

    Raises:
        BusyError: a job runs that uses or changes documents.
    """
    with engine.queue.held(project, "index") as other:
        if other:
            why = "this would be in its way"
            if other.project.id == project.id:
                why = "documents stay as they are until it ends"
            raise BusyError(
                f"{subject(other.kind)} of {other.project.name} runs, and {why}. Wait for it or "
                "cancel it, then change the fact."
            )
        yield
