"""The main job on a question folder, timed: python -m benchmarks.main_job [FOLDER] [N].

Imports, measures retrieval over all questions, trains `with-passages`, evaluates N test questions
in all four arms, through the command line in a workspace of its own. Writes
benchmarks/main_job.json; the README's figures come from there.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from core.config import ROOT


def main(folder: Path, n: int) -> None:
    """Run the steps and write what was found."""
    with tempfile.TemporaryDirectory() as workspace:
        run("new", "main", workspace=workspace)
        steps = {
            "import": run("import", "main", str(folder), workspace=workspace),
            "retrieval": run(
                "evaluate", "main", "--arms", "retrieval", "--split", "all", workspace=workspace
            ),
            "train": run("train", "main", "--recipe", "with-passages", workspace=workspace),
            "evaluate": run(
                "evaluate", "main", "--split", "test", "--n", str(n), "--seed", "0",
                workspace=workspace,
            ),
        }  # fmt: skip
    result = {
        "command": f"python -m benchmarks.main_job {folder.name} {n}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
        "python": platform.python_version(),
        **steps,
    }
    target = ROOT / "benchmarks" / "main_job.json"
    target.write_text(json.dumps(result, indent=1) + "\n")


def run(*arguments: str, workspace: str) -> dict[str, Any]:
    """Run one verb; return its result with the wall-clock seconds it took."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "core", "--json", "--workspace", workspace, *arguments],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    result: dict[str, Any] = json.loads(done.stdout)
    return {"wall_s": round(time.monotonic() - began, 1), **result}


if __name__ == "__main__":
    given = sys.argv[1:] + ["../shared/data/xquad_en", "200"][len(sys.argv) - 1 :]
    main(Path(given[0]).resolve(), int(given[1]))
