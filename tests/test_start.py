"""start.py: a port in use, a failed step, an open app."""

import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "LOG", tmp_path / "start.log")
    return module


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        done = subprocess.run(
            [
                sys.executable,
                "start.py",
                "--no-browser",
                "--port",
                str(port),
                "--workspace",
                str(tmp_path),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
    assert f"--port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failed_step_says_which_and_why(start: ModuleType) -> None:
    with pytest.raises(start.StepError, match="The step 'lunch' failed: no bread"):
        start.run("lunch", [sys.executable, "-c", "import sys; sys.exit('no bread')"])


def test_it_uses_the_standard_library_only() -> None:
    code = "import sys; sys.argv = ['start.py', '--help']; import runpy; runpy.run_path('start.py')"
    bare = os.environ | {"PYTHONPATH": ""}
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_stale_address_is_not_an_open_app(start: ModuleType, tmp_path: Path) -> None:
    class Options:
        workspace = tmp_path

    assert start.already_open(Options) is None
    (tmp_path / "app.json").write_text('{"port": 1, "pid": 1}')
    assert start.already_open(Options) is None
