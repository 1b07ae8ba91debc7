"""A real Streamlit server and a real Chromium; skipped with the reason where one is missing."""

import importlib
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.engine.wire.client import Client, running
from tests.conftest import Sample

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
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        browser.new_context()
        yield browser
        browser.close()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def serve(state: str, workspace: Path, port: int | None = None) -> Iterator[str]:
    """Start a server whose engine holds `state` and yield its address."""
    script = ROOT / "tests" / "browser" / "app_with_fake.py"
    environment = {"FAKE_STATE": state, "ASSAY_WORKSPACE": str(workspace)}
    server, address = start_server(script, workspace, environment, port)
    try:
        yield address
    finally:
        server.kill()  # It holds nothing that must be put away.
        server.wait(timeout=20)


def start_server(
    script: Path, logs: Path, environment: dict[str, str], port: int | None = None
) -> "tuple[subprocess.Popen[bytes], str]":
    """Start a Streamlit server; return its process and address once it is healthy."""
    port = port or free_port()
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


@pytest.fixture(scope="module")
def fresh_port() -> int:
    """One port for servers that follow each other: a browser knows their scripts already."""
    return free_port()


@pytest.fixture
def fresh_app(chromium: Any, tmp_path: Path, fresh_port: int) -> Iterator[str]:
    """A server that no page has been asked of, with something of everything."""
    yield from serve("full", tmp_path, fresh_port)


@pytest.fixture(scope="module")
def full_app(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a project that has something of everything, for all tests of a file."""
    yield from serve("full", tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="module")
def empty_app(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that began without any project, for all tests of a file."""
    yield from serve("empty", tmp_path_factory.mktemp("empty"))


@dataclass
class App:
    """A Streamlit server and the engine that its first page starts."""

    sample: Sample
    server: Any
    address: str

    def client(self) -> Client:
        found = running(self.sample.folder)
        assert found is not None
        return found

    def restart_server(self) -> None:
        self.server, self.address = start_server(
            ROOT / "app.py", self.sample.folder, self.environment()
        )

    def environment(self) -> dict[str, str]:
        return {key: self.sample.environment()[key] for key in ("ASSAY_WORKSPACE", "ASSAY_MODELS")}


@pytest.fixture(scope="session")
def app(
    chromium: Any, real_sample: Sample, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[App]:
    """The app over a copy of the sample, with its real model, for the files that share it."""
    copy = real_sample.copy(tmp_path_factory.mktemp("app") / "workspace")
    one = App(copy, None, "")
    one.restart_server()
    yield one
    one.server.kill()
    address = copy.folder / "engine.json"
    if address.exists():
        engine = psutil.Process(json.loads(address.read_text())["pid"])
        engine.terminate()
        engine.wait(40)
