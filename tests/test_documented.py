"""Every command of README and docs, as typed there, up to its first result, in a clone.

Beside it lie small data under the names that the commands have, and models of two layers answer, so
that minutes become seconds. Where a command has no data to be small by, its size is made small.
"""

import json
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from core.config import BASE_MODEL, EMBEDDER
from core.demo.company import Company, Kind, draw_company
from core.demo.documents import write_documents
from tests.conftest import CODES, PLACES, ROOT, write_question_folder
from tests.terminal import Terminal, documented_commands

SMALLER = {
    "python -m benchmarks.record_demo": "python -m benchmarks.record_demo --small",
    "python -m benchmarks.null_claims 500": "python -m benchmarks.null_claims 2",
    "python -m benchmarks.null_simulation": "python -m benchmarks.null_simulation 2",
    "python -m benchmarks.null_simulation 2000": "python -m benchmarks.null_simulation 2",
    # An hour of measuring: of its parts the one that measures nothing.
    "python -m benchmarks.speed": "python -m benchmarks.speed report",
}
ELSEWHERE = ("python3 start.py", "python -m core.engine", "python -m benchmarks.question_sets")
"""Typed by tests/test_start.py and by whatever test starts an engine; the last needs internet."""
DOCUMENTED = [line for line in documented_commands() if not line.startswith(ELSEWHERE)]
COMMANDS = list(dict.fromkeys(SMALLER.get(line, line) for line in DOCUMENTED))
VERBS = [line for line in COMMANDS if line.startswith(("python -m core ", "python -m tests."))]
BENCHMARKS = [line for line in COMMANDS if line not in VERBS]
Reasons = Mapping[str, str | None]
"""By command: why it came to no result, None where it did."""


@pytest.fixture(scope="module")
def clone(models: Path, tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A copy of the repository, small data where the commands look for it, two-layer models."""
    top = tmp_path_factory.mktemp("clone")
    code, own = top / "assay", top / "models"
    for name in ("core", "benchmarks", "recorded", "ui", "pages", "tests"):
        shutil.copytree(ROOT / name, code / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", code)
    for file in (*code.glob("benchmarks/*.json"), code / "benchmarks" / "RESULTS.md"):
        file.unlink()
    for name in ("xquad_en", "torchhub_api", "dynamicqa"):
        write_second_versions(code / "question_sets" / name)
    write_rewordings(code / "benchmarks" / "rewordings.jsonl")
    files = {path.suffix: path for path in write_documents(few_things(), top / "company", 1)}
    shutil.copy(files[".md"], code / "libpng-manual.txt")
    shutil.copy(files[".html"], code / "python-policy.html")
    for name in ("libtasn1.pdf", "handbook.pdf"):
        shutil.copy(files[".pdf"], code / name)
    (code / "wiki").mkdir()
    shutil.copy(files[".md"], code / "wiki" / "notes.md")
    own.mkdir()
    (own / BASE_MODEL).symlink_to(tiny)
    (own / EMBEDDER).symlink_to(models / EMBEDDER)
    return Terminal(code, top / "workspace", own, code)


def few_things() -> Company:
    """Return a company that has one document of each format, about two things."""
    company = draw_company()
    kinds = tuple(
        Kind(kind.spec | {"files": kind.spec["files"][:1]}, kind.things[:2])
        for kind in company.kinds
    )
    return replace(company, kinds=kinds)


def write_second_versions(folder: Path) -> None:
    """Write the eight sites, each a group; half of the dock codes have a second version."""
    write_question_folder(folder)
    for name in ("docs", "qa"):
        file = folder / f"{name}.jsonl"
        rows = [json.loads(line) for line in file.read_text().splitlines()]
        for row in rows:
            if name == "qa":
                row["group"] = row["doc_id"]
            elif row["doc_id"] in PLACES[::2]:
                code = CODES[PLACES.index(row["doc_id"])]
                row["text_v2"] = row["text"].replace(code, f"{code[0]}00")
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))


def write_rewordings(file: Path) -> None:
    """Write a rewording of each band for two test questions."""
    rows = [
        {
            "source_id": f"{place}-0",
            "text": f"Say the {band} code of {place}, please.",
            "band": band,
            "same_fact": band != "different",
        }
        for place in PLACES[6:]
        for band in ("near", "middle", "far", "different")
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(scope="module")
def reasons(clone: Terminal) -> Reasons:
    """Every command typed: the verbs one after another to their ends, the benchmarks beside them,
    each until it has stored something."""

    def verbs() -> Reasons:
        done = {line: clone.typed(line) for line in VERBS}
        return {
            line: None if one.stdout and not one.returncode else one.stderr or "It said nothing."
            for line, one in done.items()
        }

    def benchmarks() -> Reasons:
        return {line: clone.begun(line, partial(stored, clone, line)) for line in BENCHMARKS}

    with ThreadPoolExecutor(2) as pool:
        parts = [pool.submit(part) for part in (verbs, benchmarks)]
        return parts[0].result() | parts[1].result()


def stored(clone: Terminal, line: str) -> bool:
    """Whether a benchmark has stored something under its command."""
    folder = clone.code / "benchmarks"
    if line == SMALLER["python -m benchmarks.speed"]:
        return (folder / "RESULTS.md").exists()
    return any(json.dumps(line) in file.read_text() for file in folder.glob("*.json"))


@pytest.mark.parametrize("line", COMMANDS)
def test_a_documented_command_comes_to_its_first_result(line: str, reasons: Reasons) -> None:
    assert reasons[line] is None, reasons[line]


def test_a_size_is_made_small_only_where_a_command_is_documented() -> None:
    assert set(SMALLER) <= set(DOCUMENTED)
