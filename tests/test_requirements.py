"""The ranges and the tested versions agree, and nothing is imported that is not asked for."""

from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text().splitlines()
    return [line.strip() for line in text if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_range_has_a_tested_version_in_it(name: str) -> None:
    tested = dict(line.split("==") for line in lines("constraints.txt"))
    versions = {canonicalize_name(package): version for package, version in tested.items()}
    wanted = [Requirement(line) for line in lines(name)]
    assert len(wanted) > 4
    for one in wanted:
        version = versions[canonicalize_name(one.name)]
        assert one.specifier.contains(version), f"{one} does not allow the tested {version}"
