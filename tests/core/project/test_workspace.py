"""Projects on disk: only whole ones are seen."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Event, Thread
from typing import Any

import pytest

from core.errors import InvalidInputError
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


def at_once(*calls: Callable[[], Any]) -> "list[Future[Any]]":
    """Run each in a thread of its own, all from the same moment."""
    ready = Barrier(len(calls))

    def call(one: Callable[[], Any]) -> Any:
        ready.wait(10)
        return one()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [pool.submit(call, one) for one in calls]


def test_all_threads_share_one_database_of_a_project(tmp_path: Path) -> None:
    key = Workspace(tmp_path).create("One").id
    for _ in range(12):
        workspace = Workspace(tmp_path)
        opened = at_once(*[lambda: workspace.project(key)] * 4)  # noqa: B023
        assert len({id(future.result().db) for future in opened}) == 1


def test_of_two_creations_at_once_one_gets_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, looked = Workspace(tmp_path), Barrier(2)
    slowly(monkeypatch, looked)
    made = at_once(lambda: workspace.create("Sites"), lambda: workspace.create("Sites"))
    assert [type(future.exception()) for future in made].count(InvalidInputError) == 1
    assert [project.name for project in workspace.projects()] == ["Sites"]


def test_of_two_renamings_at_once_one_gets_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, looked = Workspace(tmp_path), Barrier(2)
    keys = [workspace.create(name).id for name in ("One", "Two")]
    slowly(monkeypatch, looked)
    renamed = at_once(*[partial(workspace.rename, key, "Sites") for key in keys])
    assert [type(future.exception()) for future in renamed].count(InvalidInputError) == 1
    assert sorted(project.name for project in workspace.projects()) != ["Sites", "Sites"]


def slowly(monkeypatch: pytest.MonkeyPatch, looked: Barrier) -> None:
    """Let nobody take a free name before the other one has looked, or a while has passed."""
    look = Workspace._free_name

    def free_name(workspace: Workspace, name: str) -> str:
        free = look(workspace, name)
        with suppress(BrokenBarrierError):
            looked.wait(0.5)
        return free

    monkeypatch.setattr(Workspace, "_free_name", free_name)


def test_projects_are_looked_through_while_others_are_removed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    kept = workspace.create("Kept")
    removed = [workspace.create(f"Removed {number}").id for number in range(10)]

    def remove() -> None:
        for key in removed:
            workspace.delete(key)

    def look() -> None:
        for _ in range(40):
            assert workspace.project("Kept").id == kept.id

    for future in at_once(remove, look, look):
        future.result()
