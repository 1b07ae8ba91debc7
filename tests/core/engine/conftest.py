"""Real engines over copies of the sample project."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.config import BASE_MODEL
from core.engine.wire.client import Client, connect, running
from tests.conftest import ROOT, Sample


@dataclass
class Served:
    """An engine in a process of its own."""

    sample: Sample
    process: "subprocess.Popen[bytes]"
    client: Client

    @classmethod
    def start(cls, sample: Sample) -> "Served":
        process = subprocess.Popen(
            [sys.executable, "-m", "core.engine"], cwd=ROOT, env=sample.environment()
        )
        return cls(sample, process, wait_for(lambda: running(sample.folder), 60))

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(40)


def wait_for(look: Callable[[], Any], seconds: float = 300) -> Any:
    """Return what `look` gives once it is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"nothing within {seconds} s")


@pytest.fixture
def served(sample: Sample, tmp_path: Path) -> Iterator[Served]:
    """An engine over a copy of the sample."""
    yield from served_over(sample, tmp_path)


@pytest.fixture
def real_served(real_sample: Sample, tmp_path: Path) -> Iterator[Served]:
    """The same with the default model itself, whose training takes its time."""
    yield from served_over(real_sample, tmp_path)


def served_over(sample: Sample, folder: Path) -> Iterator[Served]:
    """Start an engine over a copy of a sample, then stop it."""
    one = Served.start(sample.copy(folder / "workspace"))
    yield one
    if one.process.poll() is None:
        one.stop()


@pytest.fixture(scope="session")
def shared(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An engine in this process, for tests that leave the sample's project as it is."""
    yield from engine_over(sample, tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="session")
def real(real_sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The same with the default model itself, for tests of what it says."""
    yield from engine_over(real_sample, tmp_path_factory.mktemp("real"))


def engine_over(sample: Sample, folder: Path) -> Iterator[Client]:
    """Open an engine in this process over a copy of a sample, then close it."""
    client = connect(sample.copy(folder / "workspace").paths(), own=True)
    yield client
    client.close()


@pytest.fixture
def empty(shared: Client) -> Iterator[str]:
    """A project with nothing in it."""
    project = shared.create_project(name=f"Empty {time.monotonic_ns()}", base=BASE_MODEL)["id"]
    yield project
    wait_for(lambda: not shared.overview(project=project)["running"])
    shared.delete_project(project=project)
