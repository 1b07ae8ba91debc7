"""The recorded demo: open it, and read a stored answer as it was given."""

import threading
from contextlib import suppress
from functools import partial
from pathlib import Path

from core.arms import ALL_ARMS
from core.engine.answering.prices import prices_of
from core.engine.asks import DONE, FAILED, Ask
from core.engine.context import Engine
from core.engine.deciding.claims import claims
from core.engine.deciding.operations import four_measures
from core.engine.projects import recording as recordings
from core.engine.projects.operations import project_row
from core.engine.table import operation
from core.errors import AppError, NotFoundError
from core.evaluation.scoring.cost import cost
from core.project import answers
from core.project.database import Database
from core.project.questions import list_questions
from core.project.workspace import Project
from core.records.answer import StoredAnswer, answer_in
from core.records.ask import StoredAsk
from core.records.project import AboutRecording, ProjectRow
from core.records.run_card import RunCard, asked_questions

NAME = "Demo (recorded)"


@operation(reads=True, kept="data")
def recorded(engine: Engine) -> AboutRecording | None:
    """Return what the recorded demo says of itself; None where its file is missing."""
    return recordings.about_recording(engine.paths.recorded)


@operation()
def open_recorded(engine: Engine) -> ProjectRow:
    """Return the project of the recorded demo, made first where it is not there; no model loads.

    Raises:
        NotFoundError: the file is missing.
        InvalidInputError: the file cannot be read.
    """
    with engine.making:
        about = recorded(engine)
        if about is None:
            raise NotFoundError("There is no recorded result here. Run the demo instead.")
        there = (
            project
            for project in engine.workspace.projects()
            if project.recorded and project.recorded.get("sha256") == about["sha256"]
        )
        found = next(there, None) or _make(engine, about)
    # The page that opens next asks for these, and takes as long to start as they to be made.
    threading.Thread(target=_verdict, args=(engine, found), daemon=True).start()
    return project_row(found)


def _verdict(engine: Engine, project: Project) -> None:
    with suppress(AppError):  # Deleted meanwhile, or nothing was finished: then nobody asks.
        newest = four_measures(engine, project=project)["scope"]["evaluation"]
        claims(engine, project=project, evaluation=newest)
    project.db.close()


def _make(engine: Engine, about: AboutRecording) -> Project:
    """Make the project; one of an older file goes, a project of that name of the user's stays."""
    for project in engine.workspace.projects():
        if project.recorded and project.name == NAME:
            engine.workspace.delete(project.id)
    taken = {project.name for project in engine.workspace.projects()}
    name, number = NAME, 1
    while name in taken:
        name, number = f"{NAME} {number + 1}", number + 1
    path = engine.paths.recorded
    fill = partial(_fill, path, about)
    return engine.workspace.create(name, recordings.base_of(path), fill)


def _fill(path: Path, about: AboutRecording, folder: Path, db: Database) -> None:
    recordings.restore(path, folder, db)
    db.set_setting("recorded", about)


@operation(reads=True, recorded=True, kept="data")
def stored_answers(
    engine: Engine, *, project: Project, evaluation: str, question: str
) -> StoredAsk:
    """Return one question of an evaluation with its answers and passages, shaped as an ask.

    Raises:
        NotFoundError: the evaluation did not ask it.
    """
    card = answers.get_evaluation(project.db, evaluation)["card"]
    asked = asked_questions(card, list_questions(project.db))
    one = next((each for each in asked if each.id == question), None)
    if one is None:
        raise NotFoundError(f"The evaluation '{evaluation}' did not ask the question '{question}'.")
    stored = answers.answers_to(project.db, evaluation, question)
    arms = [arm for arm in card["arms"] if (question, arm) in stored and arm in ALL_ARMS]
    told = Ask(project.id, one.text, arms)
    for arm in arms:
        answer = answer_in(stored, question, arm)
        if answer:
            told.update(arm, **_told(project, card, arm, answer))
    told.update(done=True)
    key = f"{evaluation}/{question}"  # The same each time, as these answers are.
    return {**told.state(), "id": key, "gold": list(one.answers)}


def _told(project: Project, card: RunCard, arm: str, answer: StoredAnswer) -> dict[str, object]:
    """Return a stored answer in the fields of an ask's arm."""
    seconds = answer["latency_ms"] / 1000 if answer["latency_ms"] is not None else None
    spent = cost(prices_of(project), seconds, answer["tokens_in"], answer["tokens_out"])
    return {
        "text": answer["text"],
        "error": answer["error"],
        "passages": answer["passages"],
        "first_token_ms": answer["first_token_ms"],
        "latency_ms": answer["latency_ms"],
        "tokens_in": answer["tokens_in"],
        "tokens_out": answer["tokens_out"],
        "fingerprint": answer["fingerprint"],
        "state": FAILED if answer["error"] else DONE,
        "cost": spent,
        "adapter": card["adapters"].get(arm),
    }
