"""The packaged models: found without importing, refused when changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import NotFoundError, ResourceError
from core.setup import packages


def test_both_models_are_the_tested_ones() -> None:
    for model in (packages.BASE, packages.EMBEDDER):
        assert packages.locate(model).stat().st_size > 50_000_000


def test_a_changed_file_is_refused() -> None:
    with pytest.raises(ResourceError, match="damaged or was changed"):
        packages.locate(replace(packages.BASE, sha256="0" * 64))


def test_a_missing_package_is_named() -> None:
    with pytest.raises(NotFoundError, match="no-such-package"):
        packages.locate(replace(packages.BASE, package="no_such_package"))


def test_prepared_models_are_not_made_again(models: Path) -> None:
    from core.setup.models import prepare

    said: list[str] = []
    prepare(models, said.append)
    assert said == []
