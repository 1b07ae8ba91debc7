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
from benchmarks.command_line import store_steps
from benchmarks.question_sets.places import question_set


def main(folder: Path, n: int) -> None:
    """Run the steps and write what was found."""
    with tempfile.TemporaryDirectory() as workspace:
        run = partial(run_verb, workspace=workspace)
        run("new", "main")
        steps = {
            "import": ("import", "main", str(folder)),
            "retrieval": ("evaluate", "main", "--arms", "retrieval", "--split", "all"),
            "train": ("train", "main", "--recipe", "with-passages"),
            "evaluate": ("evaluate", "main", "--n", str(n), "--timed", str(n)),
        }
        command = f"python -m benchmarks.main_job {folder.name} {n}"
        store_steps("main_job", command, ((step, run(*verb)) for step, verb in steps.items()))


if __name__ == "__main__":
    folder, n = sys.argv[1:] + ["xquad_en", "200"][len(sys.argv) - 1 :]
    main(question_set(folder), int(n))
