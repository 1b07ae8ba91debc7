"""Measure, store, and write benchmarks/RESULTS.md.

python -m benchmarks.speed [PART ...] [--workspace DIR]

Without parts all of them, which takes an hour. Their figures are in benchmarks/speed/PART.json.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.command_line import store
from benchmarks.speed import agreeing, answering, evaluating, ingesting, limits, taught, training
from benchmarks.speed.report import write
from core.config import ROOT

ALONE = {"limits": limits, "answering": answering, "training": training, "ingesting": ingesting}
ON_A_PROJECT = {"agreeing": agreeing, "taught": taught, "evaluating": evaluating}
PAGES = "pages"
PARTS = (*ALONE, *ON_A_PROJECT, PAGES)


def main() -> None:
    """Measure what is asked for, then write the results of all that was ever measured."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("parts", nargs="*", metavar="PART", help=", ".join((*PARTS, "report")))
    given.add_argument(
        "--workspace", type=Path, help="with a project of xquad_en, made and trained if empty"
    )
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = (asked.workspace or Path(folder)).resolve()
        for part in asked.parts or PARTS:
            measured(part, workspace)
    write()


def measured(part: str, workspace: Path) -> None:
    """Measure one part and store what it found, as far as it is."""
    command = f"python -m benchmarks.speed {part}"
    if part in ALONE:
        for found in ALONE[part].measure():
            store(f"speed/{part}", command, found)
    elif part in ON_A_PROJECT:
        for found in ON_A_PROJECT[part].measure(workspace):
            store(f"speed/{part}", f"{command} --workspace DIR", found)
    elif part == PAGES:
        pages = [sys.executable, "-m", "benchmarks.pages", str(workspace)]
        subprocess.run(pages, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
