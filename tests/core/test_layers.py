"""Which modules each layer may import; the README section "Layout" says the same in words."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("pages", "ui", "core")
MAY_USE = {
    "pages": {"ui", "core"},
    "ui": {"ui", "core"},
    "core": {"core"},
}
WITHIN_CORE = {
    "project": {"project", "questions.question"},
    "questions": {"questions", "project"},
    "corpus": {"corpus", "project"},
    "inference": {"inference"},
    "tuning": {"tuning", "inference", "questions", "project"},
    "evaluation": {"evaluation", "inference", "tuning", "corpus", "questions", "project"},
    "demo": {"demo", "questions.question"},
    "setup": {"setup", "corpus", "tuning", "project"},
}
"""What each folder of core may use of the others; config, errors, arms, prompts are for all."""
FOR_ALL = {
    "chat_reply",
    "chat_server",
    "config",
    "endpoint",
    "errors",
    "arms",
    "limited",
    "prompts",
    "process",
    "server_address",
    "uses",
    "VERSION",
}
OF_SCREENS = {
    "engine.client",
    "evaluation.traces",
    "arms",
    "config",
    "errors",
    "questions.read",
    "tuning.settings",
    "uses",
}
"""What pages and ui may use of core, beside its charts."""
HOMES = {
    "streamlit": ("pages", "ui"),
    "llama_index": ("core/corpus",),
    "chromadb": ("core/corpus",),
    "bm25s": ("core/corpus",),
    "pypdf": ("core/corpus",),
    "pypdfium2": ("core/corpus",),
    "reportlab": ("core/demo",),
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
MODULES = [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]


def imports(path: Path) -> set[str]:
    """Return the dotted names that a module imports, wherever in it; typing-only ones left out."""
    tree = ast.parse(path.read_text())
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in set(ast.walk(tree)) - typing_only:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def own(names: set[str]) -> set[str]:
    return {name for name in names if name.split(".")[0] in (*LAYERS, "app", "tests")}


def begins(name: str, prefixes: set[str]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def test_the_scan_finds_the_layers() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in MODULES}
    assert found == set(LAYERS)
    assert len(MODULES) > 80
    assert "core.errors.AppError" in imports(ROOT / "core" / "config.py") | imports(
        ROOT / "core" / "engine" / "client.py"
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    parts = path.relative_to(ROOT).parts
    names = imports(path)
    assert [name for name in own(names) if not begins(name, MAY_USE[parts[0]])] == []
    core = {name.removeprefix("core.") for name in own(names) if name.startswith("core.")}
    if parts[0] in ("pages", "ui"):
        rest = [name for name in core if not name.split(".")[0].endswith("charts")]
        assert [name for name in rest if not begins(name, OF_SCREENS)] == []
    elif len(parts) > 2 and parts[1] in WITHIN_CORE:
        allowed = WITHIN_CORE[parts[1]] | FOR_ALL
        assert [name for name in core if not begins(name, allowed)] == []


@pytest.mark.parametrize("library", HOMES)
def test_a_heavy_library_is_imported_only_in_its_home(library: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if any(name.split(".")[0] == library for name in imports(path))
    }
    assert users, f"nobody imports {library}: the rule would hold of nothing"
    assert [user for user in users if not user.startswith(HOMES[library])] == []


def test_the_engine_listens_before_it_imports_index_and_statistics() -> None:
    slow = ("chromadb", "llama_index", "scipy.stats", "statsmodels", "reportlab", "torch")
    code = (
        "import sys, core.engine.__main__, core.engine.operations, core.engine.tuning.job\n"
        f"print([name for name in {slow} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


def test_files_stay_readable() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in MODULES}
    assert {path.name: length for path, length in lengths.items() if length > 300} == {}
