"""A terminal beside a running engine: a copy of the sample, and files to work with."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.engine.wire.client import running
from tests.conftest import CODES, ROOT, Sample, write_question_folder
from tests.core.engine.conftest import wait_for
from tests.terminal import Terminal


@pytest.fixture(scope="module")
def terminal(
    sample: Sample, tiny: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    """A folder with files, and an engine over a copy of the sample."""
    folder = tmp_path_factory.mktemp("typed")
    copy = sample.copy(folder / "workspace")
    write_question_folder(folder / "questions")
    second = write_question_folder(folder / "second")
    docs = [json.loads(line) for line in (second / "docs.jsonl").read_text().splitlines()]
    docs[0]["text_v2"] = docs[0]["text"].replace(CODES[0], "X11")
    (second / "docs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in docs))
    for name in ("Gorsey", "Hexley"):
        text = next(row["text"] for row in docs if row["doc_id"] == name)
        (folder / f"{name.lower()}.txt").write_text(text)
    (folder / "newer").mkdir()
    text = (folder / "hexley.txt").read_text().replace(CODES[7], "X77")
    (folder / "newer" / "hexley.txt").write_text(text)
    (folder / "own.csv").write_text(
        "question,answers,split,document\n"
        f"What code does the dock at Hexley have?,{CODES[7]},test,hexley.txt\n"
        "Who is the manager of the Hexley site?,Jon Berg,test,hexley.txt\n"
    )
    (folder / "tiny").symlink_to(tiny)
    line = [sys.executable, "-m", "core.engine"]
    engine = subprocess.Popen(line, cwd=ROOT, env=copy.environment())
    try:
        wait_for(lambda: running(copy.folder)).close()
        yield Terminal(folder, copy.folder, copy.models)
    finally:
        engine.terminate()
        engine.wait(60)
