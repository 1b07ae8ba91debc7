"""Projects: list, create, rename, delete, and what one of them needs next."""

from collections.abc import Mapping
from typing import cast

from core.config import BASE_MODEL
from core.engine.answering.servers import checked_server
from core.engine.context import Engine
from core.engine.jobs.in_use import refuse_used
from core.engine.jobs.operations import job, shown
from core.engine.projects.steps import progress
from core.engine.queue import DELETE
from core.engine.table import operation
from core.engine.tuning.lineage import stale_sentences
from core.errors import BusyError, InvalidInputError
from core.inference.builds import base_folder
from core.project.jobs import list_jobs
from core.project.versions import corpus_version, questions_hash
from core.project.workspace import Project, folder_bytes
from core.questions.review import reviewed
from core.questions.store import question_report
from core.records.asked import Checks
from core.records.project import NewProject, Overview, ProjectCounts, ProjectRow
from core.setup.gguf_base import check_gguf, is_gguf, require_room
from core.setup.models import base_ready
from core.tuning.adapters import adapters_folder, list_adapters
from core.uses import use_of


def project_row(project: Project) -> ProjectRow:
    """Return a project as clients see it: what it holds, its use, whether recorded or a demo."""
    counts = project.db.one(
        "SELECT (SELECT count(*) FROM documents) AS documents, "
        "(SELECT count(*) FROM passages) AS passages, "
        "(SELECT count(*) FROM questions) AS questions, "
        "(SELECT count(*) FROM evaluations "
        "WHERE json_extract(card, '$.experiment') IS NULL "
        "AND coalesce(json_extract(card, '$.gate'), 0) = 0) AS evaluations, "
        "(SELECT count(*) FROM evaluations JOIN jobs ON jobs.id = job_id "
        "WHERE jobs.state = 'done' AND jobs.kind = 'evaluate' "
        "AND coalesce(json_extract(card, '$.gate'), 0) = 0) AS complete, "
        "(SELECT count(DISTINCT job_id) FROM evaluations "
        "WHERE json_extract(card, '$.experiment') IS NOT NULL "
        "AND json_extract(card, '$.measures') IS NULL) AS experiments"
    )
    return {
        "id": project.id,
        "name": project.name,
        "base": project.base,
        "server": project.server,
        **cast(ProjectCounts, counts),
        "adapters": len(list_adapters(adapters_folder(project))),
        "bytes": folder_bytes(project.folder),
        "created_at": project.db.setting("created_at"),
        "use": project.db.setting("use"),
        "recorded": project.recorded,
        "demo": project.db.setting("demo"),
    }


@operation(reads=True, kept="data")
def projects(engine: Engine) -> list[ProjectRow]:
    """Return all projects, oldest first."""
    return [project_row(project) for project in engine.workspace.projects()]


@operation(reads=True, kept="data")
def set_aside(engine: Engine) -> list[str]:
    """Return why each project that this Assay cannot open is not, a sentence each."""
    return engine.workspace.set_aside()


@operation()
def create_project(
    engine: Engine,
    *,
    name: str,
    base: str = BASE_MODEL,
    use: str | None = None,
    server: Mapping[str, object] | None = None,
) -> NewProject:
    """Make an empty project over a base model, with a prepared setting or none.

    Args:
        server: Where the base model is served, under the name `base`; None for one that is here.
            Fields as `core.engine.answering.servers.SERVER`; only "url" must be given.

    Returns:
        The project's row and `job`: the one that prepares a base model from a GGUF file, for which
        all other jobs of the project wait; None if nothing has to be prepared.

    Raises:
        AppError: the name, the model, the use or the server will not do.
    """
    if server and not base.strip():
        raise InvalidInputError(
            "A server needs the name of its model. Give the name under which it serves it."
        )
    file = check_gguf(base) if not server and is_gguf(base) else None
    missing = file is not None and not base_ready(engine.paths.models, file.key)
    if file is None and server is None:
        base_folder(engine.paths.models, base)
    elif missing and file:
        require_room(file, engine.paths.models)
    use_of(use)
    complete = checked_server(server) if server else None
    made = engine.workspace.create(name, file.key if file else base.strip(), server=complete)
    made.db.set_setting("use", use)
    begun = None
    if file and missing:
        key = engine.queue.submit(made, "base", {"path": str(file.path)})
        begun = job(engine, project=made, job=key)
    return {**project_row(made), "job": begun}


@operation()
def set_use(engine: Engine, *, project: Project, use: str | None) -> ProjectRow:
    """Choose what the project is for; None for nothing in particular.

    Raises:
        InvalidInputError: there is no such use.
    """
    use_of(use)
    project.db.set_setting("use", use)
    return project_row(project)


@operation()
def set_server(engine: Engine, *, project: Project, server: Mapping[str, object]) -> ProjectRow:
    """Change where a project's model is served, and its limits.

    Raises:
        InvalidInputError: its model is on this machine, or a value will not do.
    """
    if not project.server:
        raise InvalidInputError(
            f"The model of '{project.name}' is on this machine, and answers of two runtimes don't "
            "mix. Make a new project for a model at a server."
        )
    project.db.set_setting("server", checked_server({**project.server, **server}))
    return project_row(project)


@operation()
def rename_project(engine: Engine, *, project: Project, name: str) -> ProjectRow:
    """Give a project another name."""
    return project_row(engine.workspace.rename(project.id, name))


@operation(recorded=True)
def delete_project(engine: Engine, *, project: Project) -> None:
    """Remove a project and all it holds.

    Raises:
        BusyError: a job of it runs or waits, or a question is being answered in it.
    """
    with engine.queue.held(project, DELETE):
        refuse_used(project, "project")
        if any(ask.project == project.id and not ask.done for ask in list(engine.asks.values())):
            raise BusyError(
                f"A question is being answered in '{project.name}'. Wait for the answers or stop "
                "them; nothing was changed."
            )
        engine.close_corpus(project)
        for adapter in list_adapters(adapters_folder(project)):
            engine.generators.forget(adapter.id)
        engine.workspace.delete(project.id)


@operation(reads=True, recorded=True, kept="idle")
def overview(engine: Engine, *, project: Project) -> Overview:
    """Return what a project holds, what is stale or stopped, and what to do next.

    A stopped job counts until a later one of its kind has begun.
    """
    row, report = project_row(project), question_report(project.db)
    failed = project.db.rows("SELECT name FROM documents WHERE status = 'failed'")
    jobs = [shown(engine, project, job) for job in list_jobs(project.db)]
    running = [job for job in jobs if job["state"] in ("running", "queued")]
    tests = [job for job in jobs if job["kind"] == "selftest" and job["state"] == "done"]
    return {
        "project": row,
        "corpus_version": corpus_version(project.db),
        "questions_hash": questions_hash(project.db),
        "splits": report["splits"],
        "unreviewed": reviewed(project.db).unreviewed,
        "failed_documents": len(failed),
        "stale": [
            f"Adapter {adapter.name}: {sentence}"
            for adapter in list_adapters(adapters_folder(project))
            for sentence in stale_sentences(project, adapter)
        ],
        "interrupted": [
            job
            for job in {job["kind"]: job for job in reversed(jobs)}.values()
            if job["state"] == "interrupted"
        ],
        "running": running,
        **progress(row, report["splits"], running, engine.paths.models),
        "self_test": cast(Checks | None, tests[0]["result"]) if tests else None,
    }
