"""The main job on a question folder, timed: python -m benchmarks.main_job [FOLDER] [N].

Imports, measures retrieval over all questions, trains `with-passages`, evaluates N test questions
in all four arms, through the command line in a workspace of its own. Writes
benchmarks/main_job.json; the figures of docs/results.md come from there.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.command_line import run as run_verb
from benchmarks.command_line import store
from benchmarks.question_sets.places import question_set


def main(folder: Path, n: int) -> None:
    """Run the steps and write what was found."""
    with tempfile.TemporaryDirectory() as workspace:
        run = partial(run_verb, workspace=workspace)
        run("new", "main")
        steps = {
            "import": run("import", "main", str(folder)),
            "retrieval": run("evaluate", "main", "--arms", "retrieval", "--split", "all"),
            "train": run("train", "main", "--recipe", "with-passages"),
            "evaluate": run(
                "evaluate",
                "main",
                "--split",
                "test",
                "--n",
                str(n),
                "--seed",
                "0",
                "--timed",
                str(n),
            ),
        }
    store("main_job", f"python -m benchmarks.main_job {folder.name} {n}", steps)


if __name__ == "__main__":
    folder, n = sys.argv[1:] + ["xquad_en", "200"][len(sys.argv) - 1 :]
    main(question_set(folder), int(n))
