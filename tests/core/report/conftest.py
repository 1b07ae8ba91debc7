"""The snapshot that all writers are tested with, and one in which strangers wrote."""

import pytest

from core.records.snapshot import Snapshot
from core.report.writers import Format, written
from tests.core.report.hand_made import hostile_snapshot, recommendation, snapshot


@pytest.fixture(scope="session")
def told() -> Snapshot:
    """A snapshot with everything in it."""
    return snapshot(recommendation=recommendation())


@pytest.fixture(scope="session")
def hostile() -> Snapshot:
    """The same with markup, scripts and formulas of strangers in it."""
    return hostile_snapshot()


@pytest.fixture(scope="session")
def files(told: Snapshot, hostile: Snapshot) -> dict[tuple[str, Format], bytes]:
    """Each snapshot in each format, written once."""
    made: dict[tuple[str, Format], bytes] = {}
    for format in ("html", "pdf", "pptx", "md", "xlsx"):
        made["told", format] = written(told, format)
        made["hostile", format] = written(hostile, format)
    return made
