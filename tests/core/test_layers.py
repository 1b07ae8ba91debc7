"""The rooms of the house, who may enter whom; docs/architecture.md says the same in words."""

import subprocess
import sys

import pytest

from tests import house

HOMES = {
    "streamlit": ("app.py", "pages", "ui"),
    "llama_index": ("core/corpus",),
    "chromadb": ("core/corpus",),
    "bm25s": ("core/corpus",),
    "pypdf": ("core/corpus",),
    "pypdfium2": ("core/corpus",),
    "reportlab": ("core/demo",),
    "typst": ("core/report",),
    "xlsxwriter": ("core/report",),
    "torch": (
        "core/tuning",
        "core/inference/transformers.py",
        "core/inference/device.py",
        "core/setup/models.py",
        "core/corpus/search/convert_embedder.py",
    ),
    "transformers": (
        "core/tuning",
        "core/inference/transformers.py",
        "core/setup/models.py",
        "core/corpus/search/convert_embedder.py",
    ),
    "peft": ("core/tuning", "core/inference/transformers.py"),
    "openvino_genai": ("core/inference", "core/tuning/export.py"),
    "py3langid": ("core/questions",),
    "phonenumbers": ("core/questions",),
    "stdnum": ("core/questions",),
    "sqlite3": ("core/project", "core/corpus"),
}
"""Libraries that are imported in these places alone."""
FILES = house.modules()
SOURCES = {name: path.read_text() for name, path in FILES.items()}
EDGES = house.edges(SOURCES)


def planted(module: str, source: str) -> set[house.Edge]:
    """Return the arrows of the house with this text put into one of its files."""
    return house.edges(SOURCES | {module: SOURCES[module] + source})


def test_the_scan_finds_the_house() -> None:
    assert {name.split(".")[0] for name in FILES} == {"app", "core", "ui", "pages"}
    assert len(FILES) > 300
    assert ("core.engine.owner", "core.engine.context") in EDGES
    assert [
        room
        for level in house.ORDER
        for room in level
        if not any(house.room_of(name) == room for name in FILES)
    ] == []


def test_nothing_imports_upward_and_no_neighbour() -> None:
    assert house.upward(EDGES) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("core.records.question", "from core.project.database import Database"),
        ("core.evaluation.statistics.paired", "def f():\n    import core.engine.owner"),
        (
            "core.project.workspace",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import core.corpus.corpus",
        ),
        ("core.charts.time.parts", "from core.charts.cost import month"),
        ("core.errors", "import ui.wording"),
        ("ui.services", "from pages.compare import ask"),
    ],
    ids=["upward", "in a function", "for typing alone", "a neighbour", "a layer", "a page"],
)
def test_a_planted_import_upward_is_found(module: str, source: str) -> None:
    assert [user for user, _ in house.upward(planted(module, f"\n{source}\n"))] == [module]


def test_there_is_no_circle_of_files_nor_of_rooms() -> None:
    assert house.circles(EDGES) == []
    assert house.circles(house.of_rooms(EDGES)) == []


@pytest.mark.parametrize(
    "source",
    [
        "import core.engine.owner",
        "def f():\n    from core.engine import owner",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from core.engine import owner",
    ],
)
def test_a_planted_circle_is_found(source: str) -> None:
    links = planted("core.engine.context", f"\n{source}\n")
    assert any("core.engine.owner" in group for group in house.circles(links))
    assert any("core.engine" in group for group in house.circles(house.of_rooms(links)))


def test_pages_and_ui_use_of_core_what_is_for_screens_alone() -> None:
    strange = {
        (user, used)
        for user, used in EDGES
        if user.split(".")[0] in house.SCREENS
        and used.startswith("core.")
        and not any(used == name or used.startswith(name + ".") for name in house.FOR_SCREENS)
    }
    assert strange == set()


@pytest.mark.parametrize("library", HOMES)
def test_a_heavy_library_is_imported_only_in_its_home(library: str) -> None:
    users = {
        FILES[name].relative_to(house.ROOT).as_posix()
        for name, source in SOURCES.items()
        if any(wanted.split(".")[0] == library for wanted in house.imports(source))
    }
    assert users, f"nobody imports {library}: the rule would hold of nothing"
    assert [user for user in users if not user.startswith(HOMES[library])] == []


def test_the_engine_listens_before_it_imports_index_and_statistics() -> None:
    slow = (
        "chromadb",
        "llama_index",
        "scipy.stats",
        "statsmodels",
        "reportlab",
        "torch",
        "typst",
        "pptx",
    )
    code = (
        "import sys, core.engine.__main__, core.engine.operations, core.engine.tuning.job\n"
        f"print([name for name in {slow} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=house.ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


def test_files_stay_readable() -> None:
    lengths = {name: len(source.splitlines()) for name, source in SOURCES.items()}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_functions_fit_on_a_screen() -> None:
    long = {
        f"{name}.{function}": length
        for name, source in SOURCES.items()
        for function, length in house.functions(source).items()
        if length > 40
    }
    assert long == {}


def test_no_layout_is_kept_from_the_formatter() -> None:
    assert [name for name, source in SOURCES.items() if "fmt: " in source] == []
