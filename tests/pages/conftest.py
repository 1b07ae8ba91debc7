"""Pages run through app.py, with an engine in memory."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.fakes import FakeEngine, full
from ui import services

APP = str(Path(__file__).resolve().parents[2] / "app.py")


def chapter(page: AppTest, key: str) -> AppTest:
    """Return the Evaluate page at another of its chapters."""
    return page.segmented_control(key="evaluate.chapter").set_value(key).run()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeEngine:
    """An engine without projects; uploads go to a temporary workspace."""
    monkeypatch.setenv("ASSAY_WORKSPACE", str(tmp_path))
    fake = FakeEngine()
    fake.folder = str(tmp_path)
    monkeypatch.setattr(services, "client", lambda: fake)
    return fake


@pytest.fixture
def project(engine: FakeEngine) -> str:
    """The id of a project without anything in it."""
    return str(engine.create_project("Empty one")["id"])


@pytest.fixture
def handbook(engine: FakeEngine) -> str:
    """The id of a project with something of everything."""
    return next(iter(full(engine).held))


@pytest.fixture
def app(engine: FakeEngine) -> AppTest:
    """The app, not yet run."""
    return AppTest.from_file(APP, default_timeout=60)
