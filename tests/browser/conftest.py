"""A real Streamlit server and a real Chromium; skipped with the reason where one is missing."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A Chromium of this machine, steered by Playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine: install it to run the browser tests")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def serve(state: str, workspace: Path) -> Iterator[str]:
    """Start a server whose engine holds `state` and yield its address."""
    port = free_port()
    environment = os.environ | {"FAKE_STATE": state, "ASSAY_WORKSPACE": str(workspace)}
    script = str(ROOT / "tests" / "browser" / "app_with_fake.py")
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    with (workspace / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(address: str, server: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended before it was ready"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer within {seconds} s")


@pytest.fixture
def fresh_app(chromium: Any, tmp_path: Path) -> Iterator[str]:
    """A server that no page has been asked of, with something of everything."""
    yield from serve("full", tmp_path)


@pytest.fixture(scope="module")
def full_app(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a project that has something of everything, for all tests of a file."""
    yield from serve("full", tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="module")
def empty_app(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that began without any project, for all tests of a file."""
    yield from serve("empty", tmp_path_factory.mktemp("empty"))
