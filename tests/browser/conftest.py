"""A real Streamlit server and a real Chromium; skipped with the reason where one is missing."""

import importlib
import importlib.util
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
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    missing = [
        name
        for name, there in (
            ("playwright", importlib.util.find_spec("playwright")),
            ("chromium", path),
        )
        if not there
    ]
    if missing:
        # Where everything was installed to run them, a skipped browser test is a failure.
        end = pytest.fail if os.environ.get("ASSAY_REQUIRE_BROWSER") else pytest.skip
        end(f"{' and '.join(missing)} not installed: needed for the browser tests")
    playwright = importlib.import_module("playwright.sync_api")
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
    script = ROOT / "tests" / "browser" / "app_with_fake.py"
    server, address = start_server(
        script, workspace, {"FAKE_STATE": state, "ASSAY_WORKSPACE": str(workspace)}
    )
    try:
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def start_server(
    script: Path, logs: Path, environment: dict[str, str]
) -> "tuple[subprocess.Popen[bytes], str]":
    """Start a Streamlit server; return its process and address once it is healthy."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with (logs / "server.log").open("ab") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=log, stderr=log
        )
    _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
    return server, f"http://127.0.0.1:{port}"


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
