"""Choices are held by ids: told from the source of every page, and of what pages share."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.choices import unique

ROOT = Path(__file__).resolve().parents[2]
CHOOSERS = {"selectbox", "radio", "multiselect", "pills", "segmented_control", "select_slider"}
SOURCES = sorted(path for room in ("ui", "pages") for path in (ROOT / room).rglob("*.py"))


def fixed(options: ast.expr) -> bool:
    """Tell whether these are constants of a module, or some of them: keys that no page changes."""
    match options:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper()
        case ast.Call(func=ast.Name(id="list"), args=[argument]):
            return fixed(argument)
        case ast.List(elts=elements):
            return all(
                fixed(element.value) if isinstance(element, ast.Starred) else _constant(element)
                for element in elements
            )
        case ast.ListComp(elt=ast.Name(id=name), generators=[ast.comprehension() as part]):
            return isinstance(part.target, ast.Name) and part.target.id == name and fixed(part.iter)
    return False


def _constant(element: ast.expr) -> bool:
    return isinstance(element, ast.Constant)


def loose(source: str) -> Iterator[int]:
    """Yield the lines of choices among anything else."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        given = [keyword.value for keyword in node.keywords if keyword.arg == "options"]
        if name in CHOOSERS and not any(map(fixed, [*node.args[1:2], *given])):
            yield node.lineno


@pytest.mark.parametrize(
    "planted",
    [
        "st.selectbox('Fact', [row['question'] for row in rows])",
        "st.selectbox('Fact', list(names), format_func=names)",
        "column.multiselect('Documents', options=[*ALL, row])",
        "st.pills('Arms', {arm: label(arm) for arm in ARMS})",
        "st.radio('Fact', [label(arm) for arm in ARMS])",
    ],
)
def test_a_choice_keyed_by_what_a_page_changes_is_found(planted: str) -> None:
    assert list(loose(planted)) == [1]


def test_choices_outside_the_one_place_for_them_are_among_constants() -> None:
    places = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in SOURCES
        if path != ROOT / "ui" / "choices.py"
        for line in loose(path.read_text(encoding="utf-8"))
    }
    assert places == set()


def test_no_text_is_refused_without_a_word() -> None:
    """A field with `max_chars` ignores what is pasted into it if that is longer."""
    cut = [path for path in SOURCES if "max_chars" in path.read_text(encoding="utf-8")]
    assert cut == []


def test_labels_that_are_alike_are_told_apart() -> None:
    labels = unique({"a": "Monday", "b": "Monday", "c": "Tuesday"})
    assert labels == {"a": "Monday", "b": "Monday (2)", "c": "Tuesday"}
