"""Projects on disk: only whole ones are seen."""

from pathlib import Path
from threading import Event, Thread

from core.project.database import Database
from core.project.workspace import Workspace, folder_bytes, write_json


def test_a_project_that_is_still_being_made_is_not_seen(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    seen: list[list[str]] = []

    def fill(_folder: Path, _db: Database) -> None:
        seen.append([project.name for project in workspace.projects()])

    made = workspace.create("Second", fill=fill)
    assert seen == [[]]
    assert [project.folder for project in workspace.projects()] == [made.folder]


def test_a_folder_is_measured_while_a_job_writes_and_removes_in_it(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"x" * 1000)
    (inner := tmp_path / "inner").mkdir()
    ended = Event()

    def work() -> None:
        while not ended.is_set():
            write_json(inner / "settings.json", {"step": 1})

    writer = Thread(target=work)
    writer.start()
    try:
        assert all(1000 <= folder_bytes(tmp_path) < 1100 for _ in range(3000))
    finally:
        ended.set()
        writer.join()
