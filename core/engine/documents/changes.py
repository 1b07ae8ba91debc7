"""Makes a change of a project's documents, and lets the gold answers follow it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import cast

from core.corpus.files import FileReport
from core.engine.context import Engine
from core.engine.documents.change_plan import Plan, change_sources
from core.errors import CancelledError, InvalidInputError
from core.project.questions import list_questions, replace_questions
from core.project.workspace import Project
from core.questions.follow import followed
from core.questions.read import read_folder
from core.records.document import ChangeStages, FileReportRow
from core.records.freshness import Change

Progress = Callable[[float, float, str], None]


def apply_change(
    engine: Engine,
    project: Project,
    change: Change,
    plan: Plan,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> ChangeStages:
    """Make the change; return its stages in seconds and what became of the documents.

    Steps already done are not repeated. Gold answers are left to `follow_answers`.

    Raises:
        CancelledError: the user stopped it; what is changed stays.
        InvalidInputError: no file could be read.
    """
    corpus = engine.corpus(project)
    began = time.perf_counter()
    reports: list[FileReport] = []
    if change["kind"] == "folder":
        texts, _ = read_folder(Path(change["folder"]), 2)
        reports = corpus.add_texts(texts, progress, cancelled)
    elif change["kind"] == "remove":
        corpus.remove(plan.removed)
    elif change["kind"] == "edits":
        for document, rewrite in plan.rewrites.items():
            reports.append(corpus.edit(document, {int(at): text for at, text in rewrite.items()}))
    else:
        reports = corpus.add_files(change_sources(project, change), progress, cancelled)
    if cancelled():
        raise CancelledError("Stopped while documents changed. Resume continues with the rest.")
    corpus.make_ready()
    whole = time.perf_counter() - began
    return _stages(reports, whole, len(plan.removed))


def _stages(reports: list[FileReport], whole: float, removed: int) -> ChangeStages:
    failed = [report for report in reports if report.state == "failed"]
    if failed and len(failed) == len(reports):
        raise InvalidInputError(str(failed[0].error))
    changed = [report for report in reports if report.state in ("added", "changed")]
    parse_s = sum(report.parse_s for report in changed)
    embed_s = sum(report.embed_s for report in changed)
    return {
        "parse_s": round(parse_s, 3),
        "embed_s": round(embed_s, 3),
        # What is left is storing, the two indexes and looking at what did not change.
        "index_s": round(max(0.0, whole - parse_s - embed_s), 3),
        "update_s": round(whole, 3),
        "documents": len(changed) + removed,
        "passages": sum(report.passages for report in changed),
        "failed": [cast(FileReportRow, asdict(report)) for report in failed],
    }


def follow_answers(project: Project, new: Mapping[str, Sequence[str]]) -> int:
    """Make the project's gold answers follow its documents; return how many questions changed."""
    with project.db.transaction():
        before = list_questions(project.db)
        after = followed(before, new)
        replace_questions(project.db, after)
    return sum(earlier != other for earlier, other in zip(before, after, strict=True))
