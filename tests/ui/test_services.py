"""Spooling uploads into the workspace."""

import io
from pathlib import Path

import pytest

from core.errors import ResourceError
from ui import services


class Upload(io.BytesIO):
    """What Streamlit hands over: bytes with a name."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


def test_uploads_lie_in_the_workspace_under_names_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_WORKSPACE", str(tmp_path))
    files = services.spool([Upload("../../etc/a.md", b"one"), Upload("a.md", b"two")])
    assert [file["name"] for file in files] == ["a.md", "a.md"]
    paths = [Path(file["path"]) for file in files]
    assert [path.read_bytes() for path in paths] == [b"one", b"two"]
    assert {path.parent.parent for path in paths} == {tmp_path / "uploads"}


def test_a_spooled_upload_is_gone_after_its_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_WORKSPACE", str(tmp_path))
    with services.spooled(Upload("a.csv", b"x")) as file:
        assert Path(file["path"]).read_bytes() == b"x"
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_workspace_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "uploads").write_text("a file where the folder should be")
    monkeypatch.setenv("ASSAY_WORKSPACE", str(tmp_path))
    with pytest.raises(ResourceError, match="nothing was changed"):
        services.spool([Upload("a.md", b"one")])
