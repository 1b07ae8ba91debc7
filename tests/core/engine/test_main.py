"""The engine's own process: how it is started, and who may read its token."""

import os
import sys
from pathlib import Path

import pytest

from core.engine import __main__ as process
from core.project import workspace


@pytest.mark.parametrize(
    ("argument", "status", "text"), [("--help", 0, "engine.json"), ("--port", 2, "--port")]
)
def test_an_argument_starts_no_engine(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argument: str,
    status: int,
    text: str,
) -> None:
    def started(*_: object) -> None:
        raise AssertionError("an engine was started")

    monkeypatch.setattr(process, "Owner", started)
    monkeypatch.setattr(sys, "argv", ["core.engine", argument])
    with pytest.raises(SystemExit) as left:
        process.main()
    assert left.value.code == status
    assert text in "".join(capsys.readouterr())


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_nobody_else_can_read_the_token_even_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes, replace = [], os.replace

    def noting(written: Path, target: Path) -> None:
        modes.append(written.stat().st_mode & 0o777)
        replace(written, target)

    monkeypatch.setattr(workspace.os, "replace", noting)
    before = os.umask(0)
    try:
        process._announce(tmp_path / "engine.json", 1, "secret")
    finally:
        os.umask(before)
    assert modes == [0o600]
    assert (tmp_path / "engine.json").stat().st_mode & 0o777 == 0o600
