"""From documents alone to the figures behind the charts, timed.

python -m benchmarks.from_documents FACTS FILE...

Indexes the files, writes questions about FACTS facts, trains a mixed adapter, evaluates all
generated test questions in all four arms. Writes benchmarks/from_documents.json; the README's
figures come from there.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.command_line import run, store


def main(facts: int, files: list[Path]) -> None:
    """Run the steps and write what was found."""
    with tempfile.TemporaryDirectory() as workspace:
        verb = partial(run, workspace=workspace)
        verb("new", "mine")
        steps = {
            "add": verb("add", "mine", *map(str, files)),
            "generate": verb("generate", "mine", "-n", str(facts)),
            "train": verb("train", "mine"),
            "evaluate": verb("evaluate", "mine", "--split", "test"),
        }
    names = " ".join(file.name for file in files)
    store("from_documents", f"python -m benchmarks.from_documents {facts} {names}", steps)


if __name__ == "__main__":
    main(int(sys.argv[1]), [Path(name).resolve() for name in sys.argv[2:]])
