"""The demo project: an invented company, made here from its seed."""

from core.demo.company import draw_company, shortened
from core.demo.questions import demo_questions
from core.engine.context import Engine
from core.engine.documents.operations import add_documents
from core.engine.projects.operations import create_project
from core.engine.table import operation
from core.questions.store import import_questions
from core.records.document import UploadedFile
from core.records.project import NewDemo

SEED = 0
FOLDER = "demo"
"""In the project's folder: the documents of both versions, `v1` and `v2`."""


@operation()
def create_demo(engine: Engine, *, name: str = "Demo", small: bool = False) -> NewDemo:
    """Make the demo project with its documents (being indexed when this returns) and questions.

    Args:
        name: Numbered if it is taken: "Demo 2".
        small: Make it from a few facts, to run in a minute.

    Returns:
        `project` and `job`, the index job.
    """
    from core.demo.documents import write_documents  # Late, as whatever writes a PDF.

    with engine.making:
        taken = {project.name for project in engine.workspace.projects()}
        names = (name, *(f"{name} {number}" for number in range(2, 1000)))
        row = create_project(engine, name=next(free for free in names if free not in taken))
    project = engine.project(row["id"])
    company = draw_company(SEED)
    if small:
        company = shortened(company)
    first = write_documents(company, project.folder / FOLDER / "v1", 1)
    write_documents(company, project.folder / FOLDER / "v2", 2)
    project.db.set_setting("demo", {"seed": SEED, "notice": company.notice})
    import_questions(project.db, demo_questions(company))
    files: list[UploadedFile] = [{"path": str(path), "name": path.name} for path in first]
    return {"project": row, "job": add_documents(engine, project=project, files=files)}
