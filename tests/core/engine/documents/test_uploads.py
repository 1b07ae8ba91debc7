"""Files that an operation may remove: copies in the workspace's uploads, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.engine.documents.uploads import check_uploads, remove_uploads
from core.engine.wire.client import Client
from core.errors import InvalidInputError

TEXT = "The gate opens at nine."


def written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT)
    return path


def as_file(path: Path) -> dict[str, str]:
    return {"path": str(path), "name": path.name}


def added(client: Client, project: str, path: Path) -> None:
    job = client.add_documents(project=project, files=[as_file(path)], move=True)
    done = client.wait(project=project, job=job["id"], seconds=300)
    assert done["state"] == "done", done["error"]


def test_a_file_of_the_users_own_is_not_moved_and_nothing_is_queued(
    shared: Client, empty: str, tmp_path: Path
) -> None:
    own, beside = written(tmp_path / "own" / "note.txt"), written(tmp_path / "own" / "taxes.txt")
    with pytest.raises(InvalidInputError, match="nothing else is ever moved"):
        added(shared, empty, own)
    assert own.exists()
    assert beside.exists()
    assert shared.jobs(project=empty) == []


def test_an_experiment_moves_no_file_of_the_users_own(shared: Client, tmp_path: Path) -> None:
    files = [as_file(written(tmp_path / "Aldmoor"))]
    change = {"kind": "files", "files": files, "move": True}
    with pytest.raises(InvalidInputError, match="nothing else is ever moved"):
        shared.freshness(project="Sites", change=change, arms=["base"])
    assert "freshness" not in [job["kind"] for job in shared.jobs(project="Sites")]


def test_a_copy_goes_once_it_is_indexed_and_what_lies_beside_it_stays(
    shared: Client, empty: str, uploads: Path
) -> None:
    copy, beside = written(uploads / "a" / "0"), written(uploads / "a" / "1")
    alone = written(uploads / "b" / "0")
    for path in (copy, alone):
        added(shared, empty, path)
    assert not copy.exists()
    assert beside.exists()
    assert not alone.parent.exists()
    beside.unlink()


@pytest.fixture
def uploads(shared: Client) -> Path:
    """The uploads of the shared engine's workspace."""
    return Path(shared._transport._owner.engine.paths.uploads)


def up_and_out(uploads: Path, outside: Path) -> Path:
    return uploads / "a" / ".." / ".." / outside.name


def linked(uploads: Path, outside: Path) -> Path:
    (uploads / "a").mkdir()
    (uploads / "a" / "link").symlink_to(outside)
    return uploads / "a" / "link"


def within_a_linked_folder(uploads: Path, outside: Path) -> Path:
    (uploads / "a").symlink_to(outside.parent)
    return uploads / "a" / outside.name


def all_of_them(uploads: Path, outside: Path) -> Path:
    return uploads


@pytest.mark.parametrize("path", [up_and_out, linked, within_a_linked_folder, all_of_them])
def test_no_path_leads_out_of_the_uploads(
    tmp_path: Path, path: Callable[[Path, Path], Path]
) -> None:
    outside, uploads = written(tmp_path / "note.txt"), tmp_path / "uploads"
    another = written(uploads / "another" / "0")
    files = [as_file(path(uploads, outside))]
    for operation in (check_uploads, remove_uploads):
        with pytest.raises(InvalidInputError):
            operation(uploads, files)
    assert outside.read_text() == TEXT
    assert another.exists()
