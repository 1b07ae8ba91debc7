"""A type says what a value holds: no dict of anything but where JSON comes in or goes out."""

import re

import pytest

from tests import house

UNTYPED = re.compile(r"\b(?:dict|Dict|Mapping|MutableMapping)\[\s*str,\s*Any,?\s*\]")
JSON_EDGE = {
    "core/engine/wire/": "carries the calls and results of every operation",
    "core/project/": "rows of SQLite, whose columns a query chooses",
    "core/engine/arguments.py": "makes an operation's arguments, whatever they are, out of JSON",
    "core/records/job.py": "each kind of job has settings and a result of its own",
    "core/records/question.py": "keeps whatever else a question's file says",
    "core/chat/server.py": "requests to other people's servers take more than is known here",
}
"""Files and folders that may hold a dict of anything, each with its reason."""


def untyped(source: str) -> list[str]:
    """Return the dicts of anything in a text, under whatever name they go on."""
    return UNTYPED.findall(source)


def holders() -> set[str]:
    """Return the files that hold one."""
    return {
        path.relative_to(house.ROOT).as_posix()
        for path in house.modules().values()
        if untyped(path.read_text())
    }


def test_only_the_json_edge_holds_a_dict_of_anything() -> None:
    assert [file for file in sorted(holders()) if not file.startswith(tuple(JSON_EDGE))] == []


def test_every_place_of_the_json_edge_needs_to_be_listed() -> None:
    used = holders()
    assert [edge for edge in JSON_EDGE if not any(file.startswith(edge) for file in used)] == []


@pytest.mark.parametrize(
    "source",
    ["Record = dict[str, Any]", "def f(row: Mapping[str, Any]): ...", "x: dict[\n    str, Any\n]"],
    ids=["alias", "argument", "two lines"],
)
def test_a_planted_dict_of_anything_is_found(source: str) -> None:
    assert untyped(source)
