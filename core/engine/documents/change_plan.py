"""What a change of a project's documents will make of each question's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.corpus.files import Source, files_in
from core.corpus.reading.parse import Parser
from core.corpus.replacing import replaced, standing
from core.errors import InvalidInputError
from core.evaluation.asking.freshness_draw import fact_of
from core.project import documents
from core.project.questions import list_questions
from core.project.workspace import Project
from core.questions.follow import moved_answer, second_answers
from core.questions.read import read_folder
from core.records.freshness import Change, FactEdit
from core.records.gold import quoted
from core.records.question import Question

KINDS = ("folder", "files", "demo", "edits", "remove")
MAX_ANSWER = 200


@dataclass(frozen=True)
class Plan:
    """What a change will do, fixed before it begins, so that a killed job goes on with the same."""

    follow: dict[str, list[str]]
    """New gold answers by question id, of every split."""
    removed: list[str] = field(default_factory=list)
    """Names of documents to remove."""
    rewrites: dict[str, dict[str, str]] = field(default_factory=dict)
    """New passage texts of edited documents: {document: {position: text}}."""
    first_only: bool = False
    """Whether only the first gold answer tells old from new."""


def plan_change(project: Project, change: Change) -> Plan:
    """Return what a change will do; nothing is changed.

    Raises:
        InvalidInputError: the change is of no known kind, or names something that is not there.
    """
    kind = change.get("kind")
    if kind not in KINDS:
        raise InvalidInputError(f"There is no change '{kind}'. Choose from {', '.join(KINDS)}.")
    questions = list_questions(project.db)
    if kind == "remove":
        return Plan({}, removed=_names(project, change.get("documents") or ()))
    if kind == "edits":
        return plan_edits(project, questions, change.get("edits") or ())
    if kind == "folder":
        if not change.get("folder"):
            raise InvalidInputError("No folder was named. Give one with docs.jsonl and qa.jsonl.")
        return _plan_folder(project, questions, Path(change["folder"]))
    return _plan_files(project, questions, change_sources(project, change), kind == "demo")


def _names(project: Project, keys: Sequence[str]) -> list[str]:
    rows = {key: documents.document(project.db, key) for key in keys}
    unknown = [key for key, row in rows.items() if row is None]
    if unknown or not keys:
        what = f"There is no document '{unknown[0]}'" if unknown else "No document was named"
        raise InvalidInputError(f"{what} in this project. Nothing was removed.")
    return [row["name"] for row in rows.values() if row]


def _plan_folder(project: Project, questions: list[Question], folder: Path) -> Plan:
    texts, second = read_folder(folder, 2)
    theirs = {question.id: question for question in second}
    follow = {}
    for question in questions:
        answers = second_answers(theirs.get(question.id, question))
        if answers and answers != question.answers:
            follow[question.id] = list(answers)
    derived = _derived(project, questions, {name: text for name, _, text in texts})
    return Plan(derived | follow, first_only=True)


def change_sources(project: Project, change: Change) -> list[Source]:
    """Return the files of a change, each with the name its document has.

    Raises:
        InvalidInputError: a file is missing, or the project is no demo.
    """
    if change["kind"] == "demo":
        return _demo_files(project)
    files = [(Path(file["path"]), str(file["name"])) for file in change.get("files") or ()]
    missing = [path for path, _ in files if not path.exists()]
    if missing or not files:
        what = f"There is no file {missing[0]}" if missing else "No file was given"
        raise InvalidInputError(f"{what}. Nothing was changed.")
    return files_in(files)


def moves(change: Change) -> bool:
    """Tell whether the files of a change are copies made for it alone."""
    return change.get("kind") == "files" and bool(change.get("move"))


def _demo_files(project: Project) -> list[Source]:
    """Return the demo's second version, each file under the name its first one has here."""
    folder = project.folder / "demo" / "v2"
    if not folder.is_dir():
        raise InvalidInputError(
            "This project is not a demo: it has no second version of its documents. Choose another "
            "change, or make the demo on the Home page."
        )
    names = [row["name"] for row in documents.documents(project.db)]
    files = files_in([(folder, "")])
    return [(path, _known_as(path.relative_to(folder).as_posix(), names)) for path, _ in files]


