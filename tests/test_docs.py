"""What code and pages say of the documents in this repository is there."""

import re
from pathlib import Path

import pytest

from tests.house import ORDER

ROOT = Path(__file__).resolve().parents[1]
METHOD = ROOT / "docs" / "method.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
CODE = [
    path
    for folder in ("core", "ui", "pages", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_POINTER = re.compile(r'docs/method\.md, ?"([^"]+)"')
_DOCUMENT = re.compile(r"\b[\w/]+\.md\b")
_PATH = re.compile(r"`((?:core|ui|pages|tests|benchmarks|docs|recorded)/[\w./-]*)`")
_FUNCTION = re.compile(r"`(\w+)\(\)`")
_ROOM = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")


def headings(page: Path) -> list[str]:
    """Return the headings of a page, in order."""
    return re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)


def anchor(heading: str) -> str:
    """Return what a link to a heading ends with, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_pointer_to_the_method_names_a_section() -> None:
    sections = headings(METHOD)
    named = [
        (path.relative_to(ROOT).as_posix(), section)
        for path in CODE
        for section in _POINTER.findall(" ".join(path.read_text().split()))
    ]
    assert len(named) >= 20
    assert [pair for pair in named if pair[1] not in sections] == []


def test_code_names_no_document_that_is_not_here() -> None:
    here = {
        path.name for folder in (".", "docs", "benchmarks") for path in (ROOT / folder).glob("*")
    }
    named = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in CODE
        for name in _DOCUMENT.findall(path.read_text())
    ]
    assert [pair for pair in named if pair[1].split("/")[-1] not in here] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    for target, section in _LINK.findall(page.read_text()):
        if target.startswith("http"):
            continue
        there = (page.parent / target) if target else page
        assert there.exists(), f"{page.name} links to {target}, which is not there"
        if section:
            assert section in map(anchor, headings(there)), f"{page.name} links to #{section}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    named = _PATH.findall(page.read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_function_of_the_architecture_exists() -> None:
    named = set(_FUNCTION.findall(ARCHITECTURE.read_text()))
    code = "\n".join(path.read_text() for path in CODE)
    defined = set(re.findall(r"^ *def (\w+)", code, re.MULTILINE))
    assert len(named) > 15
    assert named - defined == set()


def test_the_architecture_names_every_room_of_core_from_the_ground_up() -> None:
    rooms = {path.parent.name for path in (ROOT / "core").glob("*/__init__.py")}
    named = _ROOM.findall(ARCHITECTURE.read_text())
    assert set(named) == rooms
    floors = [
        next(
            number
            for number, level in enumerate(ORDER)
            if any(f"{place}.".startswith(f"core.{name}.") for place in level)
        )
        for name in named
    ]
    assert floors == sorted(floors), "a room stands above one that it may import"
