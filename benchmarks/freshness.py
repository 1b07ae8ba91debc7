"""Freshness on a question folder with second versions, timed.

python -m benchmarks.freshness [FOLDER] [FACTS] [N] [--workspace DIR]

Imports, writes training questions about FACTS facts of version 1, trains a mixed adapter, asks
about N changed and N unchanged facts, brings version 2, asks again, trains anew and asks once more.
Writes benchmarks/freshness.json; the figures of docs/results.md come from there.
"""

import argparse
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.command_line import Json, run, store_steps
from benchmarks.question_sets.places import question_set

SHOWN = (
    "wall_s",
    "change",
    "card",
    "questions",
    "stages",
    "followed",
    "arms",
    "time_to_fresh",
    "interrupted",
)
"""Of an experiment; its rows hold texts that are not ours to publish."""


def main() -> None:
    """Run the steps and write what was found."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folder", type=question_set, nargs="?", default="dynamicqa")
    given.add_argument("facts", type=int, nargs="?", default=150)
    given.add_argument("n", type=int, nargs="?", default=60)
    given.add_argument("--workspace", type=Path, help="keep the project there")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = (asked.workspace or Path(folder)).resolve()
        steps = measured(asked.folder, asked.facts, asked.n, workspace)
        command = f"python -m benchmarks.freshness {asked.folder.name} {asked.facts} {asked.n}"
        store_steps("freshness", command, steps)


def measured(folder: Path, facts: int, n: int, workspace: Path) -> Iterator[tuple[str, Json]]:
    """Yield what every step finds."""
    verb = partial(run, workspace=workspace)
    verb("new", "fresh")
    yield "import", verb("import", "fresh", str(folder))
    yield "generate", verb("generate", "fresh", "-n", str(facts))
    yield "train", verb("train", "fresh")
    found = verb("freshness", "fresh", "--folder", str(folder), "--n", str(n), "--retrain")
    yield "freshness", {key: found[key] for key in SHOWN}


if __name__ == "__main__":
    main()
