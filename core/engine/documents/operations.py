"""Documents: add, remove, rebuild, import a folder, search."""

import re
import time
from dataclasses import asdict
from pathlib import Path
from typing import cast

from core.engine.context import Engine
from core.engine.documents.uploads import check_uploads
from core.engine.jobs.in_use import refuse_used
from core.engine.jobs.operations import job
from core.engine.table import operation
from core.errors import InvalidInputError, NotFoundError
from core.project.documents import documents as stored_documents
from core.project.documents import passages_of
from core.project.workspace import Project, require_disk
from core.records.document import DocumentRow, PassageText, Retrieved, RetrievedRow, UploadedFile
from core.records.job import Job


@operation(reads=True, recorded=True, kept="data")
def documents(engine: Engine, *, project: Project) -> list[DocumentRow]:
    """Return the documents of a project with what became of each."""
    return stored_documents(project.db)


@operation(reads=True, recorded=True, kept="data")
def document_passages(engine: Engine, *, project: Project, document: str) -> list[PassageText]:
    """Return a document's passages in its order, without their vectors.

    Raises:
        NotFoundError: no document of that id or name is indexed.
    """
    rows = passages_of(project.db, document)
    if not rows:
        raise NotFoundError(f"There is no indexed document '{document}' in this project.")
    return [{"id": row["id"], "page": row["page"], "text": row["text"]} for row in rows]


@operation()
def add_documents(
    engine: Engine, *, project: Project, files: list[UploadedFile], move: bool = False
) -> Job:
    """Queue files and folders for the index.

    Args:
        files: `path` where the bytes lie, `name` as the user calls it.
        move: The files are copies made for this job and deleted at its end; only those in the
            workspace's uploads can be.

    Raises:
        InvalidInputError: nothing was given, a path is not there, or it may not be moved.
    """
    if not files:
        raise InvalidInputError("Choose at least one file.")
    missing = [file["path"] for file in files if not Path(file["path"]).exists()]
    if missing:
        raise InvalidInputError(f"There is no file {missing[0]}. Nothing was added.")
    if move:
        check_uploads(engine.paths.uploads, files)
    require_disk(project.folder)
    settings = {"files": files, "move": move}
    return job(engine, project=project, job=engine.queue.submit(project, "index", settings))


@operation()
def remove_documents(engine: Engine, *, project: Project, documents: list[str]) -> Job:
    """Queue documents, by id or name, for removal.

    Raises:
        BusyError: an evaluation waits to ask about them.
        InvalidInputError: one is not there, or none was named.
    """
    stored = stored_documents(project.db)
    known = {row["id"] for row in stored} | {row["name"] for row in stored}
    unknown = [name for name in documents if name not in known]
    if unknown or not documents:
        what = f"There is no document '{unknown[0]}'" if unknown else "No document was named"
        raise InvalidInputError(f"{what} in this project. Nothing was removed.")
    refuse_used(project, "documents")
    key = engine.queue.submit(project, "remove", {"documents": documents})
    return job(engine, project=project, job=key)


@operation()
def rebuild(engine: Engine, *, project: Project) -> Job:
    """Queue a new index from what is stored."""
    return job(engine, project=project, job=engine.queue.submit(project, "rebuild", {}))


@operation()
def import_folder(engine: Engine, *, project: Project, folder: str, version: int = 1) -> Job:
    """Queue a question folder: docs.jsonl and qa.jsonl.

    Raises:
        InvalidInputError: it is not a folder, or the version is neither 1 nor 2.
    """
    if not Path(folder).is_dir():
        raise InvalidInputError(f"There is no folder {folder}.")
    if version not in (1, 2):
        raise InvalidInputError(f"A question folder has versions 1 and 2, not {version}.")
    require_disk(project.folder)
    settings = {"folder": folder, "version": version}
    return job(engine, project=project, job=engine.queue.submit(project, "import", settings))


@operation(reads=True)
def retrieve(engine: Engine, *, project: Project, question: str, k: int = 5) -> Retrieved:
    """Return what retrieval finds for a question."""
    corpus = engine.corpus(project)
    began = time.perf_counter()
    retrieved = corpus.retriever().retrieve(re.sub(r"\s+", " ", question), k)
    return {
        "passages": [cast(RetrievedRow, asdict(passage)) for passage in retrieved.passages],
        "ms": round(1000 * (time.perf_counter() - began), 1),
    }
