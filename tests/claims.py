"""What the tests claim: `python -m tests.claims` writes tests/claims.txt, a line a claim.

A test's cases are one line with their number. A test holds the list to what is collected.
"""

import contextlib
import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

STORED = Path(__file__).with_name("claims.txt")


def folded(tests: Iterable[str]) -> list[str]:
    """Return the claims of collected tests, in order of their names."""
    cases = Counter(test.partition("[")[0] for test in tests)
    return [f"{name} ({n})" if n > 1 else name for name, n in sorted(cases.items())]


class _Collected:
    """Notes what pytest collects."""

    def __init__(self) -> None:
        self.tests: list[str] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.tests = [item.nodeid for item in session.items]


def main() -> int:
    """Collect and store; return the exit status."""
    collected = _Collected()
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        status = pytest.main(["--collect-only", "-q"], plugins=[collected])
    if status == pytest.ExitCode.OK:
        STORED.write_text("".join(f"{claim}\n" for claim in folded(collected.tests)))
        print(f"{len(collected.tests)} tests, {len(folded(collected.tests))} claims")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
