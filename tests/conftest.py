"""The prepared models and a small twin of them, and one project with an adapter on each.

What is made for many tests is made once, also where several processes run them side by side.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from core.chat import server as chat_server
from core.config import BASE_GGUF, BASE_MODEL, EMBEDDER, Paths
from tests.order import ByFile, stage

ROOT = Path(__file__).resolve().parents[1]
PLACES = ["Aldmoor", "Brightwell", "Carrow", "Dunsby", "Elmstead", "Farlow", "Gorsey", "Hexley"]
CODES = ["K17", "B42", "Q93", "T58", "M26", "Z71", "R34", "D89"]
MANAGERS = [
    "Ines Calder",
    "Tom Varga",
    "Lena Ostrom",
    "Raj Mehta",
    "Ana Silva",
    "Piet Haan",
    "Mia Roth",
    "Jon Berg",
]
COLLECTED = pytest.StashKey[list[str]]()
"""The tests that were found, before any is left out."""


def pytest_configure() -> None:
    """Give each of several test processes, and what it starts, its share of the cores."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
    if processes > 1:  # Threads that wait for one another on too few cores do so at full load.
        share = max(1, (os.cpu_count() or 1) // processes)
        os.environ.setdefault("OMP_NUM_THREADS", str(share))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note what was found and put it in order."""
    config.stash[COLLECTED] = [item.nodeid for item in items]
    items.sort(key=lambda item: stage(item.path))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Let several processes share the work file by file."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.fixture(autouse=True)
def _quick_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask a server that fails again at once."""
    monkeypatch.setattr(chat_server, "FIRST_WAIT", 0.01)


@pytest.fixture(scope="session")
def models() -> Path:
    folder = Paths().models
    for name in (BASE_MODEL, f"{BASE_MODEL}-int8", EMBEDDER):
        if not (folder / name / "manifest.json").exists():
            pytest.skip("the models are not prepared: run python3 start.py test")
    return folder


@dataclass(frozen=True)
class Sample:
    """A workspace on disk; tests that change it work on a copy."""

    folder: Path
    models: Path
    project: str = "Sites"

    def cli(self, *arguments: str, check: bool = True) -> Any:
        """Run the command line in a process of its own; return its JSON."""
        done = self.process(*arguments)
        if check:
            assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else done.stderr

    def process(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the command line without a network where that can be had."""
        command = [sys.executable, "-m", "core", "--json", *arguments]
        return subprocess.run(
            [*offline(), *command],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=600,
            stdin=subprocess.DEVNULL,
        )

    def environment(self) -> dict[str, str]:
        """Return the environment of a process that works on this workspace."""
        return os.environ | {"ASSAY_WORKSPACE": str(self.folder), "ASSAY_MODELS": str(self.models)}

    def paths(self) -> Paths:
        """Return the folders."""
        return Paths(self.folder, self.models)

    def copy(self, target: Path) -> "Sample":
        """Return a copy that a test may change."""
        shutil.copytree(self.folder, target)
        return Sample(target, self.models, self.project)


def offline() -> list[str]:
    """Return a command prefix that blocks everything but loopback, empty where it cannot."""
    prefix = ["unshare", "-rn", "sh", "-c", 'ip link set lo up 2>/dev/null; exec "$@"', "sh"]
    if shutil.which("unshare") is None:
        return []
    works = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    return prefix if works else []


def write_question_folder(folder: Path) -> Path:
    """Write eight sites, their questions (train and test, seen and held out) as qa.jsonl."""
    folder.mkdir(parents=True)
    docs, questions = [], []
    for number, (place, code, manager) in enumerate(zip(PLACES, CODES, MANAGERS, strict=True)):
        text = (
            f"The {place} site stores spare parts. Its dock code is {code}. "
            f"The site manager at {place} is {manager}."
        )
        docs.append({"doc_id": place, "title": f"{place} site", "text": text})
        facts = [
            (f"What is the dock code of {place}?", code),
            (f"Who manages the {place} site?", manager),
        ]
        for part, (question, answer) in enumerate(facts):
            row = {
                "id": f"{place}-{part}",
                "question": question,
                "answers": [answer],
                "doc_id": place,
                "kind": "span",
            }
            questions.append(row | {"split": "train" if number < 6 else "test"})
        if number < 2:
            again = {"id": f"{place}-again", "question": f"Name the dock code used at {place}."}
            questions.append(questions[-2] | again | {"split": "test"})
    for name, rows in (("docs", docs), ("qa", questions)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that the first test process to need it fills and all of them only read."""
    root = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        root = root.parent  # Each process has a folder of its own in it.
    folder = root / name
    with FileLock(root / f"{name}.lock"):
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            (folder / "made").touch()
    return folder


def make_sample(folder: Path, models: Path) -> None:
    """Make a project with documents, questions and an adapter offline, by the command line."""
    made = Sample(folder / "workspace", models)
    made.cli("new", "Sites")
    made.cli("import", "Sites", str(write_question_folder(folder / "questions")))
    made.cli("train", "Sites", "--epochs", "4", "--name", "first")


@pytest.fixture(scope="session")
def small(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models whose default base is a small twin: for tests of all but what a model says."""
    from tests.small_model import make_small

    return made_once(tmp_path_factory, "small", lambda folder: make_small(models, folder))


@pytest.fixture(scope="session")
def tiny(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small twin as a folder that did not come as GGUF: transformers serves it."""
    folder = tmp_path_factory.mktemp("base") / "tiny"
    shutil.copytree(small / BASE_MODEL, folder, ignore=shutil.ignore_patterns(BASE_GGUF))
    return folder


@pytest.fixture(scope="session")
def sample(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The project on the small twin."""
    folder = made_once(tmp_path_factory, "sample", lambda folder: make_sample(folder, small))
    return Sample(folder / "workspace", small)


@pytest.fixture(scope="session")
def real_sample(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The project on the default model itself."""
    folder = made_once(tmp_path_factory, "real", lambda folder: make_sample(folder, models))
    return Sample(folder / "workspace", models)
