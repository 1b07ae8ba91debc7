"""The real embedder, real projects and real files."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import EMBEDDER
from core.corpus.corpus import Corpus
from core.corpus.search.embedder import Embedder
from core.project.workspace import Project, Workspace


@pytest.fixture(scope="session")
def embedder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    prepared = Path(os.environ.get("ASSAY_MODELS") or "models") / EMBEDDER
    if (prepared / "manifest.json").is_file():
        return prepared
    from core.corpus.search.convert_embedder import convert_embedder
    from core.setup import packages

    folder = tmp_path_factory.mktemp("models") / EMBEDDER
    convert_embedder(packages.locate(packages.EMBEDDER).parent, folder)
    return folder


@pytest.fixture(scope="session")
def embedder(embedder_folder: Path) -> Embedder:
    return Embedder(embedder_folder)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Workspace(tmp_path / "workspace").create("Trial")


@pytest.fixture
def corpus(project: Project, embedder: Embedder) -> Iterator[Corpus]:
    opened = Corpus(project, embedder)
    yield opened
    opened.close()
