"""The parser: nothing it stores collides, and no verb or option goes untyped in the tests."""

from collections import Counter

import pytest

from core.cli.parser import parser
from core.cli.table import VERBS
from tests.conftest import ROOT
from tests.terminal import documented_commands, options_in, typed_lines, verbs_of

EVERYWHERE = {"workspace", "json", "help"}
"""Options that stand before the verb as well as behind it."""


@pytest.mark.parametrize("name", verbs_of(parser()))
def test_no_option_is_stored_where_another_one_or_the_parser_s_own_is(name: str) -> None:
    sub = verbs_of(parser())[name]
    stored = Counter(action.dest for action in sub._actions)
    assert [dest for dest, count in stored.items() if count > 1] == []
    assert set(stored) & {"verb", *sub._defaults} == set()


def test_every_verb_and_every_option_is_typed_somewhere() -> None:
    files = (ROOT / "tests" / "core" / "cli").glob("test_*.py")
    lines = [*(line for file in files for line in typed_lines(file)), *documented_commands()]
    typed = {
        option
        for line in lines
        if line.startswith("python -m core ")
        for option in options_in(line)
    }
    there = {
        (name, action.dest)
        for name, sub in verbs_of(parser()).items()
        for action in sub._actions
        if action.dest not in EVERYWHERE
    }
    assert there - typed == set()
    assert {verb for verb, _ in typed} == {verb.name for verb in VERBS}
    assert {"workspace", "json"} <= {name for _, name in typed}


def test_what_stands_before_the_verb_may_stand_behind_it() -> None:
    for line in (["--json", "projects"], ["projects", "--json"]):
        assert parser().parse_args(line).json
    assert not parser().parse_args(["projects"]).json
