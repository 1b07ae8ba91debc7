"""Where a question set lies on this machine."""

import os
from pathlib import Path

from core.config import ROOT


def own_folder() -> Path:
    """Return the folder that question sets are made in: question_sets/ in this project.

    The environment variable ASSAY_QUESTION_SETS names another one.
    """
    return Path(os.environ.get("ASSAY_QUESTION_SETS") or ROOT / "question_sets").expanduser()


def question_set(name: str | Path) -> Path:
    """Return a question folder by its path, or by the name of a public question set.

    Raises:
        SystemExit: neither is there; the text says how to make the set.
    """
    shared = ROOT.parent / "shared" / "data"
    for folder in (Path(name), own_folder() / name, shared / name):
        if (folder / "qa.jsonl").is_file():
            return folder.resolve()
    raise SystemExit(
        f"There is no question set {name} in {own_folder()}. Make it there, with internet: "
        f"python -m benchmarks.question_sets {name}"
    )
