"""What an earlier version stored shows the same figures, to the byte."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import Paths
from core.engine.wire.client import Client, connect
from core.project.database import STEPS, VERSION_AT
from tests.stored import figures


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A workspace of its own, and no model."""
    return Paths(tmp_path / "workspace", tmp_path)


@pytest.fixture
def client(paths: Paths) -> Iterator[Client]:
    """An engine on the stored workspace."""
    figures.unpack(paths.workspace)
    client = connect(paths, own=True)
    yield client
    client.close()


def differing(shown: figures.Shown, before: figures.Shown) -> list[str]:
    return [name for name in before | shown if shown.get(name) != before.get(name)]


def test_a_workspace_of_the_version_before_opens_and_shows_the_same_figures(
    client: Client, paths: Paths
) -> None:
    assert differing(figures.of_workspace(client), figures.read(figures.FIGURES)) == []
    (stored,) = paths.workspace.glob("projects/*/project.db")
    header = stored.read_bytes()[:100]
    assert header[VERSION_AT : VERSION_AT + 4] == len(STEPS).to_bytes(4, "big")


def test_the_recorded_demo_shows_the_figures_it_was_recorded_with(paths: Paths) -> None:
    client = connect(paths, own=True)
    try:
        assert differing(figures.of_demo(client), figures.read(figures.DEMO)) == []
    finally:
        client.close()
