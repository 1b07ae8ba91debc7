"""What is tested first, and what one of several test processes runs in a row: a file's tests."""

from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

STAGES = (
    ("test_style.py",),
    ("core/test_layers.py", "core/test_types.py"),
    ("",),
    ("core/engine/test_asks.py",),
    ("core/engine", "core/cli", "core/test_offline.py", "test_documented.py"),
    ("browser/test_main_job.py",),
    ("browser",),
)
"""Beginnings of paths, quickest and most telling first; the empty one stands for all others.

One engine file goes ahead of the rest: while it makes what only few need, and what takes longest,
another process makes what the others need.
"""
ROOT = Path(__file__).resolve().parent
SHARING = {
    f"tests/browser/test_{name}.py": "one server and engine"
    for name in ("main_job", "blind_vote", "freshness")
}
"""Files that are run in a row because they share what takes long to start."""


def stage(path: Path) -> int:
    """Return where a file stands in the order."""
    name = path.relative_to(ROOT).as_posix()
    named = [
        number
        for number, starts in enumerate(STAGES)
        if any(start and name.startswith(start) for start in starts)
    ]
    return named[0] if named else STAGES.index(("",))


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out files in order, so that what a file's tests share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return SHARING.get(file, file)
