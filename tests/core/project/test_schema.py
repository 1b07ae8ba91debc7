"""The schema's version: every earlier one is brought up, a newer one is left alone."""

import sqlite3
from pathlib import Path

import pytest

from core.errors import InvalidInputError, NotFoundError
from core.project.database import STEPS, Database
from core.project.workspace import Workspace

Bytes = dict[str, tuple[bytes, int]]


def contents(folder: Path) -> Bytes:
    """Return every file's bytes and time of change, in nanoseconds."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def of_version(path: Path, version: int) -> None:
    """Make a file that says it has this version and holds a table this Assay does not know."""
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE later (id TEXT);"
        f"PRAGMA user_version = {version}; INSERT INTO later VALUES ('kept');"
    )
    connection.close()


def test_a_new_project_says_its_version_in_the_file_s_header(tmp_path: Path) -> None:
    db = Database(tmp_path / "project.db")
    assert db.rows("PRAGMA user_version") == [{"user_version": len(STEPS)}]
    assert (tmp_path / "project.db").read_bytes()[60:64] == len(STEPS).to_bytes(4, "big")


def test_a_newer_version_is_refused_in_a_sentence_and_unchanged_to_the_byte(tmp_path: Path) -> None:
    of_version(tmp_path / "project.db", len(STEPS) + 1)
    before = contents(tmp_path)
    with pytest.raises(InvalidInputError, match=f"version {len(STEPS) + 1} .* up to {len(STEPS)}"):
        Database(tmp_path / "project.db")
    assert contents(tmp_path) == before
    assert list(before) == ["project.db"]


def test_a_step_that_fails_leaves_the_version_and_the_rows_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Database(tmp_path / "project.db").set_setting("name", "Kept")
    broken = "UPDATE settings SET value = '1'; ALTER TABLE missing ADD COLUMN at TEXT;"
    monkeypatch.setattr("core.project.database.STEPS", (*STEPS, broken))
    with pytest.raises(sqlite3.OperationalError, match="missing"):
        Database(tmp_path / "project.db")
    monkeypatch.undo()
    db = Database(tmp_path / "project.db")
    assert db.setting("name") == "Kept"
    assert db.rows("PRAGMA user_version") == [{"user_version": len(STEPS)}]


def test_a_later_step_is_taken_once_and_by_files_of_every_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Database(tmp_path / "project.db").close()
    step = "ALTER TABLE votes ADD COLUMN voter TEXT;"
    monkeypatch.setattr("core.project.database.STEPS", (*STEPS, step))
    for path in (tmp_path / "project.db", tmp_path / "fresh.db"):
        for _ in range(2):
            db = Database(path)
            assert "voter" in [row["name"] for row in db.rows("PRAGMA table_info(votes)")]
            db.close()


def test_one_project_of_a_newer_version_takes_no_other_with_it(tmp_path: Path) -> None:
    kept = Workspace(tmp_path).create("Kept")
    newer = tmp_path / "projects" / "p-newer"
    newer.mkdir()
    of_version(newer / "project.db", len(STEPS) + 1)
    workspace = Workspace(tmp_path)
    assert [project.id for project in workspace.projects()] == [kept.id]
    (sentence,) = workspace.set_aside()
    assert str(newer) in sentence
    assert "newer Assay" in sentence
    with pytest.raises(NotFoundError, match="newer Assay"):
        workspace.project("Other")
