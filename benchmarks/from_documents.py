"""From documents alone to the figures behind the charts, timed.

python -m benchmarks.from_documents FACTS FILE... [--workspace DIR]

Indexes the files, writes questions about FACTS facts, trains a mixed adapter, evaluates all
generated test questions in all four arms. Writes benchmarks/from_documents.json; the figures of
docs/results.md come from there.
"""

import argparse
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.command_line import run, store_steps


def main() -> None:
    """Run the steps and write what was found."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("facts", type=int)
    given.add_argument("files", type=Path, nargs="+")
    given.add_argument("--workspace", type=Path, help="keep the project there")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        verb = partial(run, workspace=(asked.workspace or Path(folder)).resolve())
        verb("new", "mine")
        steps = {
            "add": ("add", "mine", *(str(file.resolve()) for file in asked.files)),
            "generate": ("generate", "mine", "-n", str(asked.facts)),
            "train": ("train", "mine"),
            "evaluate": ("evaluate", "mine", "--split", "test"),
        }
        names = " ".join(file.name for file in asked.files)
        command = f"python -m benchmarks.from_documents {asked.facts} {names}"
        ran = ((step, verb(*words)) for step, words in steps.items())
        store_steps("from_documents", command, ran)


if __name__ == "__main__":
    main()