def _known_as(path: str, names: Sequence[str]) -> str:
    return next((name for name in names if name == path or name.endswith(f"/{path}")), path)


def _plan_files(
    project: Project, questions: list[Question], sources: list[Source], all_of_them: bool
) -> Plan:
    names = {name for _, name in sources}
    follow = {
        question.id: list(answers)
        for question in questions
        if (answers := second_answers(question)) and (all_of_them or question.document in names)
    }
    silent = {
        question.document
        for question in questions
        if "changed" not in question.extra and question.answers
    }
    with Parser() as parser:
        texts = {
            name: "\n".join(page.text for page in parser.parse(path, name).pages)
            for path, name in sources
            if name in silent
        }
    return Plan(_derived(project, questions, texts) | follow)


def _derived(
    project: Project, questions: list[Question], texts: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the new answers of questions that do not say whether they change."""
    derived = {}
    for question in questions:
        text = texts.get(question.document or "")
        if "changed" in question.extra or text is None or not question.answers:
            continue
        moved = {
            moved_answer(row["text"], text, quoted(question))
            for row in documents.passages_of(project.db, question.document or "")
        } - {None}
        if len(moved) == 1:
            derived[question.id] = [str(moved.pop())]
    return derived


def plan_edits(project: Project, questions: list[Question], edits: Sequence[FactEdit]) -> Plan:
    """Return what it takes to make the documents say other answers to some questions.

    All phrasings of a fact follow. Where another fact of the document has the same answer, only
    the sentence that fits the question is changed, and that fact keeps its answer if it can.

    Raises:
        InvalidInputError: no edit is given, or one cannot be made; the text says why.
    """
    if not edits:
        raise InvalidInputError("No fact was changed. Give at least one a new answer.")
    known = {question.id: question for question in questions}
    follow: dict[str, list[str]] = {}
    rewrites: dict[str, dict[str, str]] = {}
    for edit in edits:
        question = known.get(str(edit.get("question")))
        if question is None:
            raise InvalidInputError(f"There is no question '{edit.get('question')}' here.")
        _plan_edit(project, questions, question, " ".join(edit["answer"].split()), follow, rewrites)
    return Plan(follow, rewrites=rewrites)


def _plan_edit(
    project: Project,
    questions: list[Question],
    question: Question,
    new: str,
    follow: dict[str, list[str]],
    rewrites: dict[str, dict[str, str]],
) -> None:
    document = question.document or ""
    rows = documents.passages_of(project.db, document)
    done = rewrites.get(document, {})
    texts = {int(row["position"]): str(done.get(str(row["position"]), row["text"])) for row in rows}
    old = standing(texts, quoted(question))
    _refuse_edit(question, old, new)
    assert old is not None
    others = [
        other
        for other in questions
        if other.document == document
        and fact_of(other) != fact_of(question)
        and standing({0: old}, quoted(other))
    ]
    changed = replaced(texts, old, new, question.text, everywhere=not others)
    rewrites[document] = done | {str(position): text for position, text in changed.items()}
    now = texts | changed
    for other in questions:
        same = fact_of(other) == fact_of(question)
        if same or (other in others and standing(now, quoted(other)) is None):
            follow[other.id] = [new]


def _refuse_edit(question: Question, old: str | None, new: str) -> None:
    shown = ", ".join(question.answers[:1]) or "no answer"
    if old is None:
        where = f"no passage of {question.document}" if question.document else "no known document"
        raise InvalidInputError(
            f"The answer '{shown}' to '{question.text}' stands in {where}, so there is nothing to "
            "edit. Upload a new version on the Documents page, or correct the question on the "
            "Questions page."
        )
    if not new or len(new) > MAX_ANSWER:
        raise InvalidInputError(f"The new answer needs 1 to {MAX_ANSWER} characters.")
    if new.casefold() == old.casefold():
        raise InvalidInputError(f"The documents say '{old}' already. Type another answer.")
