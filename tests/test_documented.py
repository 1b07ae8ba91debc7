"""Every command of the README, as typed there, up to its result, in a clone beside small data.

Models of two layers answer, so that minutes become seconds. Sizes that take an hour are made small.
"""

import json
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from core.config import BASE_MODEL, EMBEDDER
from core.demo.company import Company, Kind, draw_company
from core.demo.documents import write_documents
from tests.conftest import CODES, PLACES, ROOT, write_question_folder
from tests.terminal import Terminal, readme_commands

SMALLER = {
    "python -m benchmarks.record_demo": "python -m benchmarks.record_demo --small",
    "python -m benchmarks.null_simulation 2000": "python -m benchmarks.null_simulation 2",
    # An hour of measuring: of its parts the one that measures nothing.
    "python -m benchmarks.speed": "python -m benchmarks.speed report",
}
ELSEWHERE = ("python3 start.py", "python -m core.engine")
"""Commands that tests/test_start.py and whatever starts an engine type."""
COMMANDS = [SMALLER.get(line, line) for line in readme_commands() if not line.startswith(ELSEWHERE)]
VERBS = [line for line in COMMANDS if line.startswith("python -m core ")]
BENCHMARKS = [line for line in COMMANDS if line not in VERBS]
Ran = Mapping[str, "CompletedProcess[str]"]


@pytest.fixture(scope="module")
def clone(models: Path, tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A copy of the repository, small data where the commands look for it, two-layer models."""
    top = tmp_path_factory.mktemp("clone")
    code, data, own = top / "assay", top / "shared" / "data", top / "models"
    for name in ("core", "benchmarks", "recorded"):
        shutil.copytree(ROOT / name, code / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in code.glob("benchmarks/*.json"):
        file.unlink()
    for name in ("xquad_en", "torchhub_api", "dynamicqa"):
        (code / name).symlink_to(write_second_versions(data / name))
    write_rewordings(data / "rewordings")
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


def write_second_versions(folder: Path) -> Path:
    """Write the eight sites; in a second version half of their dock codes are others."""
    write_question_folder(folder)
    rows = [json.loads(line) for line in (folder / "docs.jsonl").read_text().splitlines()]
    for row, code in zip(rows[::2], CODES[::2], strict=True):
        row["text_v2"] = row["text"].replace(code, f"{code[0]}00")
    (folder / "docs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def write_rewordings(folder: Path) -> None:
    """Write a rewording of each band for two test questions."""
    folder.mkdir(parents=True)
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
    (folder / "rewordings.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(scope="module")
def ran(clone: Terminal) -> Ran:
    """What every command came to; the verbs one after another, the rest beside them."""

    def run(lines: list[str]) -> Ran:
        return {line: clone.typed(line) for line in lines}

    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(run, [VERBS, *([line] for line in BENCHMARKS)]))
    return {line: done for part in parts for line, done in part.items()}


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_readme_runs_to_its_result(line: str, ran: Ran, clone: Terminal) -> None:
    done = ran[line]
    assert done.returncode == 0, done.stderr
    if line in VERBS:
        assert done.stdout.strip()
        return
    module = line.split()[2].removeprefix("benchmarks.")
    if module == "speed":
        assert "Assay" in (clone.code / "benchmarks" / "RESULTS.md").read_text()
        return
    stored = [json.loads(file.read_text()) for file in clone.code.glob("benchmarks/*.json")]
    typed = line.replace("../shared/data/", "")
    assert typed in [one["command"] for one in stored]


def test_the_sizes_made_small_are_those_of_commands_that_the_readme_has() -> None:
    assert set(SMALLER) <= set(readme_commands())
