"""Projects on disk: only whole ones are seen."""

from pathlib import Path

from core.project.database import Database
from core.project.workspace import Workspace


def test_a_project_that_is_still_being_made_is_not_seen(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    seen: list[list[str]] = []

    def fill(_folder: Path, _db: Database) -> None:
        seen.append([project.name for project in workspace.projects()])

    made = workspace.create("Second", fill=fill)
    assert seen == [[]]
    assert [project.folder for project in workspace.projects()] == [made.folder]
