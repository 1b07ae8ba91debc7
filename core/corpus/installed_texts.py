"""Real text that comes with Assay's own libraries: their documentation strings, as passages.

Read from the source files, so that no library is imported for it.
"""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from core.corpus.reading.parsed import Page
from core.corpus.split import Splitter
from core.project.documents import document_id
from core.records.passage import Passage

PACKAGES = ("numpy", "scipy", "pandas", "torch")
SHORTEST = 200
"""Characters; shorter strings say little."""


@dataclass(frozen=True)
class InstalledText:
    """One documentation string, cut into passages."""

    name: str
    """"numpy.linalg.norm"."""
    source: str
    """"numpy 2.3.1"."""
    passages: list[Passage]


def installed_texts(splitter: Splitter, known: Collection[str] = ()) -> Iterator[InstalledText]:
    """Yield documentation strings in an order that never changes; no passage comes twice.

    Args:
        known: Texts of passages that are left out.
    """
    seen, names = set(known), set()
    for package in PACKAGES:
        source = f"{package} {version(package)}"
        for name, text in _strings(package):
            if name in names:
                continue
            names.add(name)
            cut = splitter.split(document_id(f"{source}: {name}"), [Page(1, text)])
            fresh = [piece for piece in cut if piece.text not in seen]
            seen.update(piece.text for piece in fresh)
            if fresh:
                yield InstalledText(name, source, fresh)


def _strings(package: str) -> Iterator[tuple[str, str]]:
    """Yield the name and documentation of a package's modules, classes and functions."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return
    root = Path(spec.origin).parent
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root.parent).with_suffix("").parts
        if "tests" in parts or "testing" in parts:
            continue
        try:
            tree = ast.parse(path.read_text("utf-8"))
        except (SyntaxError, ValueError, OSError):  # A template, or a file that is no text.
            continue
        yield from _of(tree, ".".join(part for part in parts if part != "__init__"))


def _of(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, name: str
) -> Iterator[tuple[str, str]]:
    text = ast.get_docstring(node) or ""
    if len(text) >= SHORTEST:
        yield name, text
    for child in node.body:
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _of(child, f"{name}.{child.name}")
