"""The stored list of claims is that of the tests."""

from pathlib import Path

import pytest

from tests.claims import STORED, folded
from tests.conftest import COLLECTED, ROOT


def test_every_claim_is_listed_and_every_listed_one_is_tested(
    request: pytest.FixtureRequest,
) -> None:
    tests = request.config.stash[COLLECTED]
    files = {ROOT / test.partition("::")[0] for test in tests}
    if files != set(Path(__file__).parent.rglob("test_*.py")):
        pytest.skip("only a run of all tests collects all claims")
    assert STORED.read_text().splitlines() == folded(tests), "run: python -m tests.claims"
