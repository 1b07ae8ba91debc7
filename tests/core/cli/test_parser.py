"""The parser: nothing it stores collides, and no verb or option goes untyped in the tests."""

import argparse
import math
from collections import Counter
from unittest.mock import Mock

import pytest

from core.cli.parser import chosen, parser
from core.cli.table import VERBS
from core.errors import InvalidInputError
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


def test_no_option_of_any_verb_takes_a_number_that_is_not_finite() -> None:
    for sub in verbs_of(parser()).values():
        for action in sub._actions:
            for text in ("nan", "inf", "-inf"):
                try:
                    typed = sub._get_value(action, text)
                except argparse.ArgumentError:
                    continue
                assert not isinstance(typed, float) or math.isfinite(typed), action.dest


@pytest.mark.parametrize(
    ("weight", "says"),
    [
        ("cost=nan", "A weight is CRITERION=NUMBER, such as accuracy=40, not 'cost=nan'."),
        ("foo=3", "There is no criterion 'foo'. Weigh one of accuracy, freshness, cost, latency"),
    ],
)
def test_a_weight_that_says_nothing_is_refused_in_one_sentence(weight: str, says: str) -> None:
    options = parser().parse_args(["recommend", "Sites", "--weight", weight])
    with pytest.raises(InvalidInputError, match=says):
        chosen(options).run(Mock(), options)
