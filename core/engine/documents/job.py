"""Jobs that change a project's documents."""

import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import cast

from core.corpus.files import FileReport
from core.engine.context import Engine
from core.engine.documents.change_plan import plan_change
from core.engine.documents.changes import follow_answers
from core.engine.documents.uploads import remove_uploads
from core.engine.queue import RunningJob
from core.errors import CancelledError
from core.questions.follow import followed, second_answers
from core.questions.read import read_folder
from core.questions.store import import_questions
from core.records.asked import ImportedFolder
from core.records.document import FileReportRow, Indexed, Rebuilt, Removed
from core.records.freshness import Change


def index(engine: Engine, job: RunningJob) -> Indexed:
    """Add files; return what became of each."""
    files = [(Path(file["path"]), file["name"]) for file in job.settings["files"]]
    reports = engine.corpus(job.project).add_files(files, job.progress, job.cancelled)
    _stop_if(job, reports)
    if job.settings["move"]:
        # Only now: a killed job must find them again when it is taken up.
        remove_uploads(engine.paths.uploads, job.settings["files"])
    return {"files": [cast(FileReportRow, asdict(report)) for report in reports]}


def _stop_if(job: RunningJob, reports: list[FileReport]) -> None:
    if job.cancelled():
        raise CancelledError(f"Stopped after {len(reports)} files; what was indexed stays.")


def remove(engine: Engine, job: RunningJob) -> Removed:
    """Remove documents; return their names."""
    return {"removed": engine.corpus(job.project).remove(job.settings["documents"])}


def rebuild(engine: Engine, job: RunningJob) -> Rebuilt:
    """Make the index anew; return how many passages it holds."""
    return {"passages": engine.corpus(job.project).rebuild()}


def import_folder(engine: Engine, job: RunningJob) -> ImportedFolder:
    """Import the documents and questions of a question folder; answers fit the version."""
    began = time.perf_counter()
    texts, questions = read_folder(Path(job.settings["folder"]), job.settings["version"])
    follow: dict[str, list[str]] = {}
    if job.settings["version"] == 2:
        # What the project asks besides, such as generated questions, follows its documents too.
        change: Change = {"kind": "folder", "folder": job.settings["folder"]}
        follow = plan_change(job.project, change).follow if texts else {}
        second = ((question.id, second_answers(question)) for question in questions)
        questions = followed(questions, {key: answers for key, answers in second if answers})
    counts: dict[str, int] = {}
    if texts:
        reports = engine.corpus(job.project).add_texts(texts, job.progress, job.cancelled)
        _stop_if(job, reports)
        counts = dict(Counter(report.state for report in reports))
    report = import_questions(job.project.db, questions) if questions else None
    follow_answers(job.project, follow)
    seconds = round(time.perf_counter() - began, 1)
    return {"documents": counts, "questions": report, "seconds": seconds}
