"""The recorded demo in an engine of each module's own: some change its prices and wishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import Paths
from core.engine.wire.client import Client, connect


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("deciding")
    client = connect(Paths(folder / "workspace", folder), own=True)
    yield client
    client.close()


@pytest.fixture(scope="module")
def demo(client: Client) -> str:
    return client.open_recorded()["id"]
